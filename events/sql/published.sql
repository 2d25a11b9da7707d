-- A published version of an event type never changes: events were checked
-- against it, and are read by it for ever.
CREATE FUNCTION refuse_change_of_published() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is published in % does not change: % is refused',
        tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege', HINT = 'Publish a new version.';
END
$$;

CREATE TRIGGER published_change BEFORE UPDATE ON events_eventtypeversion
FOR EACH ROW
WHEN (
    (old.id, old.event_type_id, old.version, old.sequence, old.declaration)
    IS DISTINCT FROM
    (new.id, new.event_type_id, new.version, new.sequence, new.declaration)
)
EXECUTE FUNCTION refuse_change_of_published();

CREATE TRIGGER published_delete BEFORE DELETE ON events_eventtypeversion
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published();

CREATE TRIGGER published_truncate BEFORE TRUNCATE ON events_eventtypeversion
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published();

ALTER TABLE events_eventtypeversion
ENABLE ALWAYS TRIGGER published_change,
ENABLE ALWAYS TRIGGER published_delete,
ENABLE ALWAYS TRIGGER published_truncate;

-- Nor does the name under which events carry it.
CREATE TRIGGER published_name BEFORE UPDATE ON events_eventtype
FOR EACH ROW
WHEN ((old.id, old.name) IS DISTINCT FROM (new.id, new.name))
EXECUTE FUNCTION refuse_change_of_published();

ALTER TABLE events_eventtype ENABLE ALWAYS TRIGGER published_name;
