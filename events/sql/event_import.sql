-- Which zones were filled by an import, and by which transaction: only that
-- transaction may give events a formal time of its own, and only once a zone.
CREATE TABLE event_import (
    zone_id bigint PRIMARY KEY,
    xid xid8 NOT NULL,
    begun_at timestamptz NOT NULL
);
