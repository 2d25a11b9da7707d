-- What of one zone, of some types (NULL: all), is about these objects: the
-- events that name them, whole chains, and what those refer to with its chain.
-- Nothing else is looked at: what lies outside leads nowhere, and costs nothing
-- that could be felt.
WITH RECURSIVE place (zone_id) AS MATERIALIZED (
    SELECT z.id
    FROM events_zone AS z
    WHERE z.slug = %(zone)s
),

chain (root_id) AS (
    SELECT e.root_id
    FROM event_object AS o INNER JOIN event AS e ON o.pos = e.pos
    WHERE
        o.object_id = ANY(%(object_ids)s::uuid[])
        AND e.zone_id = (SELECT p.zone_id FROM place AS p)
        AND (
            %(types)s::text[] IS NULL OR e.type = ANY(%(types)s::text[])
        )
    UNION
    SELECT ground.root_id
    FROM chain AS c
    INNER JOIN event_object AS o ON c.root_id = o.object_id
    INNER JOIN event AS e ON o.pos = e.pos AND c.root_id = e.root_id
    CROSS JOIN LATERAL UNNEST(e.event_reference) AS r (id)
    INNER JOIN event AS ground ON r.id = ground.id
    WHERE
        ground.zone_id = (SELECT p.zone_id FROM place AS p)
        AND (
            %(types)s::text[] IS NULL OR ground.type = ANY(%(types)s::text[])
        )
)

SELECT e.pos
FROM chain AS c
INNER JOIN event_object AS o ON c.root_id = o.object_id
INNER JOIN event AS e ON o.pos = e.pos AND c.root_id = e.root_id
ORDER BY e.pos
LIMIT %(limit)s
