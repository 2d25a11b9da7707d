-- Give this transaction, once and for ever, the right to fill a zone with
-- events that carry formal times of their own. Returns why not, or null.
CREATE OR REPLACE FUNCTION begin_import(zone_slug text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    zone events_zone;
BEGIN
    PERFORM pg_current_xact_id();
    PERFORM pg_advisory_xact_lock(6, z.id::integer)
    FROM events_zone AS z WHERE z.slug = zone_slug;
    SELECT z.* INTO zone FROM events_zone AS z WHERE z.slug = zone_slug;
    IF zone.id IS NULL THEN
        RETURN 'the zone does not exist';
    ELSIF NOT zone.closed THEN
        RETURN 'the zone is open';
    ELSIF
        zone_holds_events(zone.id)
        OR EXISTS (SELECT FROM event_import AS i WHERE i.zone_id = zone.id)
    THEN
        RETURN 'the zone holds events already';
    END IF;
    INSERT INTO event_import (zone_id, xid, begun_at)
    VALUES (zone.id, pg_current_xact_id(), transaction_timestamp());
    RETURN NULL;
END
$$;
