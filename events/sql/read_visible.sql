-- Which of these events lie in one of these zones.
SELECT e.id
FROM event AS e
WHERE e.id = ANY(%(ids)s::uuid[]) AND e.zone_id = ANY(%(zones)s::bigint[])
