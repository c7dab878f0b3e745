-- What several laptops need to meet. One statement a paragraph.

ALTER TABLE change ADD COLUMN clock INTEGER NOT NULL DEFAULT 0

ALTER TABLE change ADD COLUMN shown INTEGER NOT NULL DEFAULT 0

ALTER TABLE change ADD COLUMN sig TEXT NOT NULL DEFAULT ''

CREATE INDEX change_clock ON change (clock)

CREATE INDEX change_of_entity ON change (entity, "row")

CREATE TABLE knowledge (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    vector TEXT NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT

CREATE TABLE held (
    device TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT

CREATE TABLE peer (
    device TEXT NOT NULL,
    name TEXT NOT NULL,
    sign_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    revoked INTEGER NOT NULL,
    met INTEGER NOT NULL,
    PRIMARY KEY (device)
) STRICT

CREATE TABLE team (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    keys TEXT NOT NULL,
    seeds TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT

ALTER TABLE client ADD COLUMN shared_with_team INTEGER NOT NULL DEFAULT 0
