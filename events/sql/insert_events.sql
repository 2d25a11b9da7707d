-- The one place where events enter the log; append_events and import_events
-- call it with everything checked and locked. Arrays are parallel, one member
-- an event; links lie flat, each naming its event's place (item, from 1).
-- Items in skipped are left out. Returns each item's position.
CREATE OR REPLACE FUNCTION insert_events(
    ids uuid[], root_ids uuid[], zone_ids bigint[],
    kinds text[], types text[], versions text[],
    source_ids uuid[], source_types text[],
    occurred timestamptz[], precisions text[], created timestamptz[],
    objects text[], refs text[],
    commitments bytea[], salts bytea[], requests bytea[], payloads text[],
    link_items integer[], link_ids uuid[], link_roles text[],
    known_ids uuid[], known_numbers bigint[], skipped integer[]
) RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
-- it joins arrays only: by hash, also those of a whole batch
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_hashjoin = on
SET enable_nestloop = off AS $$
DECLARE
    positions bigint[];
BEGIN
    SELECT array_agg(nextval('event_pos_seq')) INTO positions
    FROM generate_series(1, cardinality(ids));

    INSERT INTO event OVERRIDING SYSTEM VALUE
    SELECT
        positions[e.item], e.id, e.root_id, e.zone_id, e.kind::event_kind,
        e.type, e.version, e.source_id, e.source_type, e.occurred,
        e.precision, e.created, e.objects::uuid[], e.refs::uuid[],
        e.commitment, sha256(e.salt || e.request)
    FROM unnest(
        ids, root_ids, zone_ids, kinds, types, versions, source_ids,
        source_types, occurred, precisions, created, objects, refs,
        commitments, salts, requests
    ) WITH ORDINALITY AS e (
        id, root_id, zone_id, kind, type, version, source_id,
        source_type, occurred, precision, created, objects, refs,
        commitment, salt, request, item
    )
    WHERE e.item <> ALL (skipped);

    INSERT INTO event_payload (pos, salt, data)
    SELECT positions[p.item], p.salt, p.data::jsonb
    FROM unnest(salts, payloads) WITH ORDINALITY AS p (salt, data, item)
    WHERE p.item <> ALL (skipped);

    INSERT INTO event_object (object_id, oseq, pos, role)
    SELECT
        l.id,
        k.number + row_number() OVER (PARTITION BY l.id ORDER BY l.item),
        positions[l.item], l.role::address_role
    FROM unnest(link_items, link_ids, link_roles) AS l (item, id, role)
    -- a link to an id that is not known fails on the missing number
    LEFT JOIN unnest(known_ids, known_numbers) AS k (id, number)
        ON l.id = k.id
    WHERE l.item <> ALL (skipped);

    INSERT INTO event_ref (ref_id, pos, role)
    SELECT
        r.id, positions[e.item],
        CASE
            WHEN e.kind <> 'claim' AND min(r.place) = 1 THEN 'target'
            ELSE 'ground'
        END::reference_role
    FROM unnest(refs, kinds) WITH ORDINALITY AS e (refs, kind, item)
    CROSS JOIN unnest(e.refs::uuid[]) WITH ORDINALITY AS r (id, place)
    WHERE e.item <> ALL (skipped)
    GROUP BY r.id, e.item, e.kind;

    RETURN positions;
END
$$;
