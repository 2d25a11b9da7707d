-- An event as it is read: with its zone, its data and its place in the log
-- (null until the sequencer numbered it).
CREATE OR REPLACE VIEW recorded_event AS
SELECT
    e.pos,
    e.id,
    e.root_id,
    e.zone_id,
    z.slug AS zone, -- noqa: RF04
    e.kind,
    e.type,
    e.version,
    e.source_id,
    e.source_type,
    e.occurred_at,
    e.occurred_precision,
    e.created_at,
    e.object_ids,
    e.event_reference,
    p.data,
    l.seq,
    l.zone_position
FROM event AS e
INNER JOIN events_zone AS z ON e.zone_id = z.id
LEFT JOIN event_payload AS p ON e.pos = p.pos
LEFT JOIN event_log AS l ON e.pos = l.pos;
