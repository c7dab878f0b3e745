"""Finding by keys: from any list, hits while typing, Enter to the place and Esc back to the box."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.ui.widgets.hit_list import HitList, around
from psw_tui.ui.widgets.marked_list import SIDE_MARK
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_debrief, give_goal, give_look, give_step
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import go


@pytest.fixture
def written(folder: Path, clock: StillClock, maple: Client) -> Client:
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "a quiet goalroom")
        give_debrief(vault, maple.id, their_words="The noteroom was loud", next_what="call the taskroom", next_due="+3")
        look = give_look(vault, maple.id)
        raw = COMPLETE[StepNumber.REFLECT] | {"doing": "pushed the steproom", "state": "done"}
        give_step(vault, look, StepNumber.REFLECT, **raw)
    return maple


@pytest.mark.parametrize(
    ("word", "screen", "shown"),
    [
        ("goalroom", "ListScreen", "Goals: Maple-27"),
        ("noteroom", "ReadScreen", "Debrief: Maple-27"),
        ("taskroom", "ToDoScreen", "call the taskroom"),
        ("steproom", "ReadScreen", "pushed the steproom"),
        ("maple", "ClientScreen", "Goals"),
    ],
)
async def test_enter_goes_to_the_place(
    folder: Path, clock: StillClock, written: Client, word: str, screen: str, shown: str
) -> None:
    """And Esc comes back to the box with the words and hits as they were."""
    async with at_home(folder, clock) as driver:
        await go(driver, "slash", "FindScreen")
        await driver.type(word[:-1])
        await driver.until(lambda: word in driver.text.casefold(), word)
        await driver.type(word[-1])
        await driver.reads("place")
        await go(driver, "enter", screen)
        await driver.reads(shown)
        await go(driver, "escape", "FindScreen")
        await driver.reads(word)


async def test_what_finds_nothing_says_so_and_words_are_kept(folder: Path, clock: StillClock, written: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        await go(driver, "slash", "FindScreen")
        await driver.reads("client:Maple-27")
        await driver.type("zebra")
        await driver.reads("Nothing found.")
        await driver.press("enter", "down")
        assert driver.here == "FindScreen"
        await driver.press(*["backspace"] * 5)
        await driver.type("room client:maple-27 [/]")
        await driver.pilot.pause()
        await go(driver, "escape", "ClientScreen")


def marked_hit(driver: Driver) -> list[str]:
    """The two lines of the marked hit; exactly one is on screen."""
    lines = driver.text.splitlines()
    (at,) = [at for at, line in enumerate(lines) if line.startswith(SIDE_MARK)]
    return lines[at : at + 2]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_the_words_found_are_seen_at_every_size(
    folder: Path, clock: StillClock, maple: Client, size: tuple[int, int]
) -> None:
    """Underlined, in the second of two lines, with what stands around them as far as there is room."""
    said = "and then we went on to the kitchen garden behind the library where it was quiet the whole afternoon long"
    with inside(folder, clock) as vault:
        give_debrief(vault, maple.id, their_words=said)
    async with at_home(folder, clock, size=size) as driver:
        await go(driver, "slash", "FindScreen")
        await driver.type('"garden behind the library"')
        await driver.reads("1 place")
        place, words = marked_hit(driver)
        assert place.split()[:3] == [">", "Maple-27", "debrief"]
        assert "kitchen garden behind the library where" in words
        underlined = [
            segment.text
            for strip in driver.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline
        ]
        assert underlined == ["garden behind the library"]


async def test_the_arrows_and_the_mouse_reach_every_hit(folder: Path, clock: StillClock, maple: Client) -> None:
    """Two lines each, the marked one whole on screen; a step past the end leads to the beginning; a click goes there."""
    with inside(folder, clock) as vault:
        for number in range(10, 30):
            give_debrief(vault, maple.id, their_words=f"room {number}")
    async with at_home(folder, clock, size=(60, 20)) as driver:
        await go(driver, "slash", "FindScreen")
        await driver.type("room")
        await driver.reads("20 places")
        seen = []
        for key in ["down"] * 20:
            seen.append(marked_hit(driver)[1].split()[-1])
            await driver.press(key)
        assert seen == [str(number) for number in range(29, 9, -1)]
        assert marked_hit(driver)[1].split()[-1] == "29"
        await driver.press("up")
        assert marked_hit(driver)[1].split()[-1] == "10"
        await driver.press("down")
        await driver.pilot.click(HitList, offset=(5, 5))
        await driver.at("ReadScreen")
        await driver.reads("room 27")


@pytest.mark.parametrize("room", [4, 12, 30, 55, 75])
@pytest.mark.parametrize(
    "words", ["", "garden", "日本" * 9, "a long phrase of many words, more than there is room for"]
)
def test_a_snippet_keeps_the_words_found_in_any_room(room: int, words: str) -> None:
    """What is around them goes first; only words longer than the line are cut themselves."""
    before, found, after = around("… where they went to the ", words, " and then home by the bus …", room=room)
    assert cell_len(before + found + after) <= room
    assert found == words or (not before and not after and cell_len(words) > room)
