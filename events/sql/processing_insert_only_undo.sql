-- Back to before: the triggers go with their function.
DROP FUNCTION refuse_change_of_processing() CASCADE;
