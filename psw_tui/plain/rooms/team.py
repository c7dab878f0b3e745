"""The team in plain mode: how it stands, how it is met, and where its hub is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from getpass import getpass

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.laptop_words import TAKE_OUT, TAKEN_OUT, Section, alone, name_of, team_sections
from psw_tui.met_words import met_words
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms import team_deciding, team_files
from psw_tui.plain.rooms.team_files import asked_line
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.progress import Progress
from psw_tui.services.teamwork.joining import TeamState, keep_hub, start_team, take_out
from psw_tui.services.teamwork.standing import Standing, code_of_card, standing
from psw_tui.services.teamwork.syncing import Met, sync
from psw_tui.team.hub_errors import LoginRefused, PasswordMissing

HELP = "team"
ASK_NAME = N_("What is the team called? Everybody in it sees the name. Such as: Maple Street.")
EXAMPLE = "postgresql://ash@hub.agency.local/hub?sslmode=verify-full&sslrootcert=hub.crt"
MEETING = N_("Meeting the team. It may take a while.")

Do = Callable[[], object]
Ways = Mapping[str, tuple[str, Do]]
"""By letter, which is the key of the screens too: its words, and what is done."""


def team_room(desk: Desk, show_client: Callable[[str], object]) -> None:
    """How it stands and what can be done, again and again, until it is left."""
    entering = True
    while True:
        found = standing(desk.vault)
        ways = _alone(desk) if found is None else _together(desk, found, show_client)
        letters = {letter: desk.say(words) for letter, (words, _) in ways.items()}
        try:
            chosen = Listed(desk, [], letters, partial(explain, desk, HELP)).choose(_head(desk, found, whole=entering))
        except (Back, Leave):
            return
        entering = False
        desk.attempt(ways[str(chosen)][1])


def _alone(desk: Desk) -> Ways:
    return {
        "s": (N_("start one"), partial(_start, desk)),
        "c": (N_("make a card"), partial(team_files.card, desk)),
        "o": (N_("open the letter"), partial(team_files.join_team, desk)),
    }


def _together(desk: Desk, found: Standing, show_client: Callable[[str], object]) -> Ways:
    state = found.state
    settle = partial(team_deciding.disagreements_room, desk)
    return {
        KEYS["team.meet"]: (N_("meet"), partial(_meet, desk, state, settle)),
        "s": (N_("to a stick"), partial(team_files.to_stick, desk, state)),
        "i": (N_("take in"), partial(team_files.take_in, desk, state, partial(tell_met, desk, state, settle))),
        KEYS["team.disagreements"]: (N_("disagreements"), settle),
        KEYS["team.requests"]: (N_("requests"), partial(team_deciding.requests_room, desk, show_client)),
        KEYS["team.let_in"]: (N_("let in"), partial(team_files.let_laptop_in, desk, state)),
        KEYS["team.take_out"]: (N_("take out"), partial(_take_out, desk, state)),
        KEYS["team.again"]: (N_("letter again"), partial(team_files.letter_again, desk, state)),
        KEYS["team.hub"]: (N_("hub"), partial(_hub, desk, state)),
    }


def _head(desk: Desk, found: Standing | None, *, whole: bool) -> Callable[[], None]:
    """Says all there is to say on entering, and when it is to be said again; after each thing done only what waits."""

    def head() -> None:
        nonlocal whole
        desk.tell()
        if found is None:
            desk.tell(desk.say(N_("Team")))
            every = alone(desk.language, code_of_card(desk.vault))
        else:
            desk.tell(desk.say(N_("Team: {name}"), name=found.state.name))
            every = team_sections(found, desk.language, desk.vault.clock)
        tell_sections(desk, every if whole else every[:1])
        desk.tell()
        whole = True

    return head


def tell_sections(desk: Desk, sections: Iterable[Section]) -> None:
    """Headings, each with its lines below it."""
    for heading, lines in sections:
        if heading:
            desk.tell(heading)
        for line in lines:
            desk.talk.tell(line, indent="  " if heading else "", hanging="    ")


def _start(desk: Desk) -> None:
    if name := asked_line(desk, desk.say(ASK_NAME)):
        start_team(desk.vault, name)


def _meet(desk: Desk, state: TeamState, settle: Do) -> None:
    """Send and fetch; where no password is kept and somebody can type one unseen, it is asked for."""
    password: str | None = None
    while True:
        desk.tell(desk.say(MEETING))
        try:
            met = sync(desk.vault, Progress(), password)
        except (PasswordMissing, LoginRefused) as refusal:
            if not desk.talk.on_terminal or (isinstance(refusal, LoginRefused) and password is None):
                raise
            words = N_("The password of {login} on the hub. It is not kept.")
            password = getpass(f"{desk.say(words, login=refusal.login)} ")
            if not password:
                return
        else:
            tell_met(desk, state, settle, met)
            return


def tell_met(desk: Desk, state: TeamState, settle: Do, met: Met) -> None:
    """What came of it; where two disagree, it leads on to that."""
    others = [name_of(each.card, desk.language) for each in state.others if not each.taken_out]
    for words in met_words(met, desk.language, others):
        desk.tell(words)
    if met.conflicts and desk.talk.confirm(desk.say(N_("Look at it now?"))):
        settle()


def _take_out(desk: Desk, state: TeamState) -> None:
    other = team_files.pick_laptop(desk, state, desk.say(N_("Take which laptop out?")))
    name = name_of(other.card, desk.language)
    if desk.talk.confirm(desk.say(TAKE_OUT, name=name), desk.say(N_("take it out")), desk.say(N_("leave it in"))):
        take_out(desk.vault, other.card.device)
        desk.tell(desk.say(TAKEN_OUT, name=name))


def _hub(desk: Desk, state: TeamState) -> None:
    """Where it is; or forget it."""
    if state.hub:
        answers = [desk.say(N_("another address or password")), desk.say(N_("forget the hub"))]
        if desk.talk.pick(desk.say(N_("The hub of the team")), answers) == 1:
            keep_hub(desk.vault, "", "")
            return
    question = desk.say(N_("The address of the hub, such as {example}"), example=EXAMPLE)
    address = asked_line(desk, question)
    if not address:
        return
    words = N_("The password that goes with it. It is kept in this vault. Empty: you are asked each time.")
    keep_hub(desk.vault, address, getpass(f"{desk.say(words)} ") if desk.talk.on_terminal else "")
