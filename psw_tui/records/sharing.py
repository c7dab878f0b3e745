"""Whether a client agreed that the team reads their record, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.records.ask import choice, day, if_
from psw_tui.records.choices import YesNo
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import Form, Problem, today_in


class ShareForm(Form):
    """What is asked before the team may read a client's record."""

    agreed: YesNo | None = choice(N_("Did they agree that the team reads their record?"), YesNo, needed=True)
    agreed_on: date | None = day(N_("The day they agreed"), needed=True, when=if_("agreed", YesNo.YES))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a day that has not come."""
        found = super().problems(context)
        if self.agreed_on and self.agreed_on > today_in(context):
            found["agreed_on"] = Problem(NOT_YET_THERE)
        return found
