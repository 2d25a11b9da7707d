-- What the service must not forget. Each step is one transaction; after a kill at any moment the next start goes on.

-- What F6 told us. `outcome` is NULL until it was looked into.
CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY,
    body BLOB NOT NULL,
    outcome TEXT
);

-- A number belongs to one child, and a child has one number, for ever.
CREATE TABLE IF NOT EXISTS number (
    bsn TEXT PRIMARY KEY,
    child TEXT NOT NULL UNIQUE
);
CREATE TRIGGER IF NOT EXISTS number_is_not_taken_back BEFORE DELETE ON number
BEGIN SELECT raise(ABORT, 'a number that was given stays given'); END;
CREATE TRIGGER IF NOT EXISTS number_is_not_changed BEFORE UPDATE ON number
BEGIN SELECT raise(ABORT, 'a number that was given stays given'); END;

-- What we tell F6, one claim for one birth: the very bytes. `outcome` is NULL until F6 answered.
CREATE TABLE IF NOT EXISTS claim (
    id TEXT PRIMARY KEY,
    birth TEXT NOT NULL UNIQUE,
    child TEXT NOT NULL,
    body BLOB NOT NULL,
    outcome TEXT
);

-- Our subscription, the secret that its notices are signed with, and who we are to F6.
CREATE TABLE IF NOT EXISTS subscription (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    secret TEXT NOT NULL,
    source_id TEXT NOT NULL
);
