"""What the toolkit itself would say in English is said in the worker's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.language import LANGUAGES
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


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_new_client_is_expected_to_speak_as_the_worker_does(
    folder: Path, clock: StillClock, language: str
) -> None:
    """Both answers stand in the form, to be changed: the crisis card goes by them."""
    with inside(folder, clock) as vault, writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, language=language)
    async with at_home(folder, clock) as driver:
        await go(driver, "a", "FormScreen")
        await driver.until(lambda: driver.form.raw["note_language"] == language, "language of the notes")
        assert driver.form.raw["language"] == language
