-- The order in which followers see events, given by the sequencer: seq without
-- a gap over all zones, zone_position (the position on the wire) within one.
-- leaf: SHA-256 of 0x00, zone_position (8 bytes), created_at (microseconds
-- since 1970, 8 bytes) and the commitment; the leaves of the zone's tree.
CREATE TABLE event_log (
    seq bigint PRIMARY KEY,
    zone_id bigint NOT NULL,
    zone_position bigint NOT NULL,
    pos bigint NOT NULL,
    leaf bytea NOT NULL,
    CONSTRAINT event_log_zone_position_key UNIQUE (
        zone_id, zone_position
    ) INCLUDE (pos),
    CONSTRAINT event_log_pos_key UNIQUE (pos) INCLUDE (zone_position),
    CONSTRAINT event_log_counts_from_one CHECK (seq > 0 AND zone_position > 0)
);

-- One row for each batch the sequencer numbered.
CREATE TABLE seal (
    first_seq bigint PRIMARY KEY,
    last_seq bigint NOT NULL CONSTRAINT seal_last_seq_key UNIQUE,
    fence bigint NOT NULL,
    sealed_at timestamptz NOT NULL,
    CONSTRAINT seal_holds_events CHECK (last_seq >= first_seq)
);
