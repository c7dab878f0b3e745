"""Every kind of screen at four sizes, in both languages: nothing scrolls sideways, and no sentence of ours is cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Static

from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.teamwork.joining import own_card
from psw_tui.services.teamwork.sticks import stick_for
from psw_tui.storage.write import writing
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.themes import Colours
from tests.conftest import StillClock
from tests.services.giving import give_client
from tests.ui.driving import Driver, at_home, inside
from tests.ui.everywhere import Visit, walk, walk_team
from tests.ui.teaming import disagreeing, other_laptop, set_message, together

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


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_screen(folder: Path, clock: StillClock, busy: Client, language: str) -> None:
    """In high contrast, as those will have it who see least. `PSW_TUI_PICTURES=FOLDER` keeps what was seen."""
    with inside(folder, clock) as vault, writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, language=language, colours=Colours.CONTRAST)
        tx.change(Client, busy.id, language=language)
    found: list[str] = []
    async with at_home(folder, clock) as driver:
        look = looking(driver, found, language)
        await look("home")
        await walk(driver, look)
    assert not found


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_screen_of_a_team(
    folder: Path, clock: StillClock, busy: Client, new_vault: Path, tmp_path: Path, language: str
) -> None:
    """With another worker in it, something that does not agree, and files that came."""
    card, stick = tmp_path / "other.psw-card", tmp_path / "came.psw-stick"
    with other_laptop(new_vault, tmp_path / "bea", clock, "Bea") as other, inside(folder, clock) as vault:
        together(vault, other)
        give_client(vault, "Oak-1")
        disagreeing(vault, other, busy.id)
        set_message(other, busy.id, "ask_first")
        stick.write_bytes(stick_for(other, [], everything=False, progress=Progress())[0])
        with writing(vault) as tx:
            tx.change(Setting, THE_ONLY_ID, language=language, colours=Colours.CONTRAST)
    with other_laptop(new_vault, tmp_path / "cy", clock, "Cy") as third:
        card.write_bytes(own_card(third))
    found: list[str] = []
    async with at_home(folder, clock) as driver:
        await walk_team(driver, looking(driver, found, language), card, stick)
    assert not found


def looking(driver: Driver, found: list[str], language: str) -> Visit:
    """Looks at a stop in all sizes and writes down what is wrong."""

    async def look(stop: str) -> None:
        for columns, rows in SIZES:
            await driver.pilot.resize_terminal(columns, rows)
            await driver.pilot.pause()
            found.extend(f"{stop!r} at {columns}x{rows}: {what}" for what in troubles(driver))
            if PICTURES:
                name = f"{stop.replace(' ', '-')}-{columns}x{rows}-{language}.svg"
                (Path(PICTURES) / name).write_text(driver.app.export_screenshot(), encoding="utf-8")

    return look
