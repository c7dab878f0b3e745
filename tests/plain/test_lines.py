"""Lines from whoever answers: whole ones, whatever pieces they come in, and the end that idle time makes."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator

import pytest

from psw_tui.idle import IdleWatch
from psw_tui.plain import lines
from psw_tui.plain.lines import EndOfInput, InputLines, LongIdle
from psw_tui.stdin import first_line
from psw_tui.storage.vault import Vault
from tests.plain.conftest import said_in, squeezed


class Pieces(io.RawIOBase):
    """Bytes as a pipe hands them over: so many at a time as there happen to be."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def read(self, _size: int = -1) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def all_of(source: InputLines) -> Iterator[str]:
    while True:
        try:
            yield source.next()
        except EndOfInput:
            return


@pytest.mark.parametrize(
    ("pieces", "wanted"),
    [
        ([b"one\ntwo\n"], ["one", "two"]),
        ([b"o", b"ne\r\n", b"\n", b"tw", b"o"], ["one", "", "two"]),
        (["é".encode()[:1], "é".encode()[1:] + b"\n"], ["é"]),
        ([b"\xff\n"], ["\ufffd"]),
        ([], []),
    ],
)
def test_lines_are_whole(pieces: list[bytes], wanted: list[str]) -> None:
    """Whatever pieces they come in; what is no text becomes a sign that can be seen."""
    assert list(all_of(InputLines(Pieces(*pieces), "utf-8"))) == wanted  # type: ignore[arg-type]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals on Windows")
@pytest.mark.parametrize("asked", [False, True], ids=["before it is asked for", "while it is waited for"])
def test_half_a_line_is_handed_over(asked: bool) -> None:
    """Whenever the interrupt comes: typed while the question was still being put, too."""
    outside, inside = os.openpty()
    with open(outside, "r+b", buffering=0) as keys, open(inside, "rb", buffering=0) as terminal:
        source = InputLines(terminal, "utf-8")
        if asked:
            keys.write(b"one\n")
            assert source.next() == "one"
            source._ask_for_some()
        keys.write(b"they/th")
        shown = b""
        while b"they/th" not in shown:
            shown += keys.read(100)
        assert source.rest() == "they/th"
        if asked:
            assert source._chunks.get(timeout=30) == b""  # the thread has read for the last time


def test_nobody_answering_for_long_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on although nothing is typed."""
    monkeypatch.setattr(lines, "LOOK_EVERY", 0.001)
    now = [0.0]

    def later() -> float:
        now[0] += 20
        return now[0]

    never = threading.Event()

    class Silent(Pieces):
        def read(self, _size: int = -1) -> bytes:
            never.wait()
            return b""

    source = InputLines(Silent(), "utf-8", watch=IdleWatch(later, lambda: 0.0, lambda: 0.0))  # type: ignore[arg-type]
    source.idle_minutes = lambda: 5
    with pytest.raises(LongIdle):
        source.next()
    never.set()


def test_the_end_by_idling_is_said(vault: Vault) -> None:
    said = squeezed(said_in(vault, "4", "River", then=LongIdle))
    assert "Nobody has answered for 5 minutes, so the vault was closed." in said
    assert "What you answered is kept as a draft." in said


def test_of_the_first_line_nothing_more_is_read() -> None:
    """What follows a passphrase are answers."""
    source = io.BytesIO(b"secret\r\n1\n2\n")
    assert first_line(source, 100) == b"secret"
    assert source.read() == b"1\n2\n"
    assert len(first_line(io.BytesIO(b"x" * 500), 100)) == 101
