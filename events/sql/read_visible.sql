-- Which of these events lie in one of these zones, or are of a type that can be
-- read in theirs.
SELECT e.id
FROM event AS e
WHERE
    e.id = ANY(%(ids)s::uuid[])
    AND (
        e.zone_id = ANY(%(zones)s::bigint[])
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
