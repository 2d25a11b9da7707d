-- Nothing in the log is changed or taken away, by any role, also not by its
-- owner and not while replicating (ENABLE ALWAYS).
CREATE FUNCTION refuse_change_of_log() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege',
        HINT = 'Record a correction: the log keeps what was said.';
END
$$;

DO $$
DECLARE
    log_table text;
BEGIN
    FOREACH log_table IN ARRAY ARRAY[
        'event', 'event_payload', 'event_object', 'event_ref', 'event_log',
        'seal', 'event_import'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE '
            'ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log()',
            log_table
        );
        -- replication applies row by row, without statements
        EXECUTE format(
            'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE '
            'ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log()',
            log_table
        );
        EXECUTE format(
            'ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only, '
            'ENABLE ALWAYS TRIGGER append_only_rows',
            log_table
        );
    END LOOP;
END
$$;
