"""`psw-tui doctor`: looks whether a vault is whole, one line a check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from psw_tui.cli.making import ending_tidily
from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, WRONG, Request
from psw_tui.domain.words import N_
from psw_tui.services.doctor import Check, Difference, Fault, Finding, examine

FINE: Mapping[Check, str] = {
    Check.LOG: N_("Everything saved is in the one file."),
    Check.PAGES: N_("Every page of the file carries its seal."),
    Check.TABLES: N_("Tables and indexes are whole."),
    Check.LINKS: N_("Every record belongs to one that is there."),
    Check.SEARCH: N_("The search finds what is written."),
    Check.KEYS: N_("Both copies of the key file are there and agree."),
    Check.PRIVATE: N_("Nobody else on this computer can open the folder or a file in it."),
    Check.ROOM: N_("There is room on the disk."),
    Check.REBUILD: N_("The change log, replayed, gives the same records."),
}

WRONG_WORDS: Mapping[Check, str] = {
    Check.LOG: N_("What was saved last could not be moved into the file. Close other windows and look again."),
    Check.PAGES: N_("Pages of the file are damaged. Do not write to it any more; bring it back from a backup."),
    Check.TABLES: N_("Tables or indexes are damaged. Do not write to it any more; bring it back from a backup."),
    Check.LINKS: N_("Records have lost what they belong to. Please report this."),
    Check.SEARCH: N_("The search does not agree with what is written. The records themselves are not touched by this."),
    Check.KEYS: N_("The copies of the key file do not agree, and could not be mended. Can the folder be written?"),
    Check.PRIVATE: N_("Others on this computer may open these. Take away the rights of group and others."),
    Check.ROOM: N_("The disk is nearly full. Make room before you write on."),
    Check.REBUILD: N_(
        "The change log, replayed, does not give the same records. Nothing was replaced. Make a backup and report this."
    ),
}

FAULTS: Mapping[Fault, str] = {
    Fault.DIFFERS: N_("{table} {row}: the record and the log say different things in {columns}"),
    Fault.MISSING: N_("{table} {row}: in the log, and not among the records"),
    Fault.UNLOGGED: N_("{table} {row}: among the records, and not in the log"),
    Fault.UNKNOWN_OPERATION: N_("{table} {row}: this psw-tui does not know what was done here"),
    Fault.UNKNOWN_TABLE: N_("{table} {row}: this psw-tui does not know such records"),
    Fault.UNREADABLE: N_("{table} {row}: cannot be read"),
    Fault.NOTHING_TO_CHANGE: N_("{table} {row}: changes a record that the log does not begin"),
    Fault.REFUSED: N_("{table} {row}: the records do not take it"),
}
"""By table and id, never with a word of the text."""

MOST_LINES = 20
"""Differences that are printed; programs get them all."""


def run(request: Request) -> int:
    """Look the vault over."""
    with ending_tidily(), opened(request) as vault:  # a rebuild that is cut short leaves nothing behind
        findings = []
        for finding in examine(vault, rebuild=request.asked.rebuild):
            findings.append(finding)
            if not request.asked.json:
                for line in _lines(request, finding):
                    request.tell(line)
    if request.asked.json:
        request.tell(json.dumps(_as_json(findings), indent=1))
    return DONE if all(finding.fine for finding in findings) else WRONG


def _lines(request: Request, finding: Finding) -> Iterator[str]:
    if finding.fine:
        yield request.say("ok     {words}", words=request.say(FINE[finding.check]))
        return
    words = request.say(WRONG_WORDS[finding.check])
    yield request.say("WRONG  {words} ({what})", words=words, what=", ".join(finding.wrong))
    for each in finding.differences[:MOST_LINES]:
        yield "       " + _difference(request, each)
    if (more := len(finding.differences) - MOST_LINES) > 0:
        yield "       " + request.say("and {n} more; --json has them all", n=more)


def _difference(request: Request, each: Difference) -> str:
    return request.say(FAULTS[each.fault], table=each.table, row=each.row, columns=", ".join(each.columns))


def _as_json(findings: list[Finding]) -> dict[str, object]:
    return {"ok": all(each.fine for each in findings), "checks": [_check_as_json(each) for each in findings]}


def _check_as_json(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = {"check": str(finding.check), "ok": finding.fine, "wrong": list(finding.wrong)}
    if finding.check is Check.REBUILD:
        said["differences"] = [asdict(each) for each in finding.differences]
    return said
