"""Asking yes or no on the terminal before something is done that others will see."""

from __future__ import annotations

import sys

from psw_tui.cli.request import Refused, Request
from psw_tui.columns import paragraph


def is_asked_here() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def ask_line(request: Request, question: str) -> str:
    """One line typed on the terminal; empty at the end of input."""
    for line in paragraph(question):
        request.tell(line)
    sys.stdout.write("> ")
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def is_agreed(request: Request, question: str) -> bool:
    """Whether the answer is yes, or begins like it; anything else is no."""
    yes, no = request.say("yes"), request.say("no")
    typed = ask_line(request, f"{question} ({yes}/{no})").casefold()
    return bool(typed) and yes.casefold().startswith(typed)


def refuse_unless_agreed(request: Request, question: str) -> None:
    """Ask, unless --yes was given. Raises Refused, also where nobody can be asked."""
    if request.asked.yes:
        return
    if not is_asked_here():
        raise Refused(request.say("Nobody can be asked here, because there is no terminal. Give --yes to do it."))
    if not is_agreed(request, question):
        raise Refused(request.say("Nothing was changed."))
