"""The steps every vault has gone through, oldest first."""

from __future__ import annotations

from psw_tui.storage.migrate import Step
from psw_tui.storage.migrations.first import first

STEPS: tuple[Step, ...] = (first,)
