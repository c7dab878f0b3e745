"""The nine response steps in the mission's order; the one place that names all nine files."""

from __future__ import annotations

from psw_tui.domain.steps import StepNumber
from psw_tui.records.step import Step
from psw_tui.records.steps import (
    goals,
    learn,
    listen,
    refer,
    reflect,
    respect,
    solve,
    supervision,
    supporters,
)

STEPS: dict[StepNumber, Step] = {
    module.STEP.number: module.STEP
    for module in (reflect, goals, listen, solve, supporters, supervision, refer, respect, learn)
}
