"""The lessons of the practice: which one it is, read off the record and the screen, and what it says.

Each tells one thing to do. Keys are those of the commands, so that no lesson can name a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, IntEnum, auto

from psw_tui.domain.passphrase import PRACTICE as PRACTICE_WORD
from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.practice import Lesson
from psw_tui.signal_words import client_sentence, label
from psw_tui.ui.caseload_commands import OPEN, PRACTICE
from psw_tui.ui.client_commands import DEBRIEF, LOOK
from psw_tui.ui.commands import BACK, HIDE, SAVE, Command

COUNT = 7


class Stage(IntEnum):
    """What is to be done next."""

    OPEN = 1
    WRITE = 2
    SIGNAL = 3
    LOOK = 4
    REFLECT = 5
    GO_ON = 6
    LOCK = 7
    OVER = 8


class Where(Enum):
    """What is on screen."""

    CASELOAD = auto()
    CLIENT = auto()
    DEBRIEF = auto()
    LOOK = auto()
    FIRST_STEP = auto()
    OTHER_STEP = auto()
    ELSEWHERE = auto()


def stage_of(lesson: Lesson, where: Where, *, saw_signal: bool, came_back: bool) -> Stage:
    """Which lesson it is. No record tells of the signal having been seen on the caseload, nor of a lock."""
    if not lesson.wrote:
        return Stage.WRITE if where in (Where.CLIENT, Where.DEBRIEF) else Stage.OPEN
    if not lesson.looked:
        return Stage.LOOK if saw_signal or where in (Where.CASELOAD, Where.LOOK) else Stage.SIGNAL
    if not lesson.reflected:
        return Stage.REFLECT
    if not lesson.went_on:
        return Stage.GO_ON
    return Stage.OVER if came_back else Stage.LOCK


WORDS: Mapping[tuple[Stage, Where], str] = {
    (Stage.OPEN, Where.CASELOAD): N_(
        "{code} is made up, and so is every word about them. Press {open} to see their page."
    ),
    (Stage.OPEN, Where.ELSEWHERE): N_("Press {back} until you see the caseload, then {open} on {code}."),
    (Stage.WRITE, Where.CLIENT): N_(
        "You met {code} today, over tea. “Still a 3,” they said about their sleep. Press {note} to write that down."
    ),
    (Stage.WRITE, Where.DEBRIEF): N_(
        "Answer the two questions with a star. Further down, under Goals, give the 3 they said. Then press {save}."
    ),
    (Stage.SIGNAL, Where.ELSEWHERE): N_(
        "It is in their record. The program lays their numbers side by side: “{why}” It counts, it does not judge."
        " Press {back} until you see the caseload, which says it too."
    ),
    (Stage.LOOK, Where.CASELOAD): N_(
        "The column Signal says: {label}. Below the list it says why. A fresh look is about the support you offer,"
        " not about the person. Press {look} to open one."
    ),
    (Stage.LOOK, Where.LOOK): N_(
        "Say why now, unless the numbers have said it for you. The rest may wait. Then press {save}."
    ),
    (Stage.LOOK, Where.ELSEWHERE): N_("Press {back} until you see the caseload, then {look} for a fresh look."),
    (Stage.REFLECT, Where.FIRST_STEP): N_(
        "This step is about you, and only you can read it. Write a line and give a few digits. Then press {save}; half"
        " done is fine."
    ),
    (Stage.REFLECT, Where.ELSEWHERE): N_(
        "The fresh look is open: nine steps, in any order. Step 1 is your own way of helping. Press {first}, on the caseload or"
        " on the page of {code}."
    ),
    (Stage.GO_ON, Where.OTHER_STEP): N_(
        "Make an answer up, as {code} might say it. Then press {save}; half done is fine. Nobody has to finish all nine."
    ),
    (Stage.GO_ON, Where.ELSEWHERE): N_(
        "Step 1 is in the record. Now one with {code}: press {second} to look at the goals together, or {eighth} to"
        " ask what they choose."
    ),
    (Stage.LOCK, Where.CASELOAD): N_(
        "Behind {code} stand nine marks: {done} done, {started} started, {to_do} to do. One thing is left: press"
        " {hide}. It hides all and locks. Then open it again with the passphrase {word}."
    ),
    (Stage.LOCK, Where.ELSEWHERE): N_("So it goes with every step. Press {back} until you see the caseload."),
    (Stage.OVER, Where.CASELOAD): N_(
        "These were the lessons. Look around as long as you like. Press {practice} to end the practice and go to your"
        " own clients."
    ),
    (Stage.OVER, Where.ELSEWHERE): N_("These were the lessons. On the caseload, press {practice} to end the practice."),
}
"""What a lesson says on which screen; where a screen has no words of its own, those for elsewhere."""


def words_of(stage: Stage, where: Where, lesson: Lesson, language: Language) -> tuple[str, str]:
    """The heading of the lesson and what it says."""
    words = WORDS.get((stage, where)) or WORDS.get((stage, Where.ELSEWHERE)) or WORDS[stage, Where.CLIENT]
    told = language.say(words, **dict(_values(lesson, language)))
    if stage is Stage.OVER:
        return language.say("Practice"), told
    return language.say("Practice, {n} of {all}", n=int(stage), all=COUNT), told


_KEYS: Mapping[str, Command] = {
    "open": OPEN,
    "back": BACK,
    "note": DEBRIEF,
    "save": SAVE,
    "look": LOOK,
    "hide": HIDE,
    "practice": PRACTICE,
}
_STEPS = {"first": StepNumber.REFLECT, "second": StepNumber.GOALS, "eighth": StepNumber.RESPECT}
_MARKS = {"done": State.DONE, "started": State.STARTED, "to_do": State.TO_DO}


def _values(lesson: Lesson, language: Language) -> Iterator[tuple[str, str]]:
    yield "code", lesson.code
    yield "word", PRACTICE_WORD
    yield "why", client_sentence(lesson.signal, language)
    yield "label", label(lesson.signal, language)
    yield from ((name, language.say(command.first_key)) for name, command in _KEYS.items())
    yield from ((name, str(int(number))) for name, number in _STEPS.items())  # their keys are their numbers
    yield from ((name, state.mark) for name, state in _MARKS.items())
