-- Removes at most so many records of calls that were made before a moment, the
-- oldest first, and says how many. It runs as the owner of the table, so it
-- removes nothing of the last thirty days, whatever it is asked.
CREATE FUNCTION remove_old_transactions(made_before timestamptz, at_most integer)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    removed bigint;
BEGIN
    made_before := least(made_before, statement_timestamp() - interval '30 days');
    PERFORM set_config(
        'f6.transactions_kept_until', made_before::text, true
    );
    DELETE FROM federation_transactionrecord AS t
    WHERE t.id IN (
        SELECT o.id FROM federation_transactionrecord AS o
        WHERE o.created_at < made_before
        ORDER BY o.created_at, o.id
        LIMIT at_most
    );
    GET DIAGNOSTICS removed = ROW_COUNT;
    PERFORM set_config('f6.transactions_kept_until', '', true);
    RETURN removed;
END
$$;
