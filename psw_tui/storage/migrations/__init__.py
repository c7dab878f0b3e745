"""The steps every vault has gone through, oldest first."""

from __future__ import annotations

from psw_tui.storage.migrate import Step
from psw_tui.storage.migrations.fifth import fifth
from psw_tui.storage.migrations.first import first
from psw_tui.storage.migrations.fourth import fourth
from psw_tui.storage.migrations.second import second
from psw_tui.storage.migrations.seventh import seventh
from psw_tui.storage.migrations.sixth import sixth
from psw_tui.storage.migrations.third import third

STEPS: tuple[Step, ...] = (first, second, third, fourth, fifth, sixth, seventh)
