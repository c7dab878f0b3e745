"""`psw-tui doctor`: looks whether a vault is whole, one line a check."""

from __future__ import annotations

import json
from collections.abc import Mapping

from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, WRONG, Request
from psw_tui.domain.words import N_
from psw_tui.services.doctor import Check, Finding, examine

FINE: Mapping[Check, str] = {
    Check.LOG: N_("Everything saved is in the one file."),
    Check.PAGES: N_("Every page of the file carries its seal."),
    Check.TABLES: N_("Tables and indexes are whole."),
    Check.LINKS: N_("Every record belongs to one that is there."),
    Check.SEARCH: N_("The search finds what is written."),
    Check.KEYS: N_("Both copies of the key file are there and agree."),
    Check.PRIVATE: N_("Nobody else on this computer can open the folder or a file in it."),
    Check.ROOM: N_("There is room on the disk."),
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
}


def run(request: Request) -> int:
    """Look the vault over."""
    with opened(request) as vault:
        findings = []
        for finding in examine(vault):
            findings.append(finding)
            if not request.asked.json:
                request.tell(_line(request, finding))
    if request.asked.json:
        request.tell(json.dumps(_as_json(findings), indent=1))
    return DONE if all(finding.fine for finding in findings) else WRONG


def _line(request: Request, finding: Finding) -> str:
    if finding.fine:
        return request.say("ok     {words}", words=request.say(FINE[finding.check]))
    words = request.say(WRONG_WORDS[finding.check])
    return request.say("WRONG  {words} ({what})", words=words, what=", ".join(finding.wrong))


def _as_json(findings: list[Finding]) -> dict[str, object]:
    checks = [{"check": str(each.check), "ok": each.fine, "wrong": list(each.wrong)} for each in findings]
    return {"ok": all(each.fine for each in findings), "checks": checks}
