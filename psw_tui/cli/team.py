"""`psw-tui team …`: what an agency's administrator does with the hub."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from psw_tui.cli.opening import secret
from psw_tui.cli.request import DONE, Request
from psw_tui.team.hub_admin import SetUp, add_member, init, remove_member
from psw_tui.team.hub_errors import PasswordMissing

T = TypeVar("T")


def set_up_hub(request: Request) -> int:
    """Make the hub, or say that it is there."""
    asked = request.asked
    done = _with_password(request, lambda password: init(asked.dsn, asked.partitions, password))
    for line in _hub_told(request, done):
        request.tell(line)
    return DONE


def change_member(request: Request) -> int:
    """Let a login in, or take it out."""
    asked = request.asked
    change = remove_member if asked.remove else add_member
    given = (asked.dsn, asked.login, asked.team, asked.device)
    is_turn = _with_password(request, lambda password: change(*given, password))
    for line in _member_told(request, is_turn):
        request.tell(line)
    return DONE


def _with_password(request: Request, do: Callable[[str | None], T]) -> T:
    """Do it; where the server wants a password and the address has none, ask for it. Raises HubError, Refused."""
    prompt = request.say("Password of the login on the server: ")
    if request.asked.password_file is not None:
        return do(secret(request, request.asked.password_file, prompt))
    try:
        return do(None)
    except PasswordMissing:
        if not sys.stdin.isatty():  # nobody there to ask
            raise
        return do(secret(request, None, prompt))


def _hub_told(request: Request, done: SetUp) -> list[str]:
    if done.is_renewed:
        news = request.say("The hub is up to date again, and laptops can leave letters for each other on it.")
        return [news, *_parts_told(request, done)]
    if not done.is_new:
        return [request.say("The hub is there already. Nothing was changed."), *_parts_told(request, done)]
    told = [request.say("The hub is set up: tables, and the rules for who may see what.")]
    if done.roles:
        told.append(request.say("Roles that are new on this server: {roles}.", roles=", ".join(done.roles)))
    told += _parts_told(request, done)
    return [*told, request.say('Now let each laptop in, with "psw-tui team hub-member".')]


def _parts_told(request: Request, done: SetUp) -> list[str]:
    if not done.partitions:
        return []
    return [request.say("The log is divided by team into {n} parts.", n=done.partitions)]


def _member_told(request: Request, is_turn: bool) -> list[str]:
    login = request.asked.login
    if request.asked.remove:
        told = [request.say("{login} is no member of this team any more. It counts at once.", login=login)]
        if is_turn:
            told.append(request.say("It was in no other team, so it may do nothing on the hub now."))
        return [*told, request.say("What is on that laptop stays there, and what it sent stays on the hub.")]
    told = [request.say("{login} is a member of this team.", login=login)]
    if is_turn:
        told.append(
            request.say("The login is new and has no password. Give it one in psql: \\password {login}", login=login)
        )
    return told
