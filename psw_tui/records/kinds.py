"""What is known of a kind of record by the name of its table alone: its forms take longer to load than a whole search.

The forms have the last word; a test holds this against them.
"""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.steps import StepNumber

STEPS: Mapping[str, StepNumber] = {
    "step_reflect": StepNumber.REFLECT,
    "step_goals": StepNumber.GOALS,
    "step_listen": StepNumber.LISTEN,
    "step_solve": StepNumber.SOLVE,
    "step_supporters": StepNumber.SUPPORTERS,
    "step_supervision": StepNumber.SUPERVISION,
    "step_refer": StepNumber.REFER,
    "step_respect": StepNumber.RESPECT,
    "step_learn": StepNumber.LEARN,
}
"""Which step the entries of a table belong to."""

FOR_ITS_WORKER = frozenset({"step_reflect", "step_respect", "step_learn"})
"""With words that only their worker may read."""

WITH_NAMES = frozenset({"client", "contact", "permission"})
"""With words that may hold somebody's name."""

FOR_ALL = frozenset(
    {
        "goal",
        "rewording",
        "rating",
        "debrief",
        "fresh_look",
        "shared",
        "follow_up",
        "safety_note",
        "snooze",
        "statement",
    }
    | {"sent", "received", "setting", "erasure"}
    | STEPS.keys() - FOR_ITS_WORKER
)
"""Neither of these: what is in none of the three is not known here, and nothing of it is shown."""
