-- Tables that only grow: freeze rows the first time vacuum meets them, and
-- visit often enough for index-only scans to stay index-only.
DO $$
DECLARE
    log_table text;
BEGIN
    FOREACH log_table IN ARRAY ARRAY[
        'event', 'event_payload', 'event_object', 'event_ref', 'event_log',
        'seal'
    ] LOOP
        EXECUTE format(
            'ALTER TABLE %I SET (autovacuum_freeze_min_age = 0, '
            'autovacuum_vacuum_insert_threshold = 10000, '
            'autovacuum_vacuum_insert_scale_factor = 0.02, '
            'autovacuum_analyze_scale_factor = 0.02)',
            log_table
        );
    END LOOP;
END
$$;

-- A queue: the sequencer deletes as fast as it inserts.
ALTER TABLE event_horizon SET (
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 0
);
