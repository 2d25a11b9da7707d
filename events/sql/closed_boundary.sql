-- Positions of all events that a decision on these ids may need: what is linked
-- to them, with the whole chain of each, and what those refer to, with its
-- chain, until every reference in the set leads into the set.
CREATE OR REPLACE FUNCTION closed_boundary(ids uuid[]) RETURNS SETOF bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET join_collapse_limit = 1 AS $$
    WITH RECURSIVE chain (root_id) AS (
        SELECT e.root_id
        FROM event_object AS o INNER JOIN event AS e ON o.pos = e.pos
        WHERE o.object_id = ANY (ids)
        UNION
        SELECT ground.root_id
        FROM chain AS c
        INNER JOIN event_object AS o ON c.root_id = o.object_id
        INNER JOIN event AS e ON o.pos = e.pos AND c.root_id = e.root_id
        CROSS JOIN LATERAL unnest(e.event_reference) AS r (id)
        INNER JOIN event AS ground ON r.id = ground.id
    )

    SELECT e.pos
    FROM chain AS c
    INNER JOIN event_object AS o ON c.root_id = o.object_id
    INNER JOIN event AS e ON o.pos = e.pos AND c.root_id = e.root_id
$$;
