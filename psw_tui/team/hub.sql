-- The hub in an agency's PostgreSQL: it carries sealed changes and suppressed counts, and can read neither a note nor a name.
-- One statement a paragraph, in plain SQL that engines made of many servers take too: keys begin with the team, and no
-- number is dealt out by the server. Every rule asks for session_user, which a laptop cannot set.

CREATE SCHEMA psw

CREATE TABLE psw.hub_version (
    version integer NOT NULL,
    made timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (version)
)

CREATE TABLE psw.member (
    team uuid NOT NULL,
    login text NOT NULL,
    device uuid NOT NULL,
    PRIMARY KEY (team, login, device)
)

CREATE INDEX member_login ON psw.member (login)

CREATE TABLE psw.change_log (
    team uuid NOT NULL,
    device uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    id uuid NOT NULL,
    clock bigint NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 16777216),
    got timestamptz NOT NULL DEFAULT now(),
    pushed_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (team, device, seq)
) {partitioned}

CREATE TABLE psw.report_fact (
    team uuid NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    measure text NOT NULL CHECK (measure ~ '^[a-z0-9_.]{{1,80}}$'),
    n bigint NOT NULL CHECK (n >= 5 OR n = 0),
    got timestamptz NOT NULL DEFAULT now(),
    pushed_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (team, month, measure)
)

ALTER TABLE psw.member ENABLE ROW LEVEL SECURITY

ALTER TABLE psw.member FORCE ROW LEVEL SECURITY

ALTER TABLE psw.change_log ENABLE ROW LEVEL SECURITY

ALTER TABLE psw.change_log FORCE ROW LEVEL SECURITY

ALTER TABLE psw.report_fact ENABLE ROW LEVEL SECURITY

ALTER TABLE psw.report_fact FORCE ROW LEVEL SECURITY

CREATE POLICY own_teams ON psw.member FOR SELECT TO psw_device USING (login = session_user)

CREATE POLICY administered ON psw.member FOR ALL TO psw_admin USING (true) WITH CHECK (true)

CREATE POLICY pulled ON psw.change_log FOR SELECT TO psw_device
    USING (team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))

CREATE POLICY pushed ON psw.change_log FOR INSERT TO psw_device
    WITH CHECK (pushed_by = session_user AND team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))

CREATE POLICY kept ON psw.change_log FOR SELECT TO psw_retention USING (true)

CREATE POLICY ended ON psw.change_log FOR DELETE TO psw_retention USING (true)

CREATE POLICY counted ON psw.report_fact FOR ALL TO psw_device
    USING (team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))
    WITH CHECK (pushed_by = session_user AND team IN (SELECT m.team FROM psw.member m WHERE m.login = session_user))

CREATE POLICY told ON psw.report_fact FOR SELECT TO psw_report USING (true)

CREATE POLICY kept ON psw.report_fact FOR SELECT TO psw_retention USING (true)

CREATE POLICY ended ON psw.report_fact FOR DELETE TO psw_retention USING (true)

GRANT USAGE ON SCHEMA psw TO psw_device, psw_admin, psw_report, psw_retention

GRANT SELECT ON psw.hub_version TO psw_device, psw_admin, psw_report, psw_retention

GRANT SELECT ON psw.member TO psw_device

GRANT SELECT, INSERT, DELETE ON psw.member TO psw_admin

GRANT SELECT (team, device, seq, id, clock, body), INSERT (team, device, seq, id, clock, body)
    ON psw.change_log TO psw_device

GRANT SELECT (team, month, measure, n), INSERT (team, month, measure, n), DELETE ON psw.report_fact TO psw_device

GRANT SELECT ON psw.report_fact TO psw_report

GRANT SELECT (team, device, seq, got), DELETE ON psw.change_log TO psw_retention

GRANT SELECT, DELETE ON psw.report_fact TO psw_retention
