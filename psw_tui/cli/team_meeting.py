"""`psw-tui team hub`, `sync`, `export`, `import` and `numbers`: what goes to the team, and what comes from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from psw_tui.cli.opening import opened, path_of, refuse_two_from_input, secret
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.team_joining import laptop
from psw_tui.cli.team_told import look_told, met_told, paragraphs
from psw_tui.cli.watching import waiting, watching
from psw_tui.columns import aligned
from psw_tui.ending import ending_tidily
from psw_tui.services.settings import sign_as_worker
from psw_tui.services.teamwork import joining
from psw_tui.services.teamwork.carrying import STICK, read_carried, write_file
from psw_tui.services.teamwork.numbers import numbers_of, tell_numbers
from psw_tui.services.teamwork.sticks import look_at_stick, stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.team.hub_errors import LoginRefused, PasswordMissing

T = TypeVar("T")

A_DAY = timedelta(days=1)


def keep(request: Request) -> int:
    """Remember the hub, or forget it."""
    asked = request.asked
    if asked.forget == bool(asked.address):
        raise Refused(request.say("Give the address of the hub, or --forget."))
    _one_secret(request)
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        joining.keep_hub(vault, asked.address or "", "" if asked.forget else _password_to_keep(request))
    told = (
        request.say("The hub is forgotten, and its password.")
        if asked.forget
        else request.say('The hub is kept in the vault. Meet it with "psw-tui team sync".')
    )
    paragraphs(request, [told])
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
    met_told(request, met)
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
    request.tell(counted)
    request.tell(request.say("Only laptops of your team open it."))
    return DONE


def bring_in(request: Request) -> int:
    """Take a stick in, or with --dry-run only say what is on it."""
    asked = request.asked
    content = read_carried(path_of(asked.file))
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        if asked.dry_run:
            with waiting(request):
                look = look_at_stick(vault, content)
            look_told(request, look)
            return DONE
        with watching(request) as (progress, _):
            met = take_stick(vault, content, progress)
    met_told(request, met)
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
    paragraphs(
        request, [request.say("What is from 1 to 4 is left out, and what would give it away."), request.say(last)]
    )
    return DONE


def _one_secret(request: Request) -> None:
    refuse_two_from_input(request, request.asked.passphrase_file, request.asked.password_file)


def _password(request: Request) -> str:
    return secret(request, request.asked.password_file, request.say("Password of your login on the hub: "))


def _password_to_keep(request: Request) -> str:
    """Empty where nobody can be asked for it: a certificate may do instead."""
    return _password(request) if request.asked.password_file is not None or sys.stdin.isatty() else ""


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
