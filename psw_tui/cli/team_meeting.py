"""`psw-tui team hub`, `sync`, `export`, `import` and `numbers`: what goes to the team, and what comes from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any, TypeVar

from psw_tui.cli.opening import opened, path_of, refuse_two_from_input, secret
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.team_joining import laptop
from psw_tui.cli.watching import waiting, watching
from psw_tui.columns import aligned, paragraph
from psw_tui.ending import ending_tidily
from psw_tui.services.envelope import read_file
from psw_tui.services.settings import sign_as_worker
from psw_tui.services.teamwork import joining
from psw_tui.services.teamwork.carrying import STICK, write_file
from psw_tui.services.teamwork.numbers import numbers_of, tell_numbers
from psw_tui.services.teamwork.sticks import look_at_stick, stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.team.hub_errors import LoginRefused, PasswordMissing

T = TypeVar("T")

LARGEST_STICK_MB = 512
"""A hundred thousand changes are a thirtieth of it."""
A_DAY = timedelta(days=1)


def keep(request: Request) -> int:
    """Remember the hub, or forget it."""
    asked = request.asked
    if asked.forget == bool(asked.address):
        raise Refused(request.say("Give the address of the hub, or --forget."))
    _one_secret(request)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        joining.keep_hub(vault, asked.address or "", "" if asked.forget else _password(request))
    told = (
        request.say("The hub is forgotten, and its password.")
        if asked.forget
        else request.say('The hub is kept in the vault. Meet it with "psw-tui team sync".')
    )
    _tell(request, [told])
    return DONE


def meet(request: Request) -> int:
    """Meet the team on its hub."""
    _one_secret(request)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)

        def go(password: str | None) -> Met:
            with watching(request) as (progress, _):
                return sync(vault, progress, password)

        met = _with_password(request, go)
    _told(request, met)
    return DONE


def export(request: Request) -> int:
    """A stick for the team."""
    asked = request.asked
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        state = joining.team_state(vault)
        devices = [laptop(request, state, each).card.device for each in asked.whom]
        with watching(request) as (progress, _):
            content, count = stick_for(vault, devices, everything=asked.everything, progress=progress)
        path = write_file(vault, asked.to, state.name, STICK, content)
    counted = request.language.say_n("{n} change is in {path}.", "{n} changes are in {path}.", count, path=path)
    _tell(request, [counted, request.say("Only laptops of your team open it.")])
    return DONE


def bring_in(request: Request) -> int:
    """Take a stick in, or with --dry-run only say what is on it."""
    asked = request.asked
    content = read_file(path_of(asked.file), LARGEST_STICK_MB)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        if asked.dry_run:
            with waiting(request):
                look = look_at_stick(vault, content)
            if asked.json:
                request.tell(json.dumps({"made_by": look.device, "changes": look.changes, "new": look.fresh}, indent=1))
                return DONE
            counted = request.language.say_n(
                "{n} change is in the file, {new} of it new.",
                "{n} changes are in the file, {new} of them new.",
                look.changes,
                new=look.fresh,
            )
            _tell(request, [counted, request.say("This was a trial: nothing was written.")])
            return DONE
        with watching(request) as (progress, _):
            met = take_stick(vault, content, progress)
    _told(request, met)
    return DONE


def tell(request: Request) -> int:
    """Tell the numbers of a month, or with --dry-run only say which they would be."""
    asked = request.asked
    _one_secret(request)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        numbers = numbers_of(vault, asked.month)
        if not asked.dry_run:
            _with_password(request, lambda password: tell_numbers(vault, asked.month, password))
    if asked.json:
        request.tell(json.dumps(dict(numbers), indent=1))
        return DONE
    for line in aligned([(name, str(n)) for name, n in numbers.items()], gives_way=0):
        request.tell(line)
    last = "This was a trial: nothing was told." if asked.dry_run else "This is what the hub was told."
    _tell(request, [request.say("What is from 1 to 4 is left out, and what would give it away."), request.say(last)])
    return DONE


def _one_secret(request: Request) -> None:
    refuse_two_from_input(request, request.asked.passphrase_file, request.asked.password_file)


def _password(request: Request) -> str:
    return secret(request, request.asked.password_file, request.say("Password of your login on the hub: "))


def _with_password(request: Request, do: Callable[[str | None], T]) -> T:
    """Do it with the password that is kept; where that does not do and somebody sits here, with one that is typed."""
    if request.asked.password_file is not None:
        return do(_password(request))
    try:
        return do(None)
    except (PasswordMissing, LoginRefused):
        if not sys.stdin.isatty():
            raise
        return do(_password(request))


def _told(request: Request, met: Met) -> None:
    if request.asked.json:
        request.tell(json.dumps(as_json(met), indent=1))
    else:
        _tell(request, list(met_lines(request, met)))


def as_json(met: Met) -> dict[str, Any]:
    """What came of it as programs read it."""
    return asdict(met) | {"clock_off": round(met.clock_off.total_seconds()), "unknown": list(met.unknown)}


def met_lines(request: Request, met: Met) -> Iterator[str]:
    """What came of it, and what somebody has to do about it."""
    say, say_n = request.say, request.language.say_n
    if not met.sent and not met.brought:
        yield say("Nothing was new on either side.")
    else:
        yield say_n("{n} change went out.", "{n} changes went out.", met.sent)
        came = say_n("{n} change came in.", "{n} changes came in.", met.brought)
        records = say_n("{n} record is not as it was.", "{n} records are not as they were.", met.changed)
        yield f"{came} {records}"
    if met.new_name:
        yield say(
            "A copy of this vault was used too, such as one that was brought back. This laptop goes on under a new name."
            " Nothing is lost."
        )
    if met.conflicts:
        yield say_n(
            'In {n} place you and others wrote different things. "psw-tui team conflicts" shows it.',
            'In {n} places you and others wrote different things. "psw-tui team conflicts" shows them.',
            met.conflicts,
        )
    if met.clock_off:
        days = say_n("{n} day", "{n} days", max(1, round(abs(met.clock_off) / A_DAY)))
        ahead = met.clock_off > timedelta()
        words = (
            "The clock of this laptop is ahead of the hub's by {days}."
            if ahead
            else "The clock of this laptop is behind the hub's by {days}."
        )
        yield f"{say(words, days=days)} {say('Look at the date of this laptop.')}"
    yield from _left(request, met)


def _left(request: Request, met: Met) -> Iterator[str]:
    say_n = request.language.say_n
    if met.unknown:
        yield say_n(
            "{n} laptop wrote that nobody let in here, and it was left: {ids}.",
            "{n} laptops wrote that nobody let in here, and they were left: {ids}.",
            len(met.unknown),
            ids=", ".join(met.unknown),
        )
    if met.forged:
        yield say_n(
            "{n} change is not what its laptop signed. It was left, and is asked for again next time.",
            "{n} changes are not what their laptops signed. They were left, and are asked for again next time.",
            met.forged,
        )
    if met.keys_missing:
        yield request.say(
            "Some of it is locked with a newer key of the team. Once whoever gave out that key has met the team, meet it again."
        )
    if met.waiting:
        yield say_n(
            "Changes of {n} laptop came with a gap before them. They wait for what lies between.",
            "Changes of {n} laptops came with a gap before them. They wait for what lies between.",
            met.waiting,
        )


def _tell(request: Request, lines: list[str]) -> None:
    for words in lines:
        for line in paragraph(words):
            request.tell(line)
