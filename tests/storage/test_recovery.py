"""The recovery code survives handwriting, and points at a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.storage import recovery
from psw_tui.storage.errors import CodeCharacter, CodeLength, CodeMismatch

roots = st.binary(min_size=20, max_size=20)
ROOT = bytes(range(20))
CODE = recovery.encode(ROOT)


@given(roots)
def test_every_root_comes_back(root: bytes) -> None:
    """What the sheet says is the root, no more and no less."""
    code = recovery.encode(root)
    assert [len(group) for group in code.split("-")] == [4] * 9
    assert recovery.decode(code) == root


@given(roots)
def test_a_tired_hand_is_forgiven(root: bytes) -> None:
    """Small letters, spaces, long dashes and look-alikes read as what they resemble."""
    code = recovery.encode(root)
    assert recovery.decode(code.lower().replace("-", "  ")) == root
    assert recovery.decode(" " + code.replace("-", " – ") + "\n") == root
    for printed, typed in (("0", "O"), ("0", "o"), ("1", "I"), ("1", "l"), ("V", "u")):
        assert recovery.decode(code.replace(printed, typed)) == root


@pytest.mark.parametrize(("typed", "found"), [("", 0), (CODE[:-1], 35), (CODE + " 0", 37)])
def test_a_wrong_length_is_counted(typed: str, found: int) -> None:
    """The worker hears how many symbols were found, spacing aside."""
    with pytest.raises(CodeLength) as caught:
        recovery.decode(typed)
    assert (caught.value.found, caught.value.expected) == (found, 36)


@pytest.mark.parametrize("strange", ["*", "ß", "é", "\x1b"])
def test_a_strange_character_is_located(strange: str) -> None:
    """Its place is counted as on the sheet, without the dashes."""
    with pytest.raises(CodeCharacter) as caught:
        recovery.decode(CODE[:5] + strange + CODE[6:])
    assert (caught.value.position, caught.value.character) == (5, strange)


@given(roots, st.integers(0, 35), st.sampled_from(recovery.SYMBOLS))
def test_one_wrong_symbol_is_pointed_at(root: bytes, at: int, other: str) -> None:
    """The group that holds the wrong symbol is among the suspects."""
    symbols = recovery.encode(root).replace("-", "")
    if symbols[at] == other:
        return
    with pytest.raises(CodeMismatch) as caught:
        recovery.decode(symbols[:at] + other + symbols[at + 1 :])
    assert at // 4 + 1 in caught.value.suspects
    assert len(caught.value.suspects) <= 3


def test_a_swap_across_two_groups_names_both() -> None:
    """The last symbol of one group and the first of the next changed places."""
    symbols = list(CODE.replace("-", ""))
    at = next(at for at in (3, 7, 11, 15, 19) if symbols[at] != symbols[at + 1])
    symbols[at], symbols[at + 1] = symbols[at + 1], symbols[at]
    with pytest.raises(CodeMismatch) as caught:
        recovery.decode("".join(symbols))
    assert {at // 4 + 1, at // 4 + 2} <= set(caught.value.suspects)


def test_slips_beyond_one_are_refused_without_a_guess() -> None:
    """Three wrong groups point nowhere, and nowhere is better than somewhere wrong."""
    with pytest.raises(CodeMismatch) as caught:
        recovery.decode("ZZZZ" + CODE[4:20] + "ZZZZ" + CODE[24:])
    assert caught.value.suspects == ()


def test_the_code_is_fixed_for_ever() -> None:
    """A sheet written today must be read by every later version."""
    assert CODE == "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-V8BH"
    assert recovery.decode(CODE) == ROOT
