"""`psw-tui team`, `start`, `card`, `let-in`, `join`, `letter` and `take-out`: who is in it, and how one comes into it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from psw_tui.cli.opening import opened, path_of
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.columns import aligned, paragraph
from psw_tui.domain.clock import Clock
from psw_tui.domain.text import one_line
from psw_tui.ending import ending_tidily
from psw_tui.keeping_words import moment
from psw_tui.services.envelope import read_file
from psw_tui.services.errors import NotInTheTeam
from psw_tui.services.leaving import folder_of
from psw_tui.services.settings import sign_as_worker
from psw_tui.services.teamwork import joining
from psw_tui.services.teamwork.carrying import CARD, LETTER, write_file
from psw_tui.services.teamwork.joining import OtherLaptop, TeamState
from psw_tui.storage.errors import NotInTeam
from psw_tui.storage.vault import Vault
from psw_tui.team.keys import Card

LAPTOP = "laptop"
"""What the card of a laptop is called that is in no team yet."""


def show(request: Request) -> int:
    """The team, its laptops and the codes to read aloud."""
    with opened(request) as vault:
        sign_as_worker(vault)
        state = joining.team_state(vault)
        as_text = _shown(request, state, vault.clock)
        lines = [json.dumps(as_json(state), indent=1)] if request.asked.json else list(as_text)
    for line in lines:
        request.tell(line)
    return DONE


def start(request: Request) -> int:
    """A new team."""
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        state = joining.start_team(vault, request.asked.name)
    _tell(
        request,
        request.say('"{name}" is there, with this laptop in it. Others join it by their card.', name=state.name),
    )
    return DONE


def card(request: Request) -> int:
    """This laptop's card as a file."""
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        content = joining.own_card(vault)
        path = write_file(vault, request.asked.to, _stem(vault), CARD, content)
    request.tell(request.say("The card lies at {path}. There is no secret in it.", path=path))
    _tell(request, request.say("Its code, to be read aloud: {code}", code=joining.card_in(content).spoken))
    return DONE


def let_laptop_in(request: Request) -> int:
    """Let a laptop in, once its code was compared, and write the letter it joins with."""
    came = joining.card_in(read_file(path_of(request.asked.card)))
    folder_of(request.asked.to)  # before somebody is in without a letter
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        state = joining.team_state(vault)
        _compare(request, came)
        letter = joining.let_in(vault, came)
        path = write_file(vault, request.asked.to, state.name, LETTER, letter)
    request.tell(
        request.say("{name} is in. The letter lies at {path}; only that laptop opens it.", name=_name(came), path=path),
    )
    _tell(request, request.say("When they join, they ask you for your code: {code}", code=state.own.spoken))
    return DONE


def join_team(request: Request) -> int:
    """Join by a letter. Whoever is in a team already learns from it, and knows its writer."""
    letter = read_file(path_of(request.asked.letter))
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        if not _is_in_team(vault):
            _compare(request, joining.writer_of(vault, letter))
        writer = joining.join(vault, letter)
        state = joining.team_state(vault)
    _tell(request, request.say('You are in "{name}". The letter came from {who}.', name=state.name, who=_name(writer)))
    _tell(request, request.say('Now meet your team, with "psw-tui team sync" or with a stick.'))
    return DONE


def write_letter(request: Request) -> int:
    """The letter for a laptop of the team once more."""
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        state = joining.team_state(vault)
        other = laptop(request, state, request.asked.laptop)
        path = write_file(vault, request.asked.to, state.name, LETTER, joining.letter_for(vault, other.card.device))
    sentence = "The letter for {name} lies at {path}; only that laptop opens it."
    request.tell(request.say(sentence, name=_name(other.card), path=path))
    return DONE


def take_laptop_out(request: Request) -> int:
    """No longer believe a laptop."""
    with ending_tidily(), opened(request) as vault:
        sign_as_worker(vault)
        other = laptop(request, joining.team_state(vault), request.asked.laptop)
        name = _name(other.card)
        question = request.say("Take {name} out of the team? What is on that laptop stays on it.", name=name)
        if not request.asked.yes and not _says_yes(request, question, "--yes"):
            raise Refused(request.say("Then nothing was done."))
        joining.take_out(vault, other.card.device)
    _tell(request, request.say("{name} is out, and nothing it writes from now on is taken in.", name=name))
    _tell(
        request,
        request.say(
            "Meet your team soon, so that the others get new keys. Ask who looks after the hub to take it out there too."
        ),
    )
    return DONE


