"""The caseload as a worker sees it: columns as there is room, a mark that stays, and rows that are never gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.services.caseload import CaseloadRow
from psw_tui.storage.vault import Vault
from psw_tui.ui.widgets.caseload_columns import columns_for, heading_line
from psw_tui.ui.widgets.caseload_list import CaseloadList
from psw_tui.ui.widgets.marked_list import SIDE_MARK
from psw_tui.ui.widgets.paged_rows import PAGE, PackedIds, PagedRows
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.services.permitting import set_option
from tests.ui.driving import Driver, at_home, inside
from tests.ui.test_hostile import HOSTILE, listen_in, steers_the_terminal
from tests.ui.walking import go, notified, retype

MANY = 90

AS_THERE_IS_ROOM = {
    60: ["Client", "Last", "Next due", "Signal", "1-9"],
    80: ["Client", "Last", "Next due", "Signal", "Fresh look 1-9", "Permission"],
    100: ["Client", "Next due", "What is next", "Signal", "Permission"],
    120: ["What is next", "Look again", "Permission"],
    140: ["What is next", "Goals now", "Look again", "Supervision"],
    160: ["Goals now", "Look again", "Supervision", "Rhythm"],
    200: ["What is next", "Goals now", "Look again", "Supervision", "Rhythm", "Pronouns", "Met"],
}
"""Headings by width."""

SAID = {
    60: ["Maple-27", "today", "over 2 d", "too soon"],
    80: [". . . . . ! . . .", "none"],
    100: ["ring the shelter"],
    120: ["Fri 10 Apr"],
    140: ["3 - ", "asked 8 d"],
    160: ["every 2 weeks"],
    200: ["they/them", "8 wk"],
}
"""What is said of a client who has everything, by the width from which on it is."""


def give_many(folder: Path, clock: StillClock, count: int = MANY) -> list[str]:
    """So many clients; the codes in the order they are shown."""
    codes = [f"Ash-{number:02}" for number in range(1, count + 1)]
    with inside(folder, clock) as vault:
        for code in codes:
            give_client(vault, code)
    return codes


def give_everything(vault: Vault) -> Client:
    """A client of whom every column has something to say."""
    about = {"rhythm": "two_weeks", "pronouns": "they/them", "met_on": "2026-01-10"}
    client = give_client(vault, "Maple-27", goes_by="Al", **about)
    give_debrief(vault, client.id, next_what="ring the shelter", next_due="-2")
    give_goal(vault, client.id, "Sleep", rating="3")
    give_goal(vault, client.id, "Work")
    look = give_look(vault, client.id)
    asked = {"question": "How?", "state": "waiting", "waiting_for": "Sam", "waiting_until": "+3", "asked_on": "-8"}
    give_step(vault, look, StepNumber.SUPERVISION, **asked)
    return client


def marked_line(driver: Driver) -> str:
    """The line with the mark; exactly one is on screen."""
    (line,) = [line for line in driver.text.splitlines() if line.startswith(SIDE_MARK)]
    return line[len(SIDE_MARK) :]


async def wheel(driver: Driver, event: type[events.MouseEvent], turns: int) -> None:
    clients = driver.app.screen.query_one(CaseloadList)
    for _ in range(turns):
        await driver.pilot._post_mouse_events([event], widget=clients, offset=(5, 5))


async def test_the_next_page_is_drawn_before_it_is_asked_for(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a key only has to show it; also the mark, where the next arrow or page will put it."""
    drawn: list[str] = []
    marked: list[str] = []
    draw = CaseloadList.draw

    def note(self: CaseloadList, item: CaseloadRow, width: int, *, is_marked: bool) -> Sequence[Strip]:
        (marked if is_marked else drawn).append(item.code)
        return draw(self, item, width, is_marked=is_marked)

    monkeypatch.setattr(CaseloadList, "draw", note)
    codes = give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.reads(codes[0])
        height = driver.app.screen.query_one(CaseloadList).size.height
        await driver.until(lambda: set(codes[1 : 2 * height]) <= set(drawn), "a page drawn ahead")
        assert not set(drawn) & set(codes[3 * height :])
        drawn.clear()
        await driver.press("pagedown", "pagedown")
        await driver.reads(codes[height])
        assert not set(drawn) & set(codes[height : 2 * height - 2])
        at = 2 * (height - 1)
        for key, step in (("up", -1), ("up", -1), ("pagedown", height - 1), ("pageup", 1 - height), ("down", 1)):
            there = codes[at + step]
            await driver.until(lambda there=there: there in marked, f"{there} drawn with the mark")
            times, at = marked.count(there), at + step
            await driver.press(key)
            assert marked_line(driver).startswith(there)
            assert marked.count(there) == times


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("names", [False, True], ids=["codes", "names"])
def test_every_heading_fits_at_every_width(code: str, *, names: bool) -> None:
    """Also in French, with two cells for the mark."""
    for width in range(60, 201):
        line = heading_line(speak(code), columns_for(width - 2, names=names))
        assert "…" not in line
        assert cell_len(line) <= width - 2


