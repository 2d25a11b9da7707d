-- Add a part of an import, in the transaction that began it. Formal times never
-- fall from one event of an object (ids of the boundary alike) to its next (a
-- register knows days, so they may be equal) and lie in the past. Answers the
-- ids that are in use already or break the order of time, having written
-- nothing; else no rows.
CREATE OR REPLACE FUNCTION import_events(
    zone_slug text, ids uuid[], root_ids uuid[],
    kinds text[], types text[], versions text[],
    source_ids uuid[], source_types text[],
    occurred timestamptz[], precisions text[], created timestamptz[],
    objects text[], refs text[],
    commitments bytea[], salts bytea[], requests bytea[], payloads text[],
    link_items integer[], link_ids uuid[], link_roles text[]
) RETURNS TABLE (outcome text, event_id uuid)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
-- one plan for ever, that scans no table: also right when made while all is empty
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off AS $$
DECLARE
    zone bigint;
    boundary uuid[];
    numbers bigint[];
BEGIN
    SELECT i.zone_id INTO zone
    FROM event_import AS i INNER JOIN events_zone AS z ON i.zone_id = z.id
    WHERE
        z.slug = zone_slug AND z.closed
        AND i.xid = pg_current_xact_id()
        AND i.begun_at = transaction_timestamp();
    IF zone IS NULL THEN
        RAISE EXCEPTION 'this transaction imports nothing into zone %', zone_slug
        USING ERRCODE = 'invalid_transaction_state',
            HINT = 'Call begin_import first, in the same transaction.';
    END IF;

    RETURN QUERY
    SELECT 'in use', r.id FROM event AS r WHERE r.id = ANY (ids);
    IF found THEN
        RETURN;
    END IF;

    SELECT array_agg(b.id), array_agg(b.number) INTO boundary, numbers
    FROM boundary_numbers(ARRAY(SELECT DISTINCT unnest(link_ids))) AS b;

    RETURN QUERY
    SELECT DISTINCT 'out of order', ids[l.item]
    FROM (
        SELECT
            k.item, created[k.item] AS created_at,
            lag(created[k.item]) OVER (PARTITION BY k.id ORDER BY k.item)
                AS previous_at,
            k.id
        FROM unnest(link_items, link_ids) AS k (item, id)
    ) AS l
    LEFT JOIN LATERAL (
        SELECT e.created_at
        FROM event_object AS o INNER JOIN event AS e ON o.pos = e.pos
        WHERE l.previous_at IS NULL AND o.object_id = l.id AND e.zone_id = zone
        ORDER BY o.oseq DESC LIMIT 1
    ) AS before ON TRUE
    WHERE
        l.created_at < coalesce(l.previous_at, before.created_at)
        OR l.created_at > clock_timestamp();
    IF found THEN
        RETURN;
    END IF;

    PERFORM insert_events(
        ids, root_ids, array_fill(zone, ARRAY[cardinality(ids)]),
        kinds, types, versions, source_ids, source_types, occurred,
        precisions, created, objects, refs, commitments, salts, requests,
        payloads, link_items, link_ids, link_roles, boundary, numbers,
        ARRAY[]::integer[]
    );
END
$$;
