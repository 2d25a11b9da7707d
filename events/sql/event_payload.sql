-- The data of an event, apart: a lawful destruction takes salt and data away
-- while the event, its commitment and every proof over it remain. Without the
-- salt the commitment of guessable personal data reveals nothing.
CREATE TABLE event_payload (
    pos bigint PRIMARY KEY,
    salt bytea NOT NULL,
    data jsonb NOT NULL, -- noqa: RF04
    CONSTRAINT event_payload_salt_is_long CHECK (octet_length(salt) = 32),
    CONSTRAINT event_payload_data_is_an_object CHECK (
        jsonb_typeof(data) = 'object'
    )
);

-- lz4 where the server was built with it (the embedded one is not).
DO $$
BEGIN
    ALTER TABLE event_payload ALTER COLUMN data SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    RAISE NOTICE 'this server has no lz4: event data is compressed with pglz';
END
$$;
