-- Hold a boundary until the transaction ends: exclusively what will be written,
-- shared what is only read in the decision. In sorted order, so that writers
-- wait for each other and never in a circle. Two ids with the same 64-bit hash
-- share a lock, which is harmless.
CREATE OR REPLACE FUNCTION lock_boundary(written uuid[], read uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- The transaction's id before its locks, its position after: see seal.sql.
    PERFORM pg_current_xact_id();
    PERFORM
        CASE
            WHEN held.exclusively THEN pg_advisory_xact_lock(held.key)
            ELSE pg_advisory_xact_lock_shared(held.key)
        END
    FROM (
        SELECT
            uuid_hash_extended(wanted.id, 0) AS key,
            bool_or(wanted.exclusively) AS exclusively
        FROM (
            SELECT w.id, TRUE AS exclusively FROM unnest(written) AS w (id)
            UNION ALL
            SELECT r.id, FALSE FROM unnest(read) AS r (id)
        ) AS wanted
        GROUP BY uuid_hash_extended(wanted.id, 0)
        ORDER BY uuid_hash_extended(wanted.id, 0)
    ) AS held;
END
$$;
