"""What is typed to find something is always understood somehow, and never as an operator."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.find_query import MOST_WORDS, FindQuery, read_query
from psw_tui.domain.snippet import snippet

TODAY = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", FindQuery()),
        ("   ", FindQuery()),
        ("*", FindQuery()),
        ('"', FindQuery()),
        ("- + ( ) ^", FindQuery()),
        ("shelter loud", FindQuery(words=("shelter", "loud"))),
        ('"one good night" bed', FindQuery(words=("bed",), phrases=("one good night",))),
        ('"not closed', FindQuery(phrases=("not closed",))),
        ("AND OR NOT NEAR(a", FindQuery(words=("AND", "OR", "NOT", "NEAR(a"))),
        ("client:maple27 bed", FindQuery(words=("bed",), client="Maple-27")),
        ("personne:Maple-27", FindQuery(client="Maple-27")),
        ("since:2w", FindQuery(since=date(2026, 2, 27))),
        ("depuis:2026-03-01", FindQuery(since=date(2026, 3, 1))),
        ("since:soonish", FindQuery(words=("since:soonish",))),
        ("step:3 étape:4", FindQuery(step=4)),
        ("step:0", FindQuery(words=("step:0",))),
        ("10:42", FindQuery(words=("10:42",))),
    ],
)
def test_what_is_meant(typed: str, wanted: FindQuery) -> None:
    assert read_query(typed, TODAY) == wanted


def test_a_whole_note_pasted_is_cut_to_a_few_words() -> None:
    assert len(read_query("word " * 1000, TODAY).words) == MOST_WORDS


@given(st.text(max_size=300))
def test_whatever_is_typed_every_word_is_quoted(typed: str) -> None:
    query = read_query(typed, TODAY)
    assert query.match.count('"') == 2 * (len(query.words) + len(query.phrases))


def test_the_words_around_it_whatever_the_accents() -> None:
    body = "Elle a dit: « je veux dormir à l'École, une bonne nuit », puis elle a souri longtemps au chien." + " x" * 80
    before, found, after = snippet(body, ("ecole",), ())
    assert found == "École"
    assert before.endswith("dormir à l'")
    assert after.startswith(", une bonne nuit")
    assert after.endswith("…")


def test_a_phrase_is_whole_and_a_word_may_go_on() -> None:
    assert snippet("a night of one good nightly rest", (), ("one good night",))[1] == ""
    assert snippet("a night of one good nightly rest", ("good", "night"), ())[1] == "night"
    assert snippet("one\ngood night", (), ("one good",))[1] == "one good"


@given(st.text(max_size=200), st.text(max_size=20))
def test_a_snippet_is_one_line_and_never_fails(body: str, word: str) -> None:
    query = read_query(word, TODAY)
    assert "\n" not in "".join(snippet(body, query.words, query.phrases))
