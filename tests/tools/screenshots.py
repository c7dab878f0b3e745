"""Makes the pictures of the README from the practice vault: `python -m tests.tools.screenshots`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from psw_tui.clock import SystemClock
from psw_tui.language import speak
from psw_tui.places import VaultPlace
from psw_tui.services.practice import fill
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import create
from psw_tui.ui.app import PswApp
from psw_tui.ui.gate import Start

PICTURES = Path(__file__).resolve().parents[2] / "assets" / "screenshots"
PASSPHRASE = "practice"
SIZE = (80, 24)
LOOKS = 200

FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Textual's pictures name fonts on the network; a README opened offline must not ask for them."""


async def main() -> None:
    """Open a practice vault in the app and take a picture of each screen worth one."""
    with tempfile.TemporaryDirectory() as folder:
        vault_folder = Path(folder) / "practice"
        vault, _ = create(vault_folder, PASSPHRASE, clock=SystemClock(), profile=CHEAPEST)
        with vault:
            fill(vault)
        start = Start(
            vaults=[VaultPlace("practice", vault_folder)],
            clock=SystemClock(),
            language=speak("en"),
            profile=lambda: CHEAPEST,
            practice=True,
        )
        app = PswApp(start)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, "UnlockScreen")
            await pilot.press(*PASSPHRASE, "enter")
            await until(pilot, "CaseloadScreen")
            await pilot.press("down", "down", "down")
            await take(pilot, "caseload")
            await pilot.press("4")
            await until(pilot, "StepScreen")
            await take(pilot, "step")
            await pilot.press("escape")


async def until(pilot: Pilot[int], screen: str) -> None:
    """Wait for a screen by name."""
    for _look in range(LOOKS):
        if type(pilot.app.screen).__name__ == screen:
            await pilot.pause(0.3)
            return
        await pilot.pause(0.05)
    raise TimeoutError(screen)


async def take(pilot: Pilot[int], name: str) -> None:
    """Write the picture of the screen as it is."""
    await pilot.pause(0.3)
    picture = FONTS.sub("", pilot.app.export_screenshot(title="psw-tui"))
    (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
