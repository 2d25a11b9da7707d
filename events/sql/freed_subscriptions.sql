-- Subscriptions with a parked delivery that waits for an earlier one, while no
-- earlier one is parked any more: somebody took that away, or the order asked
-- for is another now.
WITH waiting AS (
    SELECT p.id, p.subscription_id, p.seq, p.object_ids, s.ordering
    FROM events_parkeddelivery AS p
    INNER JOIN events_subscription AS s ON p.subscription_id = s.id
    WHERE p.state = 'behind' AND s.state = 'active'
),

lanes AS (
    SELECT p.subscription_id, lane.id, min(p.seq) AS first_seq
    FROM events_parkeddelivery AS p
    CROSS JOIN LATERAL unnest(p.object_ids) AS lane (id)
    WHERE p.subscription_id IN (SELECT w.subscription_id FROM waiting AS w)
    GROUP BY p.subscription_id, lane.id
)

SELECT DISTINCT w.subscription_id
FROM waiting AS w
WHERE CASE w.ordering
    WHEN 'none' THEN TRUE
    WHEN 'all' THEN NOT EXISTS (
        SELECT FROM events_parkeddelivery AS p
        WHERE p.subscription_id = w.subscription_id AND p.seq < w.seq
    )
    ELSE NOT EXISTS (
        SELECT FROM lanes AS l
        WHERE
            l.subscription_id = w.subscription_id
            AND l.id = ANY(w.object_ids)
            AND l.first_seq < w.seq
    )
END
