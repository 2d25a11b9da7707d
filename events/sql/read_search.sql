-- Events by any of their properties, inside the zones given: numbered ones in
-- the order of the log after a point, then those not numbered yet, and last
-- (without id) how far the log was numbered. One statement, one snapshot.
-- A parameter that is NULL asks nothing: the values are bound on the client, so
-- that the planner sees which. Uncorrelated arrays are run once, and let it
-- start from one person's events. floor may be an older one: it only rises.
WITH matching AS NOT MATERIALIZED (
    SELECT
        e.pos,
        e.id
    FROM event AS e
    WHERE
        (
            e.zone_id = ANY(%(zones)s::bigint[])
            -- of some zones only events of some types
            OR (
                %(zones_in_part)s::bigint[] IS NOT NULL
                AND EXISTS (
                    SELECT FROM
                        UNNEST(
                            %(zones_in_part)s::bigint[], %(zones_types)s::text[]
                        ) AS part (zone_id, type)
                    WHERE part.zone_id = e.zone_id AND part.type = e.type
                )
            )
        )
        AND (
            %(object_ids)s::uuid[] IS NULL
            OR e.pos = ANY(
                ARRAY(
                    SELECT o.pos FROM event_object AS o
                    WHERE
                        o.object_id = ANY(%(object_ids)s::uuid[])
                        AND o.role = 'object'
                )
            )
        )
        -- only references that the caller may see can be asked for
        AND (
            %(referred_to)s::uuid[] IS NULL
            OR e.pos = ANY(
                ARRAY(
                    SELECT r.pos
                    FROM event_ref AS r
                    INNER JOIN event AS referred ON r.ref_id = referred.id
                    WHERE
                        r.ref_id = ANY(%(referred_to)s::uuid[])
                        AND (
                            referred.zone_id = ANY(%(visible)s::bigint[])
                            OR (
                                %(visible_in_part)s::bigint[] IS NOT NULL
                                AND EXISTS (
                                    SELECT FROM
                                        UNNEST(
                                            %(visible_in_part)s::bigint[],
                                            %(visible_types)s::text[]
                                        ) AS part (zone_id, type)
                                    WHERE
                                        part.zone_id = referred.zone_id
                                        AND part.type = referred.type
                                )
                            )
                        )
                )
            )
        )
        AND (
            %(event_types)s::text[] IS NULL
            OR e.type = ANY(%(event_types)s::text[])
        )
        AND (
            %(kinds)s::event_kind[] IS NULL
            OR e.kind = ANY(%(kinds)s::event_kind[])
        )
        AND (
            %(source_ids)s::uuid[] IS NULL
            OR e.source_id = ANY(%(source_ids)s::uuid[])
        )
        AND (
            %(source_types)s::text[] IS NULL
            OR e.source_type = ANY(%(source_types)s::text[])
        )
        AND (
            %(standings)s::text[] IS NULL
            OR EXISTS (
                SELECT FROM events_standing AS s
                WHERE
                    s.event_id = e.id
                    AND s.standing = ANY(%(standings)s::text[])
            )
        )
        AND (
            %(occurred_from)s::timestamptz IS NULL
            OR e.occurred_at >= %(occurred_from)s::timestamptz
        )
        AND (
            %(occurred_until)s::timestamptz IS NULL
            OR e.occurred_at < %(occurred_until)s::timestamptz
        )
        AND (
            %(created_from)s::timestamptz IS NULL
            OR e.created_at >= %(created_from)s::timestamptz
        )
        AND (
            %(created_until)s::timestamptz IS NULL
            OR e.created_at < %(created_until)s::timestamptz
        )
)

(
    SELECT
        matching.id,
        l.seq
    FROM matching INNER JOIN event_log AS l ON matching.pos = l.pos
    WHERE l.seq > %(after)s
    ORDER BY l.seq
    LIMIT %(limit)s
)
UNION ALL
(
    SELECT
        matching.id,
        NULL AS seq
    FROM matching
    WHERE
        matching.pos > %(floor)s
        AND NOT EXISTS (
            SELECT FROM event_log AS l
            WHERE l.pos = matching.pos
        )
    ORDER BY matching.pos
    LIMIT %(limit)s
)
UNION ALL
(
    SELECT
        NULL AS id,
        COALESCE(MAX(l.seq), 0) AS seq
    FROM event_log AS l
)
