-- Which events touch an id, in order. The number (oseq: 1, 2, 3, … per id)
-- guards the append: two events cannot both be the next one of an object.
-- 'object': what the event is about; 'root' and 'key': ids that only guard
-- (the root of its chain; identity and unique keys). Queries read 'object'.
CREATE TYPE address_role AS ENUM ('object', 'root', 'key');

CREATE TABLE event_object (
    object_id uuid NOT NULL,
    oseq bigint NOT NULL,
    pos bigint NOT NULL,
    role address_role NOT NULL, -- noqa: RF04
    PRIMARY KEY (object_id, oseq) INCLUDE (pos, role),
    CONSTRAINT event_object_counts_from_one CHECK (oseq > 0)
);
