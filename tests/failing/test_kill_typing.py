"""kill -9 while somebody types: the short form of `python -m tests.long kill_typing`."""

from __future__ import annotations

from pathlib import Path

from tests.long.kill_typing import PROMISED, kill_rounds

ROUNDS = 4


def test_nothing_older_than_two_seconds_is_ever_missing(tmp_path: Path) -> None:
    """Nor is any record half there, nor a word under another client or form."""
    told = kill_rounds(tmp_path, ROUNDS, seed=4)
    assert told.wrong == []
    assert told.words > ROUNDS
    assert told.missing_age <= PROMISED
