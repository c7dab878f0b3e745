"""The team in words: who is in it, how it is met, what waits, and how one comes into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psw_tui.domain.clock import Clock
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.keeping_words import moment
from psw_tui.language import Language
from psw_tui.records.client import Client
from psw_tui.services.teamwork.asked import Asked
from psw_tui.services.teamwork.joining import OtherLaptop, TeamState
from psw_tui.services.teamwork.standing import Standing
from psw_tui.team.keys import Card

Section = tuple[str, Sequence[str]]
"""A heading, and what stands below it."""

ALONE = N_(
    "This laptop works alone. That is fine: most do. In a team, several laptops know the clients who are shared."
)
TO_START = N_(
    "You are the first: start the team and give it a name. Nothing leaves this laptop by that. Then let the others in."
)
TO_JOIN = N_(
    "There is a team: {key:team.card} makes this laptop's card, a small file. Give it to somebody in the team. They give you"
    " a letter for it. Open that here."
)

READ_ALOUD = N_("Bring or mail it to somebody in the team. Then both of you read this laptop's code aloud:")
CARD_IS_NO_SECRET = N_("There is no secret in it: the name you sign with, and what others lock with.")

WHICH_CARD = N_("Which file is the card? Such as {example}")
WHICH_LETTER = N_("Which file is the letter? Such as {example}")
LETTER_LIES = N_(
    "{name} is in the team. The letter for them lies at {path}. Nobody else can open it: mail it, or bring it."
)
JOINED = N_(
    "You are in the team {name}. What comes next: {key:team.hub} on the team page says where its hub is, {key:team.meet}"
    " meets the team. Without a hub you meet by stick."
)
STICK_LIES = N_(
    "The file lies at {path}. Only those it is for can open it. Bring it to them: they take it in on their team page."
)
WHICH_STICK = N_("Which file came from the team? Such as {example}")

COMPARE_CARD = N_(
    "The card of {name}. Call them, or sit beside them: their laptop shows its code on the team page. Read this one aloud"
    " with them. Is it the same?"
)
COMPARE_LETTER = N_(
    "A letter from {name}. Call them, or sit beside them: their laptop shows its code on the team page. Read this one aloud"
    " with them. Is it the same?"
)
NOT_THE_SAME = N_(
    "Then do not use this file: nothing was taken in, and nobody was let in. It may have been changed on its way. Have it"
    " made anew and brought by hand."
)
TAKE_OUT = N_(
    "Take {name} out of the team? From now on that laptop is told nothing more and is not believed any more. What is on it"
    " already stays on it."
)
TAKEN_OUT = N_(
    "{name} is out. The others get new keys by themselves: meet the team, or give them a stick. Ask who looks after the hub"
    " to take the laptop's login away too."
)


def name_of(card: Card, language: Language) -> str:
    """Whose laptop it is, on one line."""
    return one_line(card.name) or language.say("somebody without a name")


def name_by_id(state: TeamState, device: str, language: Language) -> str:
    """The name of a laptop of the team, or the beginning of its id for one that nobody knows."""
    cards = [state.own, *(other.card for other in state.others)]
    return next((name_of(card, language) for card in cards if card.device == device), device[:8])


def alone(language: Language, code: str = "") -> list[Section]:
    """What a worker without a team can do, in a few lines; `code` is that of the card they made."""
    own = f"{language.before(language.say('Code to read aloud'))} {code}"
    return [
        ("", [language.say(ALONE)]),
        (language.say("Start a team"), [language.say(TO_START)]),
        (language.say("Join one"), [language.say(TO_JOIN), *([own] if code else [])]),
    ]


def team_sections(found: Standing, language: Language, clock: Clock) -> list[Section]:
    """The whole page of a team; what somebody has to do about it comes first."""
    state, say = found.state, language.say
    waits = list(_waits(found, language))
    own = [
        f"{language.before(say('Code to read aloud'))} {state.own.spoken}",
        f"{language.before(say('Signs as'))} {name_of(state.own, language)}",
    ]
    ids = [
        f"{language.before(say('Team'))} {state.id}",
        f"{language.before(say('This laptop'))} {state.own.device}",
    ]
    sections = [
        (say("What waits"), waits or [say("Nothing.")]),
        (say("This laptop"), own),
        (say("The others"), _others(state, language)),
        (say("Hub"), list(_hub(state, language, clock))),
        (say("For whoever looks after the hub"), ids),
    ]
    return [(heading, lines) for heading, lines in sections if lines]


def sharing_line(client: Client, language: Language) -> str:
    """What stands on the page of a client whose record the team reads."""
    if client.team_agreed_on is None:
        return language.say("Shared with the team. {key:client.team} says what that means, and stops it.")
    day = language.whole_day(client.team_agreed_on)
    return language.say(
        "Shared with the team, agreed on {day}. {key:client.team} says what that means, and stops it.", day=day
    )


NOBODY_ELSE = N_("Nobody else yet. {key:team.let_in} lets a laptop in, by its card.")
DOORS = N_("{key:team.let_in} lets one in, {key:team.take_out} takes one out, {key:team.again} writes a letter again.")


def _others(state: TeamState, language: Language) -> list[str]:
    if not state.others:
        return [language.say(NOBODY_ELSE)]
    return [*(_other(each, language) for each in state.others), language.say(DOORS)]


def _other(other: OtherLaptop, language: Language) -> str:
    if other.taken_out:
        how = language.say("taken out")
    else:
        how = (
            language.say("in the team, has met this laptop") if other.met else language.say("in the team, not met yet")
        )
    return f"{name_of(other.card, language)}  {other.card.spoken}  {how}"


def _hub(state: TeamState, language: Language, clock: Clock) -> Iterator[str]:
    if not state.hub:
        yield language.say(
            "None: you meet by stick, and {key:team.to_stick} fills one. {key:team.hub} says where a hub is."
        )
        return
    yield one_line(state.hub)
    if state.synced_at is None:
        yield language.say("Not met there yet. {key:team.meet} meets the team.")
    else:
        yield language.say("Last met there: {when}.", when=moment(state.synced_at, language, clock))
    yield language.say("{key:team.hub} changes or forgets it.")


def _waits(found: Standing, language: Language) -> Iterator[str]:
    state = found.state
    if found.disagreements:
        yield language.say_n(
            "In {n} place you and others wrote different things: {key:team.disagreements} shows it.",
            "In {n} places you and others wrote different things: {key:team.disagreements} shows them.",
            found.disagreements,
        )
    if state.letters_due and state.hub:  # by stick they hear of it with every file, and nobody knows who has
        yield language.say("Others have to hear of new keys or laptops: {key:team.meet} meets the team.")
    if found.waiting:
        names = ", ".join(name_by_id(state, device, language) for device in found.waiting)
        yield language.say(
            "Changes of {names} came with a gap before them. They wait for the next stick or hub.", names=names
        )
    yield from _asked(found.asked, language)


def _asked(asked: Asked, language: Language) -> Iterator[str]:
    worried, questions = len(asked.worries), len(asked.questions)
    if worried:
        yield language.say_n(
            "{n} safety note that needs somebody: {key:team.requests} shows it.",
            "{n} safety notes that need somebody: {key:team.requests} shows them.",
            worried,
        )
    if questions:
        yield language.say_n(
            "{n} question waits for an answer: {key:team.requests} shows it.",
            "{n} questions wait for an answer: {key:team.requests} shows them.",
            questions,
        )
