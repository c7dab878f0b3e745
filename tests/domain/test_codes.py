"""Client codes: drawn by chance, typed by hand."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.codes import NoCodeLeft, NotACode, draw_code, is_code, normalise_code

WORDS = tomllib.loads((Path(__file__).parents[2] / "assets" / "words" / "codes.toml").read_text("utf-8"))["words"]


def test_the_words_are_many_different_short_and_capitalised():
    assert len(WORDS) >= 220
    assert len({word.casefold() for word in WORDS}) == len(WORDS)
    for word in WORDS:
        assert 3 <= len(word) <= 9
        assert is_code(f"{word}-27"), word


@given(st.randoms(use_true_random=False), st.sampled_from(WORDS))
def test_a_drawn_code_is_a_code_nobody_has(chance, word):
    taken = {f"{word}-{number:02}" for number in range(1, 99)}
    code = draw_code(WORDS, taken, chance.choice)
    assert is_code(code)
    assert code not in taken


def test_a_crowded_word_goes_on_with_three_digits():
    chance = random.Random(1)  # noqa: S311
    taken = {f"Maple-{number:02}" for number in range(1, 100)}
    assert len(draw_code(["Maple"], taken, chance.choice)) == len("Maple-100")


def test_the_last_free_code_is_found_and_then_there_is_none():
    taken = {f"Maple-{number:02}" for number in range(1, 1000)} - {"Maple-42"}
    assert draw_code(["Maple"], taken, lambda among: among[0]) == "Maple-42"
    with pytest.raises(NoCodeLeft):
        draw_code(["Maple"], taken | {"Maple-42"}, lambda among: among[0])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("maple 27", "Maple-27"),
        (" MAPLE-27 ", "Maple-27"),
        ("maple27", "Maple-27"),
        ("maple–7", "Maple-07"),
        ("maple 107", "Maple-107"),
        ("fouge\u0300re 12", "Fougère-12"),
    ],
)
def test_codes_as_people_type_them(typed, code):
    assert normalise_code(typed) == code
    assert is_code(code)


@pytest.mark.parametrize("typed", ["", "Maple", "27", "Maple-00", "Maple-1000", "Ma ple-27", "Maple-27 x", "Maple-٢٧"])
def test_what_is_no_code(typed):
    assert not is_code(typed)
    with pytest.raises(NotACode):
        normalise_code(typed)


@given(st.text() | st.from_regex(r"\A\w{1,9}[ -]?\d{1,4}\Z"))
def test_a_normalised_code_is_a_code_and_stays_as_it_is(typed):
    try:
        code = normalise_code(typed)
    except NotACode:
        return
    assert is_code(code)
    assert normalise_code(code) == code
