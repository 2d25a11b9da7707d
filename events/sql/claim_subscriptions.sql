-- Take the lease of active subscriptions that have work, those first that were
-- served longest ago. SKIP LOCKED: whoever holds the row is serving it. A lease
-- that this holder has itself is left from a turn of his that broke off.
WITH idle AS (
    SELECT s.id FROM events_subscription AS s
    WHERE
        s.state = 'active'
        AND (
            s.lease_until IS NULL
            OR s.lease_until <= clock_timestamp()
            OR s.lease_holder = %(holder)s
        )
        AND s.id <> ALL(%(running)s::uuid[])
        AND (s.rest_until IS NULL OR s.rest_until <= %(now)s)
        AND (
            (
                s.cursor < %(last_seq)s
                AND NOT EXISTS (
                    SELECT FROM events_parkeddelivery AS p
                    WHERE p.subscription_id = s.id
                    OFFSET
                        CASE s.ordering WHEN 'all' THEN 0 ELSE %(parked_max)s END
                    LIMIT 1
                )
            )
            OR EXISTS (
                SELECT FROM events_parkeddelivery AS p
                WHERE
                    p.subscription_id = s.id
                    AND p.state = 'retrying'
                    AND p.next_try_at <= %(now)s
            )
            OR s.id = ANY(%(freed)s::uuid[])
        )
    ORDER BY s.lease_until NULLS FIRST, s.id
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)

UPDATE events_subscription AS s
SET
    lease_holder = %(holder)s,
    lease_until = clock_timestamp() + make_interval(secs => %(seconds)s),
    fence = s.fence + 1
FROM idle
WHERE s.id = idle.id
RETURNING s.id
