"""A new root survives kill -9: the short form of `python -m tests.long renewal`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_renewal_opens_by_one_pair_of_words() -> None:
    """Old or new, passphrase and code alike; records whole, leftovers swept, one backup that belongs to it."""
    command = [sys.executable, "-m", "tests.long", "renewal", "--every", "13"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    kills, old, new, neither = (int(word) for word in done.stdout.split() if word.isdigit())
    assert kills == old + new > 14
    assert old > 8
    assert new > 1
    assert neither == 0
