"""Deciding that a record is kept on, and when that is decided again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.records.ask import day
from psw_tui.records.form import Form, Problem, today_in

TO_COME = N_("Give a day after today: until then the record is kept, and nobody asks.")


class KeepOnForm(Form):
    """What is asked when a record that is due for review is kept on."""

    review_on: date | None = day(
        N_("Decide again about keeping it on"), needed=True, hint=N_("Such as 52w, or 2028-01-31.")
    )

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a day that is not to come."""
        found = super().problems(context)
        if self.review_on and self.review_on <= today_in(context):
            found["review_on"] = Problem(TO_COME)
        return found
