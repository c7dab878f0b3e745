"""The practice in plain mode: the lesson said in the first room, and the ways to the practice and out of it."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui import practice_words as words
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.rooms.writing import first_day
from psw_tui.plain.talk import Back, Leave
from psw_tui.services.practice import Lesson, how_far
from psw_tui.signal_words import client_sentence

WRITE = N_(
    "{code} is made up, and so is every word about them. You met today, over tea. “Still a 3,” they said about their"
    " sleep. Choose: {note}."
)
LOOK = N_(
    "It is in their record. The program lays their numbers side by side: “{why}” It counts, it does not judge. Choose"
    " {caseload}, then {code}, then {look}, and open one."
)
REFLECT = N_(
    "The fresh look is open: nine steps, in any order. Go the same way again: {caseload}, {code}, {look}. There choose step"
    " 1, your own way of helping. Half done is fine."
)
GO_ON = N_("Step 1 is in the record. Now one with {code}, the same way: step 2 or step 8.")
OVER = N_("These were the lessons. Look around as long as you like. To end, choose: {end}.")
LESSON = N_("Practice: {lesson}")
END_PRACTICE, GO_PRACTISE = N_("end the practice"), N_("practise with an invented client")


class PracticeWanted(Exception):
    """On to the vault of the lessons, once this one is closed."""


class PracticeOver(Exception):
    """Out of the vault of the lessons, which then stays, goes for good, or is made anew."""

    def __init__(self, *, remove: bool = False, again: bool = False) -> None:
        super().__init__()
        self.remove = remove
        self.again = again


def begin(desk: Desk) -> None:
    """What is asked once, over a vault just made. Raises PracticeWanted."""
    first_day(desk)
    desk.tell()
    for sentence in words.PRACTISE_FIRST:
        desk.tell(desk.say(sentence))
    try:
        wanted = desk.talk.pick("", [desk.say(words.PRACTISE), desk.say(words.BEGIN)]) == 0
    except (Back, Leave):
        return
    if wanted:
        raise PracticeWanted


def go(desk: Desk) -> None:
    """Ask, then go to the practice. Raises PracticeWanted."""
    if desk.talk.confirm(desk.say(words.GO), desk.say(words.GO_YES), desk.say(words.GO_NO)):
        raise PracticeWanted


def end(desk: Desk) -> None:
    """Ask how, then end the practice. Raises PracticeOver, Back, Leave."""
    ways = [desk.say(each) for each in (words.LEAVE, words.REMOVE, words.AGAIN)]
    number = desk.talk.pick(desk.say(words.END), ways)
    raise PracticeOver(remove=number == 1, again=number == 2)


def tell_lesson(desk: Desk, items: Mapping[str, str]) -> None:
    """Say what comes next; `items` are the words of the things to choose."""
    lesson = how_far(desk.vault)
    why = client_sentence(lesson.signal, desk.language)
    told = desk.say(_next(lesson), code=lesson.code, why=why, **items)
    desk.tell(desk.say(LESSON, lesson=told))


def _next(lesson: Lesson) -> str:
    if not lesson.wrote:
        return WRITE
    if not lesson.looked:
        return LOOK
    if not lesson.reflected:
        return REFLECT
    return OVER if lesson.went_on else GO_ON
