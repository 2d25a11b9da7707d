-- What was recorded: one row an event, without its data (see event_payload).
-- No foreign keys: rows only come in through insert_events, and never leave.
CREATE TYPE event_kind AS ENUM ('claim', 'correction', 'validation');

CREATE TABLE event (
    -- drawn while the boundary's locks are held; gaps where nothing committed
    pos bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- the idempotency key
    id uuid NOT NULL CONSTRAINT event_id_key UNIQUE,
    -- the claim at the root of its chain; its own id for a claim
    root_id uuid NOT NULL,
    zone_id bigint NOT NULL,
    kind event_kind NOT NULL,
    type text NOT NULL, -- noqa: RF04
    version text NOT NULL, -- noqa: RF04
    source_id uuid NOT NULL,
    source_type text NOT NULL,
    -- material time
    occurred_at timestamptz NOT NULL,
    occurred_precision text NOT NULL,
    -- formal time: rises with every event of an object (an import knows days:
    -- there it never falls), and lies above the horizon at that moment
    created_at timestamptz NOT NULL,
    -- as they were sent, in order; found through event_object and event_ref
    object_ids uuid[] NOT NULL,
    event_reference uuid[] NOT NULL,
    -- SHA-256 of the salt and the RFC 8785 bytes of the ten fields that are not
    -- the database's: proof of what was recorded
    commitment bytea NOT NULL,
    -- SHA-256 of the salt and the RFC 8785 bytes of what the client sent: the
    -- same id with the same request answers as the first time
    request_commitment bytea NOT NULL,
    CONSTRAINT event_names_an_object CHECK (cardinality(object_ids) > 0),
    CONSTRAINT event_claim_is_its_root CHECK (
        (kind = 'claim') = (root_id = id)
    ),
    CONSTRAINT event_names_its_target CHECK (
        kind = 'claim' OR cardinality(event_reference) > 0
    ),
    CONSTRAINT event_occurred_in_range CHECK (
        occurred_at >= '0001-01-01 00:00:00+00'
        AND occurred_at < '10000-01-01 00:00:00+00'
    ),
    CONSTRAINT event_precision_known CHECK (
        occurred_precision IN ('instant', 'day', 'month', 'year', 'unknown')
    ),
    CONSTRAINT event_commitment_is_a_digest CHECK (
        octet_length(commitment) = 32 AND octet_length(request_commitment) = 32
    )
);

-- Imports bring old formal times in between new ones: several ranges a block.
CREATE INDEX event_created_at ON event
USING brin (created_at timestamptz_minmax_multi_ops);
