"""Step 9, Continuous Self-Reflection and Learning: what I learned, and now what. The worker's own."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, several
from psw_tui.records.choices import YesNo
from psw_tui.records.step import Step, StepForm, StepRow


class Tag(Choice):
    """What the learning is about."""

    LISTENING = "listening", N_("listening")
    PACE = "pace", N_("pace")
    BOUNDARIES = "boundaries", N_("boundaries")
    CULTURE = "culture", N_("culture")
    POWER = "power", N_("power")
    MY_TRIGGERS = "my_triggers", N_("my triggers")
    RESOURCES = "resources", N_("resources")
    TEAMWORK = "teamwork", N_("teamwork")
    SAFETY = "safety", N_("safety")


class LearnForm(StepForm):
    """Done: two lines, what I learned and now what."""

    STEP: ClassVar = StepNumber.LEARN

    learned: Plain = notes(N_("What did I learn?"), needed=True, private=True, hint=N_("One line is enough."))
    so_what: Plain = notes(N_("So what?"), private=True)
    now_what: Plain = notes(N_("Now what?"), needed=True, private=True, hint=N_("One line is enough."))
    tags: list[Tag] = several(N_("About"), Tag, private=True)
    share: YesNo | None = choice(N_("Share a tip with the team? (without code or name)"), YesNo, private=True)
    share_tip: Plain = line(N_("The tip to share"), private=True, when=if_("share", YesNo.YES))
    training: Plain = line(N_("Training or reading"), private=True)
    training_on: date | None = day(N_("Training or reading: day"), private=True)


class Learn(LearnForm, StepRow, table=True):
    """An entry of step 9 as kept."""

    NAME: ClassVar[str] = "step_learn"
    __tablename__ = "step_learn"


STEP = Step(
    StepNumber.LEARN,
    "learn",
    N_("Reflect on your own practice. Keep learning, look at new approaches, and let your skills grow over time."),
    LearnForm,
    Learn,
    private=True,
)