def laptop(request: Request, state: TeamState, typed: str) -> OtherLaptop:
    """Which other laptop is meant, by name, code or id. Raises Refused, NotInTheTeam."""
    wanted = one_line(typed).casefold()
    found = [
        each
        for each in state.others
        if wanted in {_name(each.card).casefold(), each.card.spoken.casefold(), each.card.device}
    ]
    there = [each for each in found if not each.taken_out] or found
    if not there:
        raise NotInTheTeam(one_line(typed))
    if len(there) > 1:
        codes = ", ".join(each.card.spoken for each in there)
        raise Refused(
            request.say("There are several laptops of this name. Give one of their codes: {codes}.", codes=codes)
        )
    return there[0]


def as_json(state: TeamState) -> dict[str, Any]:
    """The team as programs read it."""
    return {
        "team": state.id,
        "name": state.name,
        "laptop": _card_as_json(state.own),
        "others": [_card_as_json(each.card) | {"taken_out": each.taken_out, "met": each.met} for each in state.others],
        "hub": state.hub,
        "synced_at": state.synced_at.isoformat() if state.synced_at else None,
        "letters_due": state.letters_due,
    }


def _card_as_json(shown: Card) -> dict[str, Any]:
    return {"id": shown.device, "name": shown.name, "code": shown.spoken}


def _shown(request: Request, state: TeamState, clock: Clock) -> Iterator[str]:
    say = request.say
    yield one_line(state.name)
    met = moment(state.synced_at, request.language, clock) if state.synced_at else say("never")
    rows = [
        (say("Id of the team"), state.id),
        (say("Id of this laptop"), state.own.device),
        (say("Code of this laptop"), state.own.spoken),
        (say("Hub"), one_line(state.hub) or say("none")),
        (say("Last met there"), met),
    ]
    yield from (f"  {line}" for line in aligned(rows, gives_way=1, width=200))
    yield ""
    if not state.others:
        yield say("Nobody else is in it yet.")
    rows_ = [(_name(each.card), each.card.spoken, _standing(request, each), each.card.device) for each in state.others]
    yield from aligned(rows_, gives_way=0, width=120) if rows_ else ()
    if state.letters_due:
        yield from paragraph(say("Others have to hear of new keys or laptops: meet your team soon."))


def _standing(request: Request, other: OtherLaptop) -> str:
    if other.taken_out:
        return request.say("taken out")
    return request.say("in the team") if other.met else request.say("in the team, not met yet")


def _compare(request: Request, came: Card) -> None:
    """Go on only if the code is the same that its owner reads aloud. Raises Refused."""
    if request.asked.code is not None:
        if _letters(request.asked.code) == _letters(came.spoken):
            return
        raise Refused(request.say("The code is not the same: this file is not theirs. Nothing was done."))
    sentence = "From {name}. Call them, or sit beside them, and have them read the code of their laptop aloud: {code}"
    for line in paragraph(request.say(sentence, name=_name(came), code=came.spoken)):
        request.tell(line)
    if not _says_yes(request, request.say("Is it the same?"), "--code"):
        raise Refused(request.say("Then nothing was done. Ask for the file once more, by another way."))


def _letters(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def _says_yes(request: Request, question: str, option: str) -> bool:
    """Whether somebody who sits there types yes. Raises Refused where nobody does."""
    if not sys.stdin.isatty():
        sentence = "This cannot be asked here, because there is no terminal. Give {option}."
        raise Refused(request.say(sentence, option=option))
    yes = request.say("yes")
    sys.stdout.write(
        request.say('{question} Type "{yes}" or "{no}": ', question=question, yes=yes, no=request.say("no"))
    )
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() == yes.casefold()


def _stem(vault: Vault) -> str:
    """What the file of a card is called: the name of the team, or none."""
    return joining.team_state(vault).name if _is_in_team(vault) else LAPTOP


def _is_in_team(vault: Vault) -> bool:
    try:
        joining.team_state(vault)
    except NotInTeam:
        return False
    return True


def _name(shown: Card) -> str:
    return one_line(shown.name) or shown.spoken


def _tell(request: Request, words: str) -> None:
    for line in paragraph(words):
        request.tell(line)
