-- The way to the team's hub, who has to hear of its keys, and how a client agreed. One statement a paragraph.

ALTER TABLE team ADD COLUMN hub TEXT NOT NULL DEFAULT ''

ALTER TABLE team ADD COLUMN hub_password TEXT NOT NULL DEFAULT ''

ALTER TABLE team ADD COLUMN synced_at TEXT

ALTER TABLE team ADD COLUMN letters_due INTEGER NOT NULL DEFAULT 0

ALTER TABLE peer ADD COLUMN known TEXT NOT NULL DEFAULT '{}'

ALTER TABLE client ADD COLUMN team_agreed_on TEXT
