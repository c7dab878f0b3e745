"""Where lines break in a text box: just where Textual's own wrapping breaks them, whatever was typed where."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument

from psw_tui.ui.widgets.wrapping import SteadyWrap

PIECES = ("a", "to", "walked", "w" * 40, "字字", "e\u0301", "👩\u200d👧", "\u00a0", " ", "  ", "\n", "\t")
"""Words, one that no line holds, wide and joined signs, accents, spaces of all kinds."""

TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


Change = tuple[int, int, str]
"""From where on, how many letters are taken out there, and what comes in their place."""

CHANGES = st.tuples(st.integers(0, 400), st.integers(0, 30) | st.just(0), st.sampled_from(("", "b", *PIECES)))


def told(wrapped: WrappedDocument) -> tuple[object, ...]:
    """All that a text box asks of a wrapped document."""
    lines = range(wrapped.document.line_count)
    return (
        [wrapped.get_offsets(index) for index in lines],
        [wrapped.get_tab_widths(index) for index in lines],
        [wrapped.get_sections(index) for index in lines],
        wrapped.height,
        wrapped._offset_to_line_info,
        wrapped._line_index_to_offsets,
    )


def make(document: Document, change: Change, wrapped: WrappedDocument) -> None:
    """Change the document as a text box does, and let the wrapped one follow."""
    size = len(document.text)
    first = change[0] % (size + 1)
    start, end = (document.get_location_from_index(min(each, size)) for each in (first, first + change[1]))
    result = document.replace_range(start, end, change[2])
    wrapped.wrap_range(start, end, result.end_location)


@given(text=TEXTS, width=st.integers(1, 30), changes=st.lists(CHANGES, max_size=12))
@settings(deadline=None)
def test_breaks_are_where_textual_would_put_them(text: str, width: int, changes: list[Change]) -> None:
    """After any changes, as after wrapping all of it anew."""
    document = Document(text)
    wrapped = SteadyWrap(document, width)
    for change in changes:
        make(document, change, wrapped)
        assert told(wrapped) == told(WrappedDocument(document, width))
