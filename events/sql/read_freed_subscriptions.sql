-- Subscriptions that nobody serves, with a parked delivery that waits for an
-- earlier one while none is parked any more: somebody took that away, or
-- the order that is asked for is another now. One sort of what is parked.
WITH lanes AS (
    SELECT
        p.id,
        p.subscription_id,
        p.state,
        p.seq,
        s.ordering,
        min(p.seq) OVER (
            PARTITION BY
                p.subscription_id,
                CASE WHEN s.ordering = 'object' THEN lane.id END
        ) AS first_seq
    FROM events_parkeddelivery AS p
    INNER JOIN events_subscription AS s ON p.subscription_id = s.id
    CROSS JOIN LATERAL unnest(p.object_ids) AS lane (id)
    WHERE
        s.state = 'active'
        AND (s.lease_until IS NULL OR s.lease_until <= clock_timestamp())
)

SELECT l.subscription_id
FROM lanes AS l
WHERE l.state = 'behind'
GROUP BY l.id, l.subscription_id, l.ordering
HAVING l.ordering = 'none' OR bool_and(l.first_seq = l.seq)
