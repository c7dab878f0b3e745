"""Nobody can take one number from another and find out about a few people."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.small_counts import Count, part, total


def possible(told: list[Count], of_all: Count) -> list[set[int]]:
    """What each hidden part can be for somebody who has only what is told, and knows the rule."""
    hidden = [place for place, count in enumerate(told) if count.hidden]
    found: list[set[int]] = [set() for _ in hidden]
    for guess in product(range(1, 5), repeat=len(hidden)):
        parts = [count.n for count in told]
        for place, n in zip(hidden, guess, strict=True):
            parts[place] = n
        if [part(n) for n in parts] == told and total(parts) == of_all:
            for each, n in zip(found, guess, strict=True):
                each.add(n)
    return found


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_what_is_hidden_can_still_be_anything_from_one_to_four(parts: list[int]) -> None:
    told, of_all = [part(n) for n in parts], total(parts)
    assert all(each == {1, 2, 3, 4} for each in possible(told, of_all))
    assert not any(count.hidden and count.n for count in (*told, of_all)), "what is hidden holds no number to slip out"


@given(st.lists(st.integers(0, 30), max_size=6))
def test_what_is_told_is_true(parts: list[int]) -> None:
    of_all = total(parts)
    if of_all.hidden:
        assert 0 < sum(parts) < 5
    elif of_all.at_least:
        assert of_all.n <= sum(parts)
    else:
        assert of_all.n == sum(parts)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], Count(0)),
        ([0, 0], Count(0)),
        ([7, 5, 0], Count(12)),
        ([7, 5, 3], Count(13, at_least=True)),
        ([7, 1, 4], Count(9, at_least=True)),
        ([0, 3], Count(0, hidden=True)),
    ],
)
def test_a_total_is_exact_only_where_no_part_is_hidden(parts: list[int], told: Count) -> None:
    assert total(parts) == told
