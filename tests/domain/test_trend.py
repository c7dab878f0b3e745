"""A goal's numbers as one short line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.trend import Glyphs, OffTheScale, sparkline

NUMBERS = st.lists(st.integers(0, 10), max_size=30)


@pytest.mark.parametrize(
    ("values", "glyphs", "line"),
    [
        ([], Glyphs.BLOCKS, ""),
        (range(11), Glyphs.BLOCKS, "▁▂▂▃▄▅▅▆▇▇█"),
        (range(11), Glyphs.ASCII, "_..-=++*##@"),
        ([3, 4, 3, 3, 3, 3, 2], Glyphs.BLOCKS, "▃▄▃▃▃▃▂"),
    ],
)
def test_one_mark_for_each_number(values, glyphs, line):
    assert sparkline(values, glyphs) == line


@given(NUMBERS, st.sampled_from(Glyphs), st.integers(0, 40))
def test_only_the_newest_are_drawn(values, glyphs, newest):
    line = sparkline(values, glyphs, newest)
    assert len(line) == min(len(values), newest)
    assert sparkline(values, glyphs, len(values)).endswith(line)


@given(st.integers(0, 10), st.integers(0, 10), st.sampled_from(Glyphs))
def test_a_higher_number_never_looks_lower(one, other, glyphs):
    low, high = (glyphs.index(sparkline([value], glyphs)) for value in sorted((one, other)))
    assert low <= high
    assert (low < high) or abs(one - other) < 2


def test_the_plain_marks_need_nothing_but_ascii():
    assert Glyphs.ASCII.isascii()
    assert all(len(set(glyphs)) == len(glyphs) == 8 for glyphs in Glyphs)


@pytest.mark.parametrize("value", [-1, 11])
def test_a_number_off_the_scale_is_refused(value):
    with pytest.raises(OffTheScale) as refused:
        sparkline([5, value])
    assert refused.value.value == value