@pytest.mark.parametrize("width", AS_THERE_IS_ROOM)
async def test_more_columns_come_as_there_is_room(folder: Path, clock: StillClock, width: int) -> None:
    """Nothing is cut that a narrower screen shows whole, and nothing lies beyond the edge."""
    with inside(folder, clock) as vault:
        give_everything(vault)
    async with at_home(folder, clock, size=(width, 24)) as driver:
        await driver.reads("> Maple-27")
        heading = driver.text.splitlines()[1]
        assert [name for name in AS_THERE_IS_ROOM[width] if name not in heading] == []
        line = marked_line(driver)
        wanted = [words for least, more in SAID.items() if least <= width for words in more]
        assert [words for words in wanted if words not in line] == []


async def test_in_french_it_says_the_same(folder: Path, clock: StillClock) -> None:
    with inside(folder, clock) as vault:
        give_everything(vault)
        set_option(vault, language="fr")
    async with at_home(folder, clock, size=(200, 50)) as driver:
        await driver.reads("> Maple-27")
        heading = driver.text.splitlines()[1]
        wanted = ["Objectifs", "À revoir", "Supervision", "Rythme", "Pronoms", "Rencontre"]
        assert [name for name in wanted if name not in heading] == []
        line = marked_line(driver)
        assert [
            words for words in ("demandé 8 j", "aux 2 semaines", "ven. 10 avr.", "retard 2 j") if words not in line
        ] == []


async def test_the_filter_and_its_count_are_named_on_the_narrowest_screen(folder: Path, clock: StillClock) -> None:
    """In French, where the words are longest; the day and the counts give way."""
    with inside(folder, clock) as vault:
        give_client(vault, "Maple-27")
        set_option(vault, language="fr", showing="unanswered")
    async with at_home(folder, clock, size=(60, 20)) as driver:
        await driver.reads("supervision sans réponse : 0")


LETTERS = ("日本", "e\u0301e\u0301", "שלום", "مرحبا", "👩\u200d👧", "🇨🇦", "a" + "\u0301" * 9, "﷽", "हिन्दी")
"""Wide, put together, from right to left, joined, stacked."""


async def test_wide_letters_keep_the_columns_in_line(folder: Path, clock: StillClock) -> None:
    """A letter of two cells is never halved, and the next column begins where its heading does."""
    with inside(folder, clock) as vault:
        for number, name in enumerate(LETTERS, 1):
            give_debrief(vault, give_client(vault, f"Ash-{number:02}", goes_by=name * 9).id)
    for width in (60, 80, 121, 200):
        async with at_home(folder, clock, size=(width, 24)) as driver:
            await driver.press("h")
            await driver.reads("Ash-01 日")
            heading, *lines = driver.text.splitlines()[1 : 2 + len(LETTERS)]
            begins = [heading.index("Last"), *(cell_len(line[: line.index("today")]) for line in lines)]
            assert len(set(begins)) == 1


@pytest.mark.parametrize("kind", ["closing tag", "link", "clipboard", "turned"])
async def test_names_are_shown_as_typed(folder: Path, clock: StillClock, kind: str) -> None:
    """And steer nothing, in the list, under it, and in the wide columns."""
    typed, shown = HOSTILE[kind]
    with inside(folder, clock) as vault:
        client = give_client(vault, "Maple-27", goes_by=typed, pronouns=typed)
        give_debrief(vault, client.id, next_what=typed, next_due="today")
    async with at_home(folder, clock, size=(200, 24)) as driver:
        obeyed = listen_in(driver)
        await driver.press("h")
        await driver.reads(f"> Maple-27 {shown}"[:24])
        await driver.reads(f"Next: {shown}")
        assert not steers_the_terminal(obeyed, typed)


