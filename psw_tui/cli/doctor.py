"""`psw-tui doctor`: looks whether a vault is whole, one line a check; `--rescue` saves what can still be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from psw_tui.cli.opening import opened, passphrase, vault_folder
from psw_tui.cli.request import DONE, WRONG, Request
from psw_tui.cli.watching import watching
from psw_tui.clock import SystemClock
from psw_tui.ending import ending_tidily
from psw_tui.health_words import difference, headline
from psw_tui.rescue_words import told
from psw_tui.services.doctor import Check, Finding, examine
from psw_tui.services.rescue import rescue

MOST_LINES = 20
"""Differences that are printed; programs get them all."""


def run(request: Request) -> int:
    """Look the vault over, or rescue it."""
    return _look(request) if request.asked.rescue is None else _rescue(request)


def _look(request: Request) -> int:
    with ending_tidily(), opened(request) as vault, watching(request) as (progress, ticker):
        findings = []
        for finding in examine(vault, progress, rebuild=request.asked.rebuild):
            findings.append(finding)
            if not request.asked.json:
                with ticker.aside():
                    for line in _lines(request, finding):
                        request.tell(line)
    if request.asked.json:
        request.tell(json.dumps(_as_json(findings), indent=1))
    return DONE if all(finding.fine for finding in findings) else WRONG


def _rescue(request: Request) -> int:
    """The damaged vault is only read; a rescue that is cut short leaves nothing behind."""
    folder = vault_folder(request)
    into = Path(request.asked.rescue).expanduser() if request.asked.rescue else None
    words = passphrase(request)
    with ending_tidily(), watching(request) as (progress, _):
        rescued = rescue(folder, words, clock=SystemClock(), into=into, progress=progress)
    if request.asked.json:
        said = asdict(rescued) | {"folder": str(rescued.folder), "saved": rescued.saved, "lost": rescued.lost}
        request.tell(json.dumps(said, indent=1))
    else:
        for line in told(rescued, request.language):
            request.tell(line)
    return DONE if not rescued.lost else WRONG


def _lines(request: Request, finding: Finding) -> Iterator[str]:
    yield headline(finding, request.language)
    for each in finding.differences[:MOST_LINES]:
        yield "       " + difference(each, request.language)
    if (more := len(finding.differences) - MOST_LINES) > 0:
        yield "       " + request.say("and {n} more; --json has them all", n=more)


def _as_json(findings: list[Finding]) -> dict[str, object]:
    return {"ok": all(each.fine for each in findings), "checks": [_check_as_json(each) for each in findings]}


def _check_as_json(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = {"check": str(finding.check), "ok": finding.fine, "wrong": list(finding.wrong)}
    if finding.noted:
        said["noted"] = list(finding.noted)
    if finding.check is Check.REBUILD:
        said["differences"] = [asdict(each) for each in finding.differences]
    return said
