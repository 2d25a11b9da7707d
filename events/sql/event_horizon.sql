-- The sequencer's memory: one row a tick, the newest few kept. Insert and read
-- at one end, delete at the other, so that it stays quick while a backup keeps
-- old rows from being cleaned up.
CREATE TABLE event_horizon (
    tick bigint PRIMARY KEY,
    fence bigint NOT NULL,
    -- the tick's own transaction id; means nothing in another cluster, and
    -- nothing outside this table depends on it
    xid xid8 NOT NULL,
    -- what transactions that start after this row's commit stay above:
    -- positions and formal times
    announced_pos bigint NOT NULL,
    announced_at timestamptz NOT NULL,
    -- the last seq given by then
    sealed_to bigint NOT NULL,
    -- all events at or below floor, and all recorded at or before horizon, are
    -- numbered, and no other will ever appear there
    floor bigint NOT NULL,
    horizon timestamptz
);

-- Who is the sequencer: one row. Every taking of the lease raises the fence, so
-- that one that was thought dead and wakes up can number nothing any more.
CREATE TABLE event_lease (
    singleton boolean PRIMARY KEY DEFAULT TRUE,
    fence bigint NOT NULL DEFAULT 0,
    holder text NOT NULL DEFAULT '',
    held_until timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT event_lease_is_one CHECK (singleton)
);

INSERT INTO event_lease DEFAULT VALUES;
