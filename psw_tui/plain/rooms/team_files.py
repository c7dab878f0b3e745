"""Files of a team in plain mode: cards, letters and sticks, written into a folder and read from one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from psw_tui.domain.words import N_
from psw_tui.laptop_words import (
    CARD_IS_NO_SECRET,
    COMPARE_CARD,
    COMPARE_LETTER,
    JOINED,
    LETTER_LIES,
    NOT_THE_SAME,
    READ_ALOUD,
    STICK_LIES,
    WHICH_CARD,
    WHICH_LETTER,
    WHICH_STICK,
    name_by_id,
    name_of,
)
from psw_tui.plain.desk import Desk
from psw_tui.plain.talk import Back, Onward
from psw_tui.progress import Progress
from psw_tui.services.teamwork.arriving import look
from psw_tui.services.teamwork.carrying import CARD, LETTER, NAMELESS, STICK, read_carried, write_file
from psw_tui.services.teamwork.joining import (
    OtherLaptop,
    TeamState,
    card_in,
    join,
    let_in,
    letter_for,
    own_card,
    team_state,
    writer_of,
)
from psw_tui.services.teamwork.sticks import stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met
from psw_tui.team.keys import Card

WHERE_TO = N_("Into which folder? Such as a stick: {example}. The name of the file is made for you.")


def asked_line(desk: Desk, question: str) -> str:
    """One line; empty when the worker thought better of it. Raises Back, Leave."""

    def ask() -> None:
        desk.tell(question)

    ask()
    try:
        return desk.talk.hear(ask, desk.talk.explain_signs, text=True).strip()
    except Onward:
        return ""


def pick_laptop(desk: Desk, state: TeamState, question: str) -> OtherLaptop:
    """One of the others who are in the team. Raises Back, also where there is none."""
    others = [each for each in state.others if not each.taken_out]
    if not others:
        desk.tell(desk.say(N_("Nobody else is in the team.")))
        raise Back
    return others[
        desk.talk.pick(question, [f"{name_of(each.card, desk.language)}  {each.card.spoken}" for each in others])
    ]


def card(desk: Desk) -> None:
    """This laptop's card, and its code to read aloud."""
    content = own_card(desk.vault)
    if path := _put_down(desk, NAMELESS, CARD, content):
        desk.tell(desk.say(N_("The card lies at {path}"), path=path))
        desk.tell(desk.say(READ_ALOUD))
        desk.tell(card_in(content).spoken)
        desk.tell(desk.say(CARD_IS_NO_SECRET))


def join_team(desk: Desk) -> None:
    """Open the letter that somebody wrote; its writer's code is compared before anything of it is taken in."""
    content = _content(desk, WHICH_LETTER, "/media/stick/team-2026-03-13.psw-letter")
    if content and _is_same(desk, COMPARE_LETTER, writer_of(desk.vault, content)):
        join(desk.vault, content)
        desk.tell(desk.say(JOINED, name=team_state(desk.vault).name))


def let_laptop_in(desk: Desk, state: TeamState) -> None:
    """Let in the laptop whose card this is, once its owner has read the same code aloud."""
    content = _content(desk, WHICH_CARD, "/media/stick/laptop-2026-03-13.psw-card")
    if not content:
        return
    theirs = card_in(content)
    if _is_same(desk, COMPARE_CARD, theirs):
        _put_letter(desk, state, theirs, let_in(desk.vault, theirs))


def letter_again(desk: Desk, state: TeamState) -> None:
    """The letter of a laptop that is in already, such as for one that went astray."""
    other = pick_laptop(desk, state, desk.say(N_("The letter for whom?")))
    _put_letter(desk, state, other.card, letter_for(desk.vault, other.card.device))


def to_stick(desk: Desk, state: TeamState) -> None:
    """For whom, how much, and where to; then the file."""
    devices = _for_whom(desk, state)
    answers = [
        desk.say(N_("what they do not have yet, as far as this laptop knows")),
        desk.say(N_("everything, as for a laptop that is new or was brought back")),
    ]
    everything = desk.talk.pick(desk.say(N_("How much goes onto it?")), answers) == 1
    content, count = stick_for(desk.vault, devices, everything=everything, progress=Progress())
    if path := _put_down(desk, state.name, STICK, content):
        desk.tell(desk.say(STICK_LIES, path=path))
        desk.tell(desk.language.say_n("{n} change is in it.", "{n} changes are in it.", count))


def take_in(desk: Desk, state: TeamState, tell_met: Callable[[Met], object]) -> None:
    """Look at a file that came, and take it in if the worker wants that."""
    content = _content(desk, WHICH_STICK, "/media/stick/team-2026-03-13.psw-stick")
    if not content:
        return
    found = look(desk.vault, content, Progress())
    confirm = partial(desk.talk.confirm, yes=desk.say(N_("take in")), no=desk.say(N_("leave it")))
    if isinstance(found, Card):
        words = N_("A letter from {name}: keys and laptops of the team.")
        if confirm(desk.say(words, name=name_of(found, desk.language))):
            join(desk.vault, content)
            desk.tell(desk.say(N_("What stood in the letter is known here now.")))
        return
    who = desk.say(N_("From {name}."), name=name_by_id(state, found.device, desk.language))
    many = desk.language.say_n("{n} change is in it.", "{n} changes are in it.", found.changes)
    fresh = desk.language.say_n("{n} of them is not here yet.", "{n} of them are not here yet.", found.fresh)
    if confirm(f"{who} {many} {fresh}"):
        tell_met(take_stick(desk.vault, content, Progress()))


def _for_whom(desk: Desk, state: TeamState) -> Sequence[str]:
    """One of them, or nobody for all of the team."""
    others = [each.card for each in state.others if not each.taken_out]
    if len(others) < 2:
        return ()
    names = [desk.say(N_("everybody in the team")), *(name_of(each, desk.language) for each in others)]
    number = desk.talk.pick(desk.say(N_("For whom is it?")), names)
    return [others[number - 1].device] if number else ()


def _is_same(desk: Desk, question: str, card: Card) -> bool:
    """Whether its owner reads the same code aloud. What to do if not is told."""
    desk.tell(desk.say(question, name=name_of(card, desk.language)))
    if desk.talk.confirm(card.spoken, desk.say(N_("the same")), desk.say(N_("not the same"))):
        return True
    desk.tell(desk.say(NOT_THE_SAME))
    return False


def _put_letter(desk: Desk, state: TeamState, card: Card, letter: bytes) -> None:
    name = name_of(card, desk.language)
    try:
        path = _put_down(desk, state.name, LETTER, letter)
    except Back:
        path = None
    if path is None:
        desk.tell(desk.say(N_("{name} is in the team and has no letter yet. {key:team.again} writes it."), name=name))
    else:
        desk.tell(desk.say(LETTER_LIES, name=name, path=path))


def _put_down(desk: Desk, stem: str, ending: str, content: bytes) -> Path | None:
    """Write a file into a folder; None when the worker thought better of it."""
    folder = asked_line(desk, desk.say(WHERE_TO, example="/media/stick"))
    return write_file(desk.vault, folder, stem, ending, content) if folder else None


def _content(desk: Desk, question: str, example: str) -> bytes:
    """All of a file; nothing when the worker thought better of it."""
    typed = asked_line(desk, desk.say(question, example=example))
    return read_carried(Path(typed).expanduser()) if typed else b""
