"""The box for notes: drawn like Textual's own, letter for letter and colour for colour, and with a cursor that stands."""

from __future__ import annotations

from pathlib import Path
from random import Random

from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from psw_tui.records.client import Client
from psw_tui.ui.frames.painting import NearCompositor
from psw_tui.ui.widgets.boxes import LineBox, NotesBox
from tests.conftest import StillClock
from tests.ui.walking import at_client, go

WORDS = ("a", "walked", "(to)", "字字", "e\u0301", "👩\u200d👧", "", "\n", "\n\n", "w" * 40, "\t")


class TwoBoxes(App[None]):
    """The same box twice: ours, and Textual's own."""

    CSS = "Screen { layout: vertical; } TextArea { width: 30; height: 6; max-height: 6; }"

    def compose(self) -> ComposeResult:
        yield NotesBox()
        yield TextArea(compact=True, highlight_cursor_line=False)


def look(box: TextArea) -> list[list[tuple[str, Style | None]]]:
    """Every sign in a box, with its style."""
    strips = box.render_lines(Region(0, 0, *box.size))
    return [[(sign, part.style) for part in strip for sign in part.text] for strip in strips]


async def test_it_looks_like_textuals_own() -> None:
    """Whatever was typed and wherever the cursor and a selection stand; no other colour, no other break."""
    random = Random(5)  # noqa: S311
    app = TwoBoxes()
    async with app.run_test(size=(80, 24)) as pilot:
        ours, theirs = app.query_one(NotesBox), app.query(TextArea).last()
        theirs.cursor_blink = theirs.match_cursor_bracket = False
        for box in (ours, theirs):
            box.load_text(" ".join(random.choices(WORDS, k=12)) if box is ours else ours.text)
        for number in range(40):
            if number == 25:
                app.theme = "textual-light"
            size = len(ours.text)
            start, end = (ours.document.get_location_from_index(random.randint(0, size)) for _ in "12")
            marked, word = (
                random.choice((Selection(start, end), Selection.cursor(start))),
                random.choice((*WORDS, None)),
            )
            looks = []
            for box in (ours, theirs):
                box.focus()
                box.selection = marked
                await pilot.pause()
                if word is not None:
                    box.replace(word, *marked)
                elif number % 3:
                    box.undo()
                await pilot.pause()
                looks.append((box.text, box.scroll_offset, look(box)))
            assert looks[0] == looks[1], f"{number}: {word!r} at {marked} in {ours.text!r}"


async def test_only_what_changed_is_painted_and_nothing_is_left_out(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """After each key the pieces that are painted again are those of the whole screen, painted anew."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        compositor = driver.app.screen._compositor
        assert isinstance(compositor, NearCompositor)
        for box in driver.form.query(NotesBox):
            if not box.region.height:
                continue
            box.focus()
            await driver.type("one (two) three " * 6)
            for region, clip in list(compositor.visible_widgets.values()):
                crop = region.intersection(clip)
                near = compositor._render_chops(crop, set(crop.line_range).__contains__)
                whole = compositor._render_chops(driver.app.screen.region, lambda _: True)
                for row in crop.line_range:
                    inside = {cut for cut in whole[row] if crop.x <= cut < crop.right}
                    assert {cut: near[row][cut] for cut in inside} == {cut: whole[row][cut] for cut in inside}


async def test_the_cursor_stands_still(folder: Path, clock: StillClock, maple: Client) -> None:
    """It is drawn whether or not half a second has gone, and no timer wakes the computer for it."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        for name in ("their_words", "what_line"):
            box = driver.form.query_one(f"#field-{name} .answer").query_one("NotesBox, LineBox")
            assert isinstance(box, NotesBox | LineBox)
            timer = box.blink_timer if isinstance(box, NotesBox) else box._blink_timer
            box.focus()
            await driver.pilot.pause()
            assert timer is not None
            assert not timer._active.is_set(), box
            assert box._cursor_visible, box
