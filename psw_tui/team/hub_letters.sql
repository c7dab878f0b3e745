-- Version 2 of the hub: letters between the laptops of a team, locked for whom each is to. By them a laptop hears of new
-- keys, of who was let in and of who was taken out. A laptop brings and fetches them; only retention takes them away.

CREATE TABLE psw.letter (
    team uuid NOT NULL,
    device uuid NOT NULL,
    id uuid NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 1048576),
    got timestamptz NOT NULL DEFAULT now(),
    pushed_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (team, device, id)
)

ALTER TABLE psw.letter ENABLE ROW LEVEL SECURITY

ALTER TABLE psw.letter FORCE ROW LEVEL SECURITY

CREATE POLICY fetched ON psw.letter FOR SELECT TO psw_device
    USING (team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))

CREATE POLICY brought ON psw.letter FOR INSERT TO psw_device
    WITH CHECK (pushed_by = session_user AND team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))

CREATE POLICY kept ON psw.letter FOR SELECT TO psw_retention USING (true)

CREATE POLICY ended ON psw.letter FOR DELETE TO psw_retention USING (true)

GRANT SELECT (team, device, id, body, got, pushed_by), INSERT (team, device, id, body) ON psw.letter TO psw_device

GRANT SELECT (team, device, id, got), DELETE ON psw.letter TO psw_retention
