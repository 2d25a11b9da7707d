-- Active subscriptions that are sent and have work and that nobody serves, those first
-- that were served longest ago; locked, so that one caller takes each. SKIP
-- LOCKED: whoever holds the row is serving it. A lease that this holder has
-- himself is left from a turn of his that broke off.
SELECT s.id
FROM events_subscription AS s
WHERE
    s.state = 'active'
    AND s.mode = 'push'
    AND (
        s.lease_until IS NULL
        OR s.lease_until <= clock_timestamp()
        OR s.lease_holder = %(holder)s
    )
    AND NOT s.id = any(%(running)s::uuid[])
    AND (s.rest_until IS NULL OR s.rest_until <= %(now)s)
    AND (
        (
            s.cursor < %(last_seq)s
            AND (
                SELECT count(*) FROM events_parkeddelivery AS p
                WHERE p.subscription_id = s.id
            ) < CASE s.ordering WHEN 'all' THEN 1 ELSE %(parked_max)s END
        )
        OR EXISTS (
            SELECT 1 FROM events_parkeddelivery AS p
            WHERE
                p.subscription_id = s.id
                AND p.state = 'retrying'
                AND p.next_try_at <= %(now)s
        )
        OR s.id = any(%(freed)s::uuid[])
    )
ORDER BY s.lease_until NULLS FIRST, s.id
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
