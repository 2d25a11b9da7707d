-- Back to before: the triggers go, the function stays for the log of processing.
DROP TRIGGER insert_only ON events_administrativechange;
DROP TRIGGER insert_only_whole ON events_administrativechange;
