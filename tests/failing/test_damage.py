"""Whatever happens to the bytes of a vault, it opens rightly, is rescued, or refuses by name.

`python -m tests.long damage` does the same 10,000 times.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psw_tui.services.rescue import rescue
from psw_tui.storage import errors
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.long.damage import CLOCK, DATABASE, PAGE, PASSPHRASE, Sample, contents, damaged, make_sample

ROUNDS = 100
WITH_RESCUE = 10
"""Every so many rounds the vault is rescued as well: that takes longest."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return make_sample(tmp_path_factory.mktemp("sample") / "vault")


def test_no_damage_ends_in_a_traceback_or_in_wrong_data(sample: Sample, tmp_path: Path) -> None:
    outcomes, failures = damaged(sample, tmp_path, ROUNDS, seed=7, rescues=WITH_RESCUE)
    assert failures == []
    assert sum(outcomes.values()) == ROUNDS
    assert {"opened", "opened by code"} <= outcomes.keys()
    assert any(word.startswith("rescued") for word in outcomes)


def laid(sample: Sample, folder: Path, page: int | None = None) -> Path:
    """The sample, with one byte of a page flipped."""
    folder.mkdir(mode=0o700)
    for name, content in sample.files.items():
        (folder / name).write_bytes(content)
    if page is not None:
        changed = bytearray(sample.files[DATABASE])
        changed[page * PAGE + 100] ^= 1
        (folder / DATABASE).write_bytes(changed)
    return folder


def page_of(sample: Sample, around: Path, table: str) -> int:
    """A page whose damage this table notices and the caseload does not."""
    for page in range(len(sample.files[DATABASE]) // PAGE - 1, 1, -1):
        folder = around / "looked"
        shutil.rmtree(folder, ignore_errors=True)
        laid(sample, folder, page)
        try:
            with open_with_passphrase(folder, PASSPHRASE, clock=CLOCK) as vault:
                list(vault.connection.execute("SELECT * FROM client NOT INDEXED"))
                try:
                    list(vault.connection.execute(f"SELECT * FROM {table} NOT INDEXED"))  # noqa: S608
                except Exception:  # noqa: BLE001 - the driver's own, which is no VaultError yet
                    return page
        except errors.VaultError:
            continue
    raise AssertionError(table)


def test_what_a_table_lost_the_log_tells_again(sample: Sample, tmp_path: Path) -> None:
    """One damaged page of debriefs, and not one debrief is lost; the damaged vault stays as it was."""
    page = page_of(sample, tmp_path, "debrief")
    folder = laid(sample, tmp_path / "damaged", page)
    before = (folder / DATABASE).read_bytes()
    rescued = rescue(folder, PASSPHRASE, clock=CLOCK)
    saved = {each.table: each for each in rescued.tables}
    assert (rescued.lost, rescued.log_has_gaps) == (0, False)
    assert saved["debrief"].from_log > 0
    assert (folder / DATABASE).read_bytes() == before
    assert rescued.folder.parent == folder.parent
    with open_with_passphrase(rescued.folder, PASSPHRASE, clock=CLOCK) as vault:
        found = contents(vault)
    assert {name: found[name] for name in found if name != "device"} == {
        name: rows if name != "search" else found[name] for name, rows in sample.tables.items() if name != "device"
    }
    open_with_recovery_code(rescued.folder, sample.code, clock=CLOCK).close()


def test_nothing_readable_and_nothing_half_done_is_left(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rescue that fails takes its new folder away; the words of the notes are in no file at any moment."""
    folder = laid(sample, tmp_path / "damaged", page_of(sample, tmp_path, "debrief"))
    word = dict(next(iter(sample.tables["client"].values())))["code"].encode()
    seen: list[bytes] = []

    def full(*_arguments: object) -> object:
        seen.extend(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        raise errors.DiskFull(folder)

    monkeypatch.setattr("psw_tui.storage.salvage.indexed", full)
    with pytest.raises(errors.DiskFull):
        rescue(folder, PASSPHRASE, clock=CLOCK, into=tmp_path / "saved")
    assert not (tmp_path / "saved").exists()
    assert seen
    assert not any(word in content for content in seen)


def test_a_first_page_that_is_gone_leaves_nothing_to_rescue(sample: Sample, tmp_path: Path) -> None:
    folder = laid(sample, tmp_path / "damaged", 0)
    with pytest.raises(errors.NothingToRescue):
        rescue(folder, PASSPHRASE, clock=CLOCK, into=tmp_path / "saved")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged"]


def test_a_vault_that_is_open_is_not_rescued(sample: Sample, tmp_path: Path) -> None:
    """Its pages would change under the copy."""
    folder = laid(sample, tmp_path / "damaged")
    with open_with_passphrase(folder, PASSPHRASE, clock=CLOCK), pytest.raises(errors.VaultBusy):
        rescue(folder, PASSPHRASE, clock=CLOCK, into=tmp_path / "saved")
    assert not (tmp_path / "saved").exists()
