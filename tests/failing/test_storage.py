"""The long proofs of storage, shortened: kills, power cuts, failing disks and the canary. Whole: `python -m tests.long`."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.long import canary, errors, kills, power
from tests.long.session import strace
from tests.long.work import broken

traced = pytest.mark.skipif(strace() is None, reason="strace is missing, or it may not trace here")


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """Killed anywhere: at work, in a checkpoint, while opening."""
    random = Random(5)  # noqa: S311
    kills.new_vault(tmp_path / "vault")
    acknowledged = 0
    for _ in range(5):
        promised = kills.one_kill(tmp_path / "vault", random)
        acknowledged += len(promised)
        assert broken(tmp_path / "vault", promised[-1] if promised else None) == []
    assert acknowledged


@traced
def test_what_was_acknowledged_survives_a_power_cut() -> None:
    """What no fsync had reached is dropped, torn or out of order; nothing acknowledged was among it."""
    wrong, promised, on_the_way = power.cuts(12, seed=5, commits=60)
    assert wrong == []
    assert promised == 60
    assert on_the_way


@traced
def test_the_power_cut_would_notice_a_missing_fsync() -> None:
    """Without an fsync for each commit the same cuts lose something."""
    wrong, _, _ = power.cuts(6, seed=5, commits=60, pragma="synchronous = NORMAL")
    assert any("lost" in each for each in wrong)


@traced
@pytest.mark.parametrize(
    "inject",
    [
        "pwrite64:error=ENOSPC:when=60+",
        "pwrite64:error=ENOSPC:when=60",
        "fdatasync,fsync:error=EIO:when=9+",
        "fdatasync,fsync:error=EIO:when=9",
    ],
)
def test_what_was_acknowledged_survives_a_failing_disk(inject: str) -> None:
    """Refused by name, never with a traceback; when the disk is well again all is there."""
    wrong, said = errors.one(inject, seed=5, commits=25)
    assert wrong == []
    assert said["promises"]
    assert sum(said.values()) > said["promises"]


def test_what_was_acknowledged_survives_a_full_disk() -> None:
    """A real small file system, where one may be mounted."""
    wrong, said = errors.on_a_full_disk(seed=5, commits=200, size="1200k")
    if not said:
        pytest.skip("no file system may be mounted here")
    assert wrong == []
    assert said["DiskFull"]


@traced
def test_no_word_reaches_the_disk_in_clear(tmp_path: Path) -> None:
    """Not in a write, not in a file, and no file is made anywhere but in the vault's folder."""
    commits, calls, writes, files, others = canary.a_day(tmp_path, seed=5, commits=40)
    assert commits == 40
    assert calls > commits
    assert (writes, files, others) == (0, 0, 0)


@traced
def test_the_canary_is_found_in_a_plain_file(tmp_path: Path) -> None:
    """The search itself works."""
    assert all(canary.control(tmp_path))
