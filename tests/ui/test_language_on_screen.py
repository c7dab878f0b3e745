"""What the toolkit itself would say in English is said in the worker's language."""

from __future__ import annotations

from pathlib import Path

from psw_tui.records.client import Client
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.ui.driving import at_home, inside
from tests.ui.walking import go


async def test_the_list_of_commands_speaks_french(folder: Path, clock: StillClock, maple: Client) -> None:
    with inside(folder, clock) as vault, writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, language="fr")
    async with at_home(folder, clock) as driver:
        await go(driver, "ctrl+p", "PaletteScreen")
        await driver.reads("Tapez une partie de ce que vous voulez faire")
        await driver.type("zzzz")
        await driver.reads("Rien trouvé.")
        await go(driver, "escape", "CaseloadScreen")
