-- The last number of each id (0: none yet) and the formal time of its last
-- event. Without SET or SECURITY DEFINER, so that the planner inlines it.
CREATE OR REPLACE FUNCTION boundary_numbers(ids uuid[])
RETURNS TABLE (id uuid, number bigint, last_at timestamptz)
LANGUAGE sql STABLE ROWS 10 AS $$
    SELECT wanted.id, coalesce(latest.oseq, 0), latest.created_at
    FROM unnest(ids) AS wanted (id)
    LEFT JOIN LATERAL (
        SELECT o.oseq, e.created_at
        FROM event_object AS o INNER JOIN event AS e ON o.pos = e.pos
        WHERE o.object_id = wanted.id
        ORDER BY o.oseq DESC LIMIT 1
    ) AS latest ON TRUE
$$;
