"""Text from people comes in clean, and nothing they wrote is lost on the way."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.text import one_line, plain

NASTY = st.text(
    st.sampled_from("\x1b\x9b\x9d\x90\x9c\x07[]();?0123mKAz\\ \t\r\n\v\x85\u2028\u202e\u2066\ufeff\u200d\u200c\u0301é")
    | st.characters()
) | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Lo"]))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301te\u0301", "été"),
        ("one\r\ntwo\rthree\u2028four\x0cfive\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\tb", "a b"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;a new title\x07here", "here"),
        ("\x1b]8;;http://x\x1b\\label\x1b]8;;\x1b\\", "label"),
        ("\x1b]52;c;never ended", "]52;c;never ended"),
        ("\x1b]0;over a line\nkept\x07", "]0;over a line\nkept"),
        ("bell\x07 null\x00 delete\x7f", "bell null delete"),
        ("abc\u202edef\u2066\ufeff\u200b", "abcdef"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("half \ud83d of one", "half  of one"),
        ("[@click=app.quit]Al[/] [TODO] [/", "[@click=app.quit]Al[/] [TODO] [/"),
        ("« Ça va? » she said", "« Ça va? » she said"),
    ],
)
def test_plain(typed, kept):
    assert plain(typed) == kept


@given(NASTY)
def test_plain_text_holds_nothing_that_steers_a_terminal_and_stays_as_it_is(typed):
    kept = plain(typed)
    assert plain(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert {letter for letter in kept if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}} <= {"\n"}
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    kept.encode()


@given(st.text(st.sampled_from("[]{}()/@=abc é\n")))
def test_brackets_are_never_touched(typed):
    assert plain(typed) == typed


@given(NASTY)
def test_one_line_is_one_line_and_stays_as_it_is(typed):
    kept = one_line(typed)
    assert "\n" not in kept
    assert kept == kept.strip()
    assert one_line(kept) == kept
