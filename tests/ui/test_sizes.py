"""Every kind of screen at four sizes, in both languages: nothing scrolls sideways, and no sentence of ours is cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Static

from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.storage.write import writing
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.themes import Colours
from psw_tui.ui.widgets.choosing import Picking
from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.everywhere import Visit, walk

SIZES = ((60, 20), (120, 40), (200, 60), (80, 24))
"""The design size comes last: the walk goes on in it."""

PICTURES = os.environ.get("PSW_TUI_PICTURES", "")
"""A folder for pictures of all that is looked at, for a person to look at too; empty for none."""


def troubles(driver: Driver) -> Iterator[str]:
    """What sticks out of the screen, what is longer than the room it has, and keys that must not go for want of room."""
    size = driver.app.size
    title = driver.text.splitlines()[0]
    if "…" in title and not title.startswith(" PSW "):  # the caseload's ends in the name of a team, which may be cut
        yield f"the title is cut: {title}"
    screen = driver.app.screen
    for command in screen.offers if isinstance(screen, PswScreen) else ():
        if command.always and screen.language.say(command.label) not in driver.text.splitlines()[-1]:
            yield f"the bottom line has no room for {command.id}"
    for widget in driver.app.screen.query(Widget):
        if not widget.display or not widget.region.area:
            continue
        name = f"{type(widget).__name__}#{widget.id}"
        if widget.show_horizontal_scrollbar or widget.region.right > size.width:
            yield f"{name} is too wide"
        if isinstance(widget, Static) and not widget.children:
            needed = widget.get_content_height(size, size, widget.content_size.width)
            if needed > widget.content_size.height:
                yield f"{name} is cut: {widget.content!s:.60}"
        if isinstance(widget, Picking):
            answers = widget.render()
            if answers.get_height({}, widget.content_size.width) > widget.content_size.height:
                yield f"{name} has no room for the last of {answers.plain:.60}"


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_screen(folder: Path, clock: StillClock, busy: Client, language: str) -> None:
    """In high contrast, as those will have it who see least. `PSW_TUI_PICTURES=FOLDER` keeps what was seen."""
    with inside(folder, clock) as vault, writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, language=language, colours=Colours.CONTRAST)
        tx.change(Client, busy.id, language=language)
    found: list[str] = []

    def looking(driver: Driver) -> Visit:
        async def look(stop: str) -> None:
            for columns, rows in SIZES:
                await driver.pilot.resize_terminal(columns, rows)
                await driver.pilot.pause()
                found.extend(f"{stop!r} at {columns}x{rows}: {what}" for what in troubles(driver))
                if PICTURES:
                    name = f"{stop.replace(' ', '-')}-{columns}x{rows}-{language}.svg"
                    (Path(PICTURES) / name).write_text(driver.app.export_screenshot(), encoding="utf-8")

        return look

    async with running(replace(beginning(clock, [folder]), language=speak(language))) as driver:
        await driver.at("UnlockScreen")
        driver.app.theme = Colours.CONTRAST
        await looking(driver)("UnlockScreen")
    async with at_home(folder, clock) as driver:
        await looking(driver)("home")
        await walk(driver, looking(driver))
    assert not found
