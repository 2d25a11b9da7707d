-- Append a batch, all or nothing, in one round trip. known_ids and
-- known_numbers: the boundary as it was read, every id written among it.
-- Answers one row an item ('recorded', or 'repeated' when the same request was
-- recorded before), or, having written nothing, the rows that say why not:
-- 'unknown zone', 'closed zone', 'in use' (ids of which at least one was
-- recorded for another request), or 'moved' (an id of the boundary with the
-- number it has now).
CREATE OR REPLACE FUNCTION append_events(
    ids uuid[], root_ids uuid[], zones text[],
    kinds text[], types text[], versions text[],
    source_ids uuid[], source_types text[],
    occurred timestamptz[], precisions text[],
    objects text[], refs text[],
    commitments bytea[], salts bytea[], requests bytea[], payloads text[],
    link_items integer[], link_ids uuid[], link_roles text[],
    known_ids uuid[], known_numbers bigint[]
) RETURNS TABLE (
    outcome text, item integer, event_pos bigint, recorded_at timestamptz,
    boundary_id uuid, number bigint
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
-- one plan for ever, that scans no table: also right when made while all is empty
-- (and what is switched off looks costly, which must not lead to compiling it)
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off AS $$
DECLARE
    zone_ids bigint[];
    closed boolean[];
    seen integer[];
    in_use boolean;
    positions bigint[];
    moved uuid[];
    moved_to bigint[];
    last_at timestamptz;
    first_at timestamptz;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'append needs READ COMMITTED, not %',
            upper(current_setting('transaction_isolation'))
        USING ERRCODE = 'invalid_transaction_state',
            HINT = 'A snapshot older than the locks cannot see who came first.';
    END IF;
    PERFORM pg_current_xact_id();

    PERFORM pg_advisory_xact_lock_shared(6, z.id::integer)
    FROM (
        SELECT id FROM events_zone WHERE slug = ANY (zones) ORDER BY id
    ) AS z;
    SELECT array_agg(z.id ORDER BY e.item), array_agg(z.closed ORDER BY e.item)
    INTO zone_ids, closed
    FROM unnest(zones) WITH ORDINALITY AS e (slug, item)
    LEFT JOIN events_zone AS z ON e.slug = z.slug;
    RETURN QUERY
    SELECT
        CASE WHEN z.closed THEN 'closed zone' ELSE 'unknown zone' END,
        z.item::integer, NULL::bigint, NULL::timestamptz, NULL::uuid,
        NULL::bigint
    FROM unnest(closed) WITH ORDINALITY AS z (closed, item)
    WHERE z.closed IS NOT FALSE;
    IF found THEN
        RETURN;
    END IF;

    PERFORM lock_boundary(link_ids || ids, known_ids);

    SELECT
        coalesce(array_agg(e.item::integer), '{}'),
        bool_or(
            sha256(p.salt || e.request) IS DISTINCT FROM r.request_commitment
        )
    INTO seen, in_use
    FROM unnest(ids, requests) WITH ORDINALITY AS e (id, request, item)
    INNER JOIN event AS r ON e.id = r.id
    LEFT JOIN event_payload AS p ON r.pos = p.pos;
    RETURN QUERY
    SELECT
        CASE WHEN in_use THEN 'in use' ELSE 'repeated' END,
        s.item, r.pos, r.created_at, NULL::uuid, NULL::bigint
    FROM unnest(seen) AS s (item)
    INNER JOIN event AS r ON ids[s.item] = r.id;
    IF in_use OR cardinality(seen) = cardinality(ids) THEN
        RETURN;
    END IF;

    SELECT
        array_agg(b.id) FILTER (WHERE b.number <> k.number),
        array_agg(b.number) FILTER (WHERE b.number <> k.number),
        max(b.last_at)
    INTO moved, moved_to, last_at
    FROM unnest(known_ids, known_numbers) AS k (id, number)
    CROSS JOIN LATERAL boundary_numbers(ARRAY[k.id]) AS b;
    IF moved IS NOT NULL THEN
        RETURN QUERY
        SELECT
            'moved', NULL::integer, NULL::bigint, NULL::timestamptz,
            m.id, m.number
        FROM unnest(moved, moved_to) AS m (id, number);
        RETURN;
    END IF;

    -- After the locks; above what was announced (the horizon will come there)
    -- and above the last of every object, also when the clock was set back.
    first_at := greatest(
        clock_timestamp(),
        last_at + '1 microsecond',
        (SELECT h.announced_at FROM event_horizon AS h
            ORDER BY h.tick DESC LIMIT 1) + '1 microsecond'
    );
    positions := insert_events(
        ids, root_ids, zone_ids, kinds, types, versions, source_ids,
        source_types, occurred, precisions,
        ARRAY(
            SELECT first_at + n * interval '1 microsecond'
            FROM generate_series(0, cardinality(ids) - 1) AS n
        ),
        objects, refs, commitments, salts, requests, payloads,
        link_items, link_ids, link_roles, known_ids, known_numbers, seen
    );
    IF 'validation' = ANY (kinds) THEN
        PERFORM refuse_same_hands(positions);
    END IF;
    RETURN QUERY
    SELECT
        'recorded', p.item::integer, p.pos,
        first_at + (p.item - 1) * interval '1 microsecond',
        NULL::uuid, NULL::bigint
    FROM unnest(positions) WITH ORDINALITY AS p (pos, item)
    WHERE p.item <> ALL (seen);
END
$$;
