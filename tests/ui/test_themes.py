"""Colours that can be read: contrast on every screen in every theme, one key to change them, and terminals with few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import OptionList

from psw_tui.records.client import Client
from psw_tui.records.setting import Colours as Kept
from psw_tui.ui.themes import THEMES, Colours, next_colours, only_terminal
from tests.conftest import PASSPHRASE, StillClock
from tests.ui.driving import Driver, at_home, beginning, running
from tests.ui.everywhere import walk
from tests.ui.walking import go, notified

TEXT, MARK = 7.0, 3.0
"""What WCAG 2.2 asks of text (1.4.6) and of marks (1.4.11)."""

OURS = [colours for colours in THEMES if colours is not Colours.TERMINAL]


def contrast(style: Style) -> float:
    """How much a text stands out from what is behind it, as WCAG counts it: 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    light, dark = sorted((_luminance(style.color), _luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Any) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in Color.from_rich_color(colour).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faint(driver: Driver) -> set[str]:
    """What on the screen stands out too little; of what lies behind a dialog nobody is to read anything."""
    screen = driver.app.screen
    seen = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    found = set()
    for y, strip in enumerate(screen._compositor.render_strips()):
        if seen.y <= y < seen.bottom:
            for segment in strip.crop(seen.x, seen.right):
                if segment.text.strip() and segment.style is not None:
                    needed = TEXT if any(sign.isalnum() for sign in segment.text) else MARK
                    if contrast(segment.style) < needed or segment.style.dim:
                        found.add(f"{segment.text.strip()!r} {contrast(segment.style):.1f} {segment.style}")
    return found


async def test_every_text_can_be_read_in_every_theme(folder: Path, clock: StillClock, busy: Client) -> None:
    """On each kind of screen, with its mark and its cursor."""
    troubles: list[str] = []
    seen: set[str] = set()
    async with at_home(folder, clock) as driver:

        async def look(stop: str) -> None:
            if driver.here in seen:
                return
            seen.add(driver.here)
            for colours in OURS:
                driver.app.theme = colours.value
                await driver.pilot.pause()
                troubles.extend(f"{colours} at {stop!r}: {what}" for what in faint(driver))

        await walk(driver, look)
    assert not troubles


@pytest.mark.parametrize(
    "ways",
    [
        [("r", "ListScreen")],
        [("n", "PickDialog")],
        [("ctrl+p", "PaletteScreen")],
        [("question_mark", "HelpScreen"), ("m", "ManualScreen")],
    ],
    ids=str,
)
async def test_what_enter_takes_is_marked_where_the_cursor_is_elsewhere_too(
    folder: Path, clock: StillClock, busy: Client, ways: list[tuple[str, str]]
) -> None:
    """In every theme by what is behind it; in the terminal's own turned round, or underlined."""
    async with at_home(folder, clock) as driver:
        for colours in THEMES:
            driver.app.theme = colours.value
            for key, screen in ways:
                await go(driver, key, screen)
            await driver.pilot.pause()
            marked = _style_of_mark(driver)
            if colours is Colours.TERMINAL:
                assert marked.reverse or marked.underline
            else:
                behind = RichColor.parse(driver.app.theme_variables["surface"])
                assert contrast(Style(color=marked.bgcolor, bgcolor=behind)) >= MARK, colours
            while driver.here != "CaseloadScreen":
                await driver.press("escape")
                await driver.pilot.pause()


def _style_of_mark(driver: Driver) -> Style:
    options = driver.app.screen.query_one(OptionList)
    assert options.highlighted is not None
    region = options.content_region
    row = region.y + options._index_to_line[options.highlighted] - options.scroll_offset.y
    line = driver.app.screen._compositor.render_strips()[row].crop(region.x, region.right)
    return next(segment.style for segment in line if segment.text.strip() and segment.style)


def test_what_the_settings_offer_is_what_there_is() -> None:
    assert [str(colours) for colours in Kept] == [str(colours) for colours in THEMES]


async def test_one_key_changes_them_and_they_are_there_again_after_a_lock(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Also while typing, without a letter of it lost, and before the vault is open."""
    async with at_home(folder, clock) as driver:
        assert driver.app.theme == Colours.DARK
        await go(driver, "a", "FormScreen")
        await driver.answer(goes_by="Jo")
        await driver.press("f12")
        await driver.type("e")
        assert driver.form.raw["goes_by"] == "Joe"
        await go(driver, "escape", "CaseloadScreen")
        await driver.press("f12")
        assert driver.app.theme == Colours.CONTRAST
        await driver.press("L")
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        await driver.press("f12")
        assert driver.app.theme == Colours.LIGHT
        await driver.type(PASSPHRASE)
        await driver.press("enter")
        await driver.until(lambda: driver.app.theme == Colours.CONTRAST, "the colours chosen before")


async def test_the_options_change_them(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "o", "FormScreen")
        await driver.answer(colours="few_hues")
        await go(driver, "f2", "CaseloadScreen")
        await driver.until(lambda: driver.app.theme == Colours.FEW_HUES, "the colours chosen")


async def test_a_terminal_with_few_colours_keeps_its_own(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was chosen; and it is said why the key does nothing."""
    monkeypatch.setenv("TERM", "linux")
    async with at_home(folder, clock) as driver:
        await driver.press("f12")
        await notified(driver, "This terminal has no other colours.")
        assert driver.app.theme == Colours.TERMINAL
        await go(driver, "t", "ToDoScreen")
        for strip in driver.app.screen._compositor.render_strips():
            for segment in strip:
                colour = segment.style.color if segment.style else None
                assert colour is None or colour.is_default or colour.is_system_defined


async def test_a_console_is_told_no_character_its_font_lacks(
    folder: Path, clock: StillClock, busy: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all blocks the fonts of consoles have four; the ends of scroll bars and the picture of numbers use none."""
    monkeypatch.setenv("TERM", "linux")
    async with at_home(folder, clock, (60, 20)) as driver:
        await go(driver, "enter", "ClientScreen")
        await driver.reads("Their numbers: = 4.")
        await driver.press("down")
        await driver.pilot.pause()
        shown = driver.text + "".join(segment.text for strip in _strips(driver) for segment in strip)
        assert not {sign for sign in shown if "\u2580" <= sign <= "\u259f"}


def _strips(driver: Driver) -> list[Strip]:
    return driver.app.screen._compositor.render_strips()


@pytest.mark.parametrize(
    ("around", "only"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, False),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, True),
        ({"TERM": "unknown", "COLORTERM": "truecolor"}, True),
        ({"COLORTERM": "truecolor"}, True),
        ({"TERM": "garbage-99"}, False),
    ],
)
def test_which_terminals_have_few(around: dict[str, str], only: bool) -> None:
    assert only_terminal(around, "linux") is only


def test_windows_names_no_terminal_and_has_all_colours() -> None:
    assert not only_terminal({}, "win32")
    assert only_terminal({"NO_COLOR": "1"}, "win32")


def test_the_key_comes_round_to_where_it_began() -> None:
    seen = [Colours.DARK]
    while (following := next_colours(seen[-1])) is not Colours.DARK:
        seen.append(following)
    assert set(seen) == set(THEMES)
