"""The questions behind the to-do list: what is due over all clients or for one, and how much of it."""

from __future__ import annotations

import re

from psw_tui.records.steps.refer import Refer
from psw_tui.records.steps.supervision import Supervision


def of_one(statement: str) -> str:
    """The same question for one client only, asked so that an index finds what is theirs."""
    return _WHOSE.sub(r"\1.client = :client", statement)


def of_these(statement: str, ids: str) -> str:
    """The same question for these things only, wherever they are due; `ids` is a list of names of values."""
    return _WHOSE.sub(rf"\1.id IN ({ids})", statement).replace("INDEXED BY follow_up_open", "")


_WHOSE = re.compile(r":client IN \('', ([a-z_]+)\.client\)")


FOLLOW_UPS = """
SELECT follow_up.id, client, code, status AS standing, coalesce(due, made_on) AS day, what AS text, who, moves,
    linked_entity, linked_row
FROM follow_up INDEXED BY follow_up_open JOIN client ON client.id = follow_up.client
WHERE state IN ('open', 'moved') AND :client IN ('', follow_up.client)
"""

_HANDED_OVER = """(
    SELECT sent.client FROM sent CROSS JOIN client ON client.id = sent.client
    WHERE paper = 'hand_over' AND status = 'moved_on'
)"""
"""Clients whom another worker sees now. Their record asks for nothing; a follow-up that did not go along stays open."""

LOOKS = f"""
SELECT fresh_look.id, client, code, status AS standing, look_again_on AS day, '' AS text
FROM fresh_look JOIN client ON client.id = fresh_look.client
WHERE closed_on IS NULL AND look_again_on IS NOT NULL AND client NOT IN {_HANDED_OVER}
    AND :client IN ('', fresh_look.client)
"""  # noqa: S608 - table and column names are our own

_ENDING = f"""
    given.client NOT IN {_HANDED_OVER} AND agreed = 'yes' AND given_on <= :today AND until_on BETWEEN :today AND :soon
    AND (withdrawn_on IS NULL OR withdrawn_on > :today)
    AND NOT EXISTS (  -- renewed: the same person for the same purpose, and longer
        SELECT 1 FROM permission AS later
        WHERE later.client = given.client AND later.with_contact = given.with_contact AND later.purpose = given.purpose
            AND later.direction IN (given.direction, 'both') AND later.agreed = 'yes' AND later.withdrawn_on IS NULL
            AND later.until_on > given.until_on
    )
"""  # noqa: S608 - table and column names are our own

PERMISSIONS = f"""
SELECT given.id, given.client, code, status AS standing, until_on AS day,
    coalesce(label || ', ', '') || purpose AS text
FROM permission AS given JOIN client ON client.id = given.client LEFT JOIN contact ON contact.id = with_contact
WHERE {_ENDING} AND :client IN ('', given.client)
"""  # noqa: S608 - table and column names are our own

_CHAIN = """{chain} (current, entry, amends) AS (  -- an entry that nothing amends, with all it goes on from
    SELECT id, id, amends FROM {table}
    WHERE {still} AND client NOT IN {gone} AND id NOT IN (SELECT amends FROM {table} WHERE amends IS NOT NULL AND amends <> id)
    UNION
    SELECT current, id, older.amends FROM {chain} JOIN {table} AS older ON older.id = {chain}.amends
)"""

_REFERRED = _CHAIN.format(
    chain="referred",
    gone=_HANDED_OVER,
    table=Refer.__tablename__,
    still="status IN ('asked', 'accepted', 'waiting_list') AND changed_their_mind_on IS NULL"
    " AND state NOT IN ('done', 'said_no', 'not_apply')",
)

_ASKED = _CHAIN.format(chain="asked", gone=_HANDED_OVER, table=Supervision.__tablename__, still="state = 'waiting'")

REFERRALS = f"""
WITH RECURSIVE {_REFERRED}
SELECT now.id, now.client, code, client.status AS standing, now.fresh_look, now.held_on,
    group_concat(entry, ' ') AS chain, now.status, now.sent_on, now.check_back_on, coalesce(label, now.to_line) AS text
FROM referred JOIN step_refer AS now ON now.id = current
    JOIN client ON client.id = now.client LEFT JOIN contact ON contact.id = now.to_contact
WHERE :client IN ('', now.client)
GROUP BY current
"""  # noqa: S608 - table and column names are our own

