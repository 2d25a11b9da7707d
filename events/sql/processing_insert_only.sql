-- The log of processing is only added to: what was read or done, and by whom, is never rewritten.
-- (Its retention, later, is the owner's work: the owner alone can put these triggers aside.)
CREATE FUNCTION refuse_change_of_processing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only: % is refused', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON events_processingrecord
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_processing();

CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON events_processingrecord
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_processing();

CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON events_accessrecord
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_processing();

CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON events_accessrecord
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_processing();

ALTER TABLE events_processingrecord ENABLE ALWAYS TRIGGER insert_only;
ALTER TABLE events_processingrecord ENABLE ALWAYS TRIGGER insert_only_whole;
ALTER TABLE events_accessrecord ENABLE ALWAYS TRIGGER insert_only;
ALTER TABLE events_accessrecord ENABLE ALWAYS TRIGGER insert_only_whole;

-- Rights as well as triggers: a role that may not, and a table that will not.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'f6_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON events_processingrecord, events_accessrecord FROM f6_app;
    END IF;
END
$$;
