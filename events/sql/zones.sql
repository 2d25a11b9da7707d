-- A zone that holds events stays, under the name its events carry.
-- Whoever appends holds the zone's lock shared, (6, zone id); who needs its
-- writers to be done holds it exclusively.
CREATE FUNCTION zone_holds_events(zone bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT
        EXISTS (SELECT FROM event_log WHERE zone_id = zone)
        OR EXISTS (
            SELECT FROM event
            WHERE zone_id = zone AND pos > coalesce(
                (SELECT floor FROM event_horizon ORDER BY tick DESC LIMIT 1), 0
            )
        )
$$;

CREATE FUNCTION refuse_change_of_filled_zone() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(6, old.id::integer);
    IF zone_holds_events(old.id) THEN
        RAISE EXCEPTION 'zone % holds events: it cannot be removed or renamed',
            old.slug
        USING ERRCODE = 'restrict_violation',
            HINT = 'Change its name or description, not its short name.';
    END IF;
    RETURN CASE WHEN tg_op = 'DELETE' THEN old ELSE new END;
END
$$;

CREATE TRIGGER filled_zone_stays BEFORE DELETE ON events_zone
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_filled_zone();

CREATE TRIGGER filled_zone_keeps_its_name BEFORE UPDATE ON events_zone
FOR EACH ROW
WHEN ((old.id, old.slug) IS DISTINCT FROM (new.id, new.slug))
EXECUTE FUNCTION refuse_change_of_filled_zone();

ALTER TABLE events_zone
ENABLE ALWAYS TRIGGER filled_zone_stays,
ENABLE ALWAYS TRIGGER filled_zone_keeps_its_name;
