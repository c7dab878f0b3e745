"""The word check finds what its list says, leaves alone what is not ours to reword, and never changes a text itself."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.text import plain
from psw_tui.domain.word_check import QUOTES, BadRow, Idea, Level, Rule, ideas, rules_from, with_local
from psw_tui.domain.word_walk import Spot, Walk, has_gap, is_advice, put_in, sentence_around
from psw_tui.resources import asset

LIST: dict[str, Any] = tomllib.loads(asset("words", "person_first.toml").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = LIST["term"]
TITLES = {name: about["title"] for name, about in LIST["sources"].items()}
RULES = {language: rules_from(ROWS, language, TITLES) for language in ("en", "fr", "es")}

each_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def alone(row: dict[str, Any]) -> tuple[Rule, ...]:
    return rules_from([row], row["lang"], TITLES)


def found(text: str, *own: str, language: str = "en") -> list[str]:
    return [idea.found for idea in ideas(text, language, own, RULES[language])]


def a_row(**changes: Any) -> dict[str, Any]:
    row = {"id": "customer", "lang": "en", "find": r"\bcustomers?\b", "instead": ["person"], "why": "No shop."}
    return {key: value for key, value in (row | changes).items() if value is not None}


@each_row
def test_a_row_finds_its_hit_and_not_its_miss(row: dict[str, Any]) -> None:
    assert ideas(row["hit"], row["lang"], (), alone(row), notes=True)
    assert not ideas(row.get("miss", ""), row["lang"], (), alone(row), notes=True)


@each_row
def test_a_hit_is_found_among_all_rows(row: dict[str, Any]) -> None:
    """At its level, whatever other row covers the same place."""
    notes = row["level"] == Level.NOTE
    assert ideas(row["hit"], row["lang"], (), RULES[row["lang"]], notes=notes)


@each_row
def test_a_suggestion_trips_no_other_row(row: dict[str, Any]) -> None:
    for words in row["instead"]:
        assert found(words, language=row["lang"]) == []


@each_row
def test_every_row_names_where_it_comes_from(row: dict[str, Any]) -> None:
    assert set(row["source"]) <= LIST["sources"].keys()
    assert len({each["id"] for each in ROWS}) == len(ROWS)


def test_the_file_and_the_check_agree_on_quotes() -> None:
    assert tuple(LIST["rules"]["skip_quoted"]) == QUOTES
    assert LIST["rules"]["levels"] == list(Level)


@pytest.mark.parametrize(
    "note",
    [
        "We had coffee at the drop-in. She talked about her sister and the job she wants.",
        "He uses drugs most days and asked for a detox bed. I called; there is a wait of 2 weeks.",
        "Went along to the housing office. They said no to the room, and that is their right.",
        "She told me she hears voices at night. Walking helps. We made a plan for the weekend.",
        "John did not come. I left a message. Next: Friday, drop-in.",
    ],
)
def test_a_good_note_raises_nothing(note: str) -> None:
    assert found(note) == []


@pytest.mark.parametrize(
    "text",
    ['He said "I am an addict" and laughed.', "He said “I am an\naddict”.", "Elle dit : « an addict »."],
)
def test_what_is_quoted_is_theirs(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ['5" of snow, an addict', 'a 5" knife\nan addict\na 6" one', "“ an addict"])
def test_half_a_quote_hides_nothing(text: str) -> None:
    assert found(text) == ["addict"]


def test_blotting_out_joins_nothing() -> None:
    """What stands on both sides of a quote is no phrase."""
    assert found('drug "x" abuse') == []


@pytest.mark.parametrize("own", ["addict", "Addict", " addict ", "addict’s", "an addict"])
def test_words_they_use_for_themselves_are_left_alone(own: str) -> None:
    assert found("An addict's friend. Just an addict’s story. He is an addict.", own, "addict") == []


def test_own_words_are_whole_words_and_plain_text() -> None:
    assert found("two addicts", "addict") == []
    assert found("He is an addict.", "add", "", "  ", "a.*", "(") == ["addict"]
    assert found("a former addict", "clean") == ["former addict"]


def test_notes_only_for_who_asks() -> None:
    text = "She relapsed."
    assert found(text) == []
    assert [idea.found for idea in ideas(text, "en", (), RULES["en"], notes=True)] == ["relapsed"]


def test_only_the_language_of_the_note() -> None:
    assert ideas("C'est un toxicomane.", "en", (), RULES["fr"]) == []
    assert found("Souffre d’anxiété.", language="fr") == ["Souffre d’"]


def test_one_idea_for_one_place_in_their_order() -> None:
    assert found("A former addict met an addict and a junkie.") == ["former addict", "addict", "junkie"]


def test_a_skip_excuses_its_own_place_else_its_sentence() -> None:
    assert found("Washed the dirty dishes. Client was dishevelled, washed the dirty dishes.") == ["dishevelled"]
    assert found("John said she is a prostitute.") == ["prostitute"]
    assert found("The river was high. He was high.") == ["was high"]


@given(st.text(), st.lists(st.text(max_size=8), max_size=4), st.sampled_from(["en", "fr", "es", "xx"]), st.booleans())
def test_any_text_is_taken_and_every_idea_lies_in_it(text: str, own: list[str], language: str, notes: bool) -> None:
    check_spans(text, ideas(text, language, own, RULES.get(language, ()), notes=notes))


@given(
    st.lists(
        st.sampled_from(
            ["addict", "a", '"', "“", "”", "«", "»", " ", "\n", ".", "drug", "abuse", "clean", "is", "room", "’"]
        )
    ).map("".join),
    st.lists(st.sampled_from(["addict", "drug abuse", "is"])),
)
def test_any_mix_of_what_matters(text: str, own: list[str]) -> None:
    check_spans(text, ideas(text, "en", own, RULES["en"], notes=True))


def check_spans(text: str, seen: list[Idea]) -> None:
    last = 0
    for idea in seen:
        assert last <= idea.start < idea.end <= len(text)
        assert text[idea.start : idea.end] == idea.found
        last = idea.end


@pytest.mark.parametrize(
    "text", ["We walked and talked. " * 910, "a" * 20_000, "clean is clean " * 1_333, 'the room "' * 2_000], ids=len
)
def test_a_full_box_is_checked_in_a_blink(text: str) -> None:
    started = time.perf_counter()
    ideas(text, "en", ("addict",), RULES["en"], notes=True)
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"find": "("}, "find"),
        ({"find": None}, "find"),
        ({"find": "x*"}, "find"),
        ({"find": 3}, "find"),
        ({"skip": "["}, "skip"),
        ({"instead": []}, "instead"),
        ({"instead": "person"}, "instead"),
        ({"instead": [3]}, "instead"),
        ({"why": ""}, "why"),
        ({"lang": None}, "lang"),
        ({"level": "shout"}, "level"),
        ({"lvl": "note"}, "lvl"),
    ],
)
def test_a_bad_row_is_named(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadRow) as refused:
        rules_from([a_row(**changes)], "fr", {})  # rows of other languages are looked at too
    assert (refused.value.row, refused.value.fault) == ("customer", fault)


def test_a_row_without_a_name_goes_by_its_number() -> None:
    with pytest.raises(BadRow) as refused:
        rules_from([a_row(), a_row(id=None, find=None)], "en", {})
    assert refused.value.row == "2"


def test_an_agency_adds_replaces_and_switches_off() -> None:
    rows = [a_row(), a_row(id="guest", find="guest")]
    assert len(with_local(rows, [a_row(id="new", find="new")])) == 3
    (kept, changed) = with_local(rows, [a_row(id=None, why="Better.")])
    assert (kept["id"], changed["why"]) == ("guest", "Better.")
    assert [row["id"] for row in with_local(rows, [{"find": r"\bcustomers?\b", "off": True}])] == ["guest"]
    assert [row["id"] for row in with_local(rows, [{"id": "guest", "off": True}])] == ["customer"]


@pytest.mark.parametrize("local", [{"find": "nobody", "off": True}, a_row(off="yes")])
def test_switching_off_nothing_is_a_mistake(local: dict[str, Any]) -> None:
    with pytest.raises(BadRow):
        with_local([a_row()], [local])


def walk_over(*texts: str, own: tuple[str, ...] = ()) -> Walk:
    spots = [Spot(n, idea) for n, text in enumerate(texts) for idea in ideas(text, "en", own, RULES["en"])]
    return Walk(texts, tuple(spots), "en")


def test_accepting_keeps_the_other_places_right() -> None:
    walk = walk_over("An addict and a junkie.", "Another junkie.")
    after = walk.accepted("person who uses drugs")
    assert after.texts[0] == "A person who uses drugs and a junkie."
    after = after.accepted("neighbour")
    assert after.texts == ("A person who uses drugs and a neighbour.", "Another junkie.")
    assert after.kept().here is None
    assert walk.texts[0] == "An addict and a junkie."


def test_what_is_theirs_is_not_asked_again() -> None:
    walk = walk_over("A junkie, a bum.", "Junkie!")
    assert [spot.idea.found for spot in walk.theirs().spots] == ["bum"]


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("He is an addict.", "person", "He is a person."),
        ("A junkie came.", "injured person", "An injured person came."),
        ("Junkies came. Junkies!", "people", "People came. Junkies!"),
        ("IV drug user", "person", "Person"),
        ("that IV drug user", "person", "that person"),
    ],
)
def test_put_in_reads_well(text: str, words: str, after: str) -> None:
    idea = ideas(text, "en", (), RULES["en"])[0]
    assert put_in(text, idea, words, "en") == after


def test_advice_is_told_from_words() -> None:
    assert is_advice("(say what they told you)")
    assert not is_advice("opioid agonist treatment (OAT)")
    assert not is_advice("(a) and (b)")
    assert has_gap("lives with …")
    assert not has_gap("lives with")


def test_the_sentence_around_a_place() -> None:
    text = "One. He is an addict! Two."
    assert sentence_around(text, 14, 20) == ("He is an ", "!")
    before, after = sentence_around("x" * 500 + "addict" + "y" * 500, 500, 506)
    assert before.startswith("…x")
    assert after.endswith("y…")


@given(st.text(st.sampled_from('an addict.\n junkie“”"')), st.sampled_from(["person", "other one", "…"]))
def test_walking_to_the_end_never_breaks(text: str, words: str) -> None:
    walk = walk_over(plain(text))
    while walk.here is not None:
        spot = walk.here
        assert walk.texts[0][spot.idea.start : spot.idea.end] == spot.idea.found
        sentence_around(walk.texts[0], spot.idea.start, spot.idea.end)
        walk = walk.accepted(words) if len(walk.spots) % 2 else walk.kept()
