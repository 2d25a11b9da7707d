-- Every event at or below this place is numbered.
SELECT h.floor FROM event_horizon AS h
ORDER BY h.tick DESC LIMIT 1