QUESTIONS = f"""
WITH RECURSIVE {_ASKED}
SELECT now.id, now.client, code, client.status AS standing, now.fresh_look, now.held_on,
    group_concat(entry, ' ') AS chain, coalesce(nullif(now.question, ''), now.waiting_for) AS text, now.by_when,
    coalesce(now.asked_on, min(CASE older.state WHEN 'waiting' THEN older.held_on END)) AS asked_on
FROM asked JOIN step_supervision AS now ON now.id = current JOIN step_supervision AS older ON older.id = entry
    JOIN client ON client.id = now.client
WHERE :client IN ('', now.client)
GROUP BY current
"""  # noqa: S608 - table and column names are our own

REMINDERS = "SELECT id FROM follow_up WHERE state IN ('open', 'moved') AND linked_row IN ({entries})"
"""Of these entries, each a name of a value."""

_RESTING = "client IN (SELECT id FROM client WHERE status = 'paused_by_them')"

# Gathered where it lies: what is due later is not read, save for the referrals and questions under way, whose day may be
# that of a reminder.
_DUE = f"""
WITH RECURSIVE {_REFERRED}, {_ASKED}, taken AS MATERIALIZED (  -- the reminders that stand behind an entry under way
    SELECT current, follow_up.id AS reminder, coalesce(due, made_on) AS day FROM (
        SELECT current, entry, '{Refer.NAME}' AS entity FROM referred
        UNION ALL SELECT current, entry, '{Supervision.NAME}' FROM asked
    ) CROSS JOIN follow_up ON linked_row = entry AND linked_entity = entity AND +state IN ('open', 'moved')
), reminded AS MATERIALIZED (SELECT current, min(day) AS day FROM taken GROUP BY current), gathered AS (
    SELECT id, client, coalesce(due, made_on) AS day FROM follow_up
    WHERE state IN ('open', 'moved') AND coalesce(due, made_on) <= :until AND id NOT IN (SELECT reminder FROM taken)
    UNION ALL
    SELECT id, client, look_again_on FROM fresh_look
    WHERE closed_on IS NULL AND look_again_on <= :until AND client NOT IN {_HANDED_OVER}
    UNION ALL
    SELECT id, client, until_on FROM permission AS given WHERE {_ENDING}
    UNION ALL
    SELECT id, client, coalesce(reminded.day, check_back_on, date(coalesce(sent_on, held_on), :check_back))
    FROM (SELECT DISTINCT current FROM referred) JOIN step_refer ON id = current LEFT JOIN reminded USING (current)
    UNION ALL
    SELECT now.id, now.client, coalesce(reminded.day, date(
        coalesce(now.asked_on, min(CASE older.state WHEN 'waiting' THEN older.held_on END)),
        CASE now.by_when WHEN 'today' THEN '+0 days' ELSE :patience END
    ))
    FROM asked JOIN step_supervision AS now ON now.id = current JOIN step_supervision AS older ON older.id = entry
        LEFT JOIN reminded USING (current)
    GROUP BY current
)"""  # noqa: S608 - table and column names are our own

COUNTS = f"""{_DUE}
SELECT count(*) FILTER (WHERE day = :today) AS due, count(*) FILTER (WHERE day < :today) AS over
FROM gathered WHERE day <= :until AND NOT {_RESTING}
"""  # noqa: S608 - table and column names are our own

_IN_ORDER = f"""
SELECT iif({_RESTING}, '', day) AS day,
    group_concat(iif({_RESTING}, client, gathered.id), '' ORDER BY code, gathered.id) AS ids
FROM gathered JOIN named ON named.id = gathered.client
WHERE day <= :until GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - table and column names are our own

ORDER = f"{_DUE}, named AS MATERIALIZED (SELECT id, code FROM client) {_IN_ORDER}"  # noqa: S608 - our own names
"""The ids of everything due, those of a day end to end; before them, of no day, the clients of what rests. The codes of
all clients are read in a row: asking for each by itself would take three times as long."""

ORDER_OF_FEW = f"{_DUE}, named AS NOT MATERIALIZED (SELECT id, code FROM client) {_IN_ORDER}"  # noqa: S608 - our own names
"""The same for the first days only."""

FIRST_DAYS = f"""
SELECT coalesce(due, made_on) FROM follow_up
WHERE state IN ('open', 'moved') AND linked_entity NOT IN ('{Refer.NAME}', '{Supervision.NAME}') AND NOT {_RESTING}
ORDER BY coalesce(due, made_on) LIMIT :rows
"""  # noqa: S608 - table and column names are our own
"""The days of the first follow-ups that surely are lines of their own."""