async def test_the_place_of_the_mark_is_told(folder: Path, clock: StillClock) -> None:
    give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.reads(f"1 of {MANY}")
        await driver.press("down", "down")
        await driver.reads(f"3 of {MANY}")
        await driver.press("end")
        await driver.reads(f"{MANY} of {MANY}")


async def test_every_row_comes_however_one_goes_there(folder: Path, clock: StillClock) -> None:
    """Line by line, by the screen, and to both ends."""
    codes = give_many(folder, clock, 150)
    async with at_home(folder, clock) as driver:
        for key in ("end", "home", *["pagedown"] * 8, *["pageup"] * 3, "down", "down", "end"):
            await driver.press(key)
            clients = driver.app.screen.query_one(CaseloadList)
            seen = codes[clients.scroll_offset.y :][: clients.size.height]
            await driver.until(
                lambda seen=seen: all(code in driver.text for code in seen), f"all of {seen} after {key}"
            )
            assert marked_line(driver).startswith(codes[clients.at])


async def test_the_mark_stays_on_its_client_when_the_order_changes(folder: Path, clock: StillClock) -> None:
    """And is still on screen, wherever it went."""
    codes = give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.press("end")
        await driver.reads(f"> {codes[-1]}")
        client = driver.app.screen.query_one(CaseloadList).marked_id
        await driver.ask(_give_due, client)
        await go(driver, "o", "FormScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.reads(f"1 of {MANY}")
        assert marked_line(driver).startswith(codes[-1])


def _give_due(vault: Vault, client: str) -> None:
    give_debrief(vault, client, next_what="ring", next_due="today")


async def test_the_marked_client_stays_on_screen_while_it_is_resized(folder: Path, clock: StillClock) -> None:
    """In mid-scroll, larger and smaller, under the least size and back."""
    codes = give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.press("pagedown", "pagedown", "pagedown", "down")
        marked = driver.app.screen.query_one(CaseloadList).at
        for size in ((120, 40), (60, 20), (40, 12), (200, 60), (58, 18), (80, 24)):
            await driver.pilot.resize_terminal(*size)
            if size < (60, 20):
                await driver.at("TooSmallScreen")
                continue
            await driver.until(lambda: codes[marked] in driver.text, f"{codes[marked]} at {size}")
            assert marked_line(driver).startswith(codes[marked])
            assert all(cell_len(line) <= size[0] for line in driver.text.splitlines())


async def test_the_end_of_the_list_stays_at_the_end_of_a_larger_screen(folder: Path, clock: StillClock) -> None:
    codes = give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.press("end")
        await driver.pilot.resize_terminal(80, 50)
        await driver.reads(codes[-1])
        clients = driver.app.screen.query_one(CaseloadList)
        assert all(code in driver.text for code in codes[-clients.size.height :])


async def test_the_mouse_marks_opens_and_scrolls(folder: Path, clock: StillClock) -> None:
    """A click marks, a second one opens; the wheel takes the mark along when it would leave the screen."""
    codes = give_many(folder, clock)
    async with at_home(folder, clock) as driver:
        await driver.reads(codes[5])
        await driver.pilot.click(CaseloadList, offset=(5, 5))
        await driver.reads(f"> {codes[5]}")
        await wheel(driver, events.MouseScrollDown, 2)
        await driver.until(lambda: codes[3] not in driver.text, "a scroll")
        assert marked_line(driver).startswith(codes[5])
        await wheel(driver, events.MouseScrollDown, 5)
        await driver.until(lambda: codes[9] not in driver.text, "a scroll")
        assert marked_line(driver) == driver.text.splitlines()[2][len(SIDE_MARK) :]
        await wheel(driver, events.MouseScrollUp, 20)
        await driver.reads(codes[0])
        marked = marked_line(driver).split()[0]
        y = driver.text.splitlines().index(SIDE_MARK + marked_line(driver)) - 2
        await driver.pilot.click(CaseloadList, offset=(5, y))
        await driver.at("ClientScreen")
        await driver.reads(marked)


async def test_dragging_over_the_list_selects_nothing(folder: Path, clock: StillClock) -> None:
    """Names that were on screen must not be carried into another program by a slip of the hand."""
    give_many(folder, clock, 20)
    async with at_home(folder, clock) as driver:
        await driver.reads("Ash-05")
        await driver.pilot.mouse_down(CaseloadList, offset=(3, 2))
        await driver.pilot.hover(CaseloadList, offset=(20, 8))
        await driver.pilot.mouse_up(CaseloadList, offset=(20, 8))
        assert not driver.app.screen.get_selected_text()
        await driver.press("down")
        await driver.reads("2 of 20")


async def test_without_colour_the_mark_is_a_sign(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines drawn past the usual way obey NO_COLOR too."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_home(folder, clock) as driver:
        await driver.reads("> Maple-27")
        strips = driver.app.screen._compositor.render_strips()
        colours = [
            color.triplet
            for strip in strips
            for segment in strip
            if segment.style
            for color in (segment.style.color, segment.style.bgcolor)
            if color is not None and color.triplet is not None
        ]
        assert not colours


async def test_another_theme_reaches_lines_already_drawn(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await driver.reads("> Maple-27")
        before = _colours_of_list(driver)
        await driver.press("f12")
        await driver.until(lambda: not before & _colours_of_list(driver), "other colours")


def _colours_of_list(driver: Driver) -> set[Any]:
    strips: Sequence[Any] = driver.app.screen._compositor.render_strips()[2:6]
    return {segment.style.bgcolor for strip in strips for segment in strip if segment.style}


async def test_from_now_on_it_begins_with_those_on_screen(folder: Path, clock: StillClock, maple: Client) -> None:
    """By one key; options begun and not saved are left as they were typed."""
    async with at_home(folder, clock) as driver:
        await go(driver, "o", "FormScreen")
        await retype(driver, team="night")
        await go(driver, "escape", "CaseloadScreen")
        await driver.press("v", "V")
        await notified(driver, "From now on the caseload begins with: mine today.")
        assert [note.place.form for note in await driver.drafts()] == ["options"]
    async with at_home(folder, clock) as driver:
        if driver.here == "DraftsScreen":
            await go(driver, "escape", "CaseloadScreen")
        await driver.reads("PSW mine today: 0")


def test_rows_far_away_are_let_go() -> None:
    """So that scrolling through a large caseload takes no more room than its first screens."""
    ids = [f"{number:06}" for number in range(40_000)]
    rows: PagedRows[_Row] = PagedRows()
    rows.order(PackedIds(ids))
    most = 0
    for top in range(0, len(ids), 20):
        rows.look(top, 20)
        while page := rows.wanted():
            rows.put(page, [_Row(id_) for id_ in page.ids])
        assert all(rows.row(index) is not None for index in range(top, min(top + 20, len(ids))))
        if not top % 4000:
            most = max(most, sum(rows.row(index) is not None for index in range(len(ids))))
    assert most <= 12 * PAGE


class _Row:
    """All that a list of rows must know of one."""

    def __init__(self, id_: str) -> None:
        self.id = id_


def test_rows_of_an_earlier_order_are_not_put_in() -> None:
    rows: PagedRows[_Row] = PagedRows()
    rows.order(PackedIds(["a", "b"]))
    rows.look(0, 2)
    page = rows.wanted()
    assert page is not None
    rows.order(PackedIds(["b", "c"]))
    assert not rows.put(page, [_Row("a"), _Row("b")])
    assert rows.row(0) is None


def test_packed_ids_are_found_where_they_stand() -> None:
    """Not where the end of one and the beginning of the next look alike."""
    ids = PackedIds(["aaab", "abaa", "baab"])
    assert [ids.place(id_) for id_ in ("aaab", "abaa", "baab", "abab", "", "x")] == [0, 1, 2, -1, -1, -1]
    assert [ids.at(index) for index in range(4)] == ["aaab", "abaa", "baab", ""]
    assert PackedIds().place("aaab") == -1
