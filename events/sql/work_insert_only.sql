-- What was done and said about a claim in hand is only added to, as the log of
-- processing is (its function refuses; see processing_insert_only.sql).
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON events_workentry
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_processing();

CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON events_workentry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_processing();

ALTER TABLE events_workentry
ENABLE ALWAYS TRIGGER insert_only,
ENABLE ALWAYS TRIGGER insert_only_whole;
