-- What leaves and comes in, what a client disagrees with, and what was erased.

CREATE TABLE sent (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT,
    held_on TEXT,
    paper TEXT,
    written_as TEXT NOT NULL,
    lock TEXT,
    to_whom TEXT NOT NULL,
    why TEXT NOT NULL,
    parcel TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (client) REFERENCES client (id)
) STRICT

CREATE INDEX sent_client ON sent (client)

CREATE TABLE received (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    client TEXT NOT NULL,
    held_on TEXT,
    paper TEXT,
    from_whom TEXT NOT NULL,
    parcel TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (client) REFERENCES client (id)
) STRICT

CREATE INDEX received_client ON received (client)

CREATE INDEX received_parcel ON received (parcel)

CREATE TABLE statement (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    words TEXT NOT NULL,
    about TEXT NOT NULL,
    client TEXT NOT NULL,
    held_on TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY (client) REFERENCES client (id)
) STRICT

CREATE INDEX statement_client ON statement (client)

CREATE TABLE erasure (
    id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    erases TEXT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    fate TEXT,
    ended_at TEXT,
    PRIMARY KEY (id)
) STRICT

CREATE INDEX erasure_erases ON erasure (erases)

ALTER TABLE setting ADD COLUMN keep_years INTEGER

ALTER TABLE setting ADD COLUMN receiving_key TEXT NOT NULL DEFAULT ''
