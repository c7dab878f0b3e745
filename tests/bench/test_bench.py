"""The parts of the bench that could mislead: its vaults, and what its table says."""

from __future__ import annotations

from pathlib import Path

from psw_tui.services.doctor import Check, look
from tests.bench import table
from tests.bench.row import Measure, Pair, Row
from tests.bench.vaults import BASE, FEW, opened, vault_of

LOOKED_AT = (Check.PAGES, Check.TABLES, Check.LINKS, Check.SEARCH, Check.REBUILD)


def test_a_multiplied_vault_is_whole(tmp_path: Path) -> None:
    """Tables, change log and search agree, as if each client had been written by the services."""
    with opened(vault_of(tmp_path, 2 * BASE, FEW)) as vault:
        assert [found for each in LOOKED_AT if not (found := look(vault, each)).fine] == []
        ask = vault.connection.execute
        assert ask("SELECT count(*), count(DISTINCT code) FROM client").fetchone() == (2 * BASE, 2 * BASE)
        least = "SELECT min(held) FROM (SELECT count(*) AS held FROM debrief GROUP BY client)"
        assert ask(least).fetchone()[0] >= FEW
        assert vault.new_id() > ask("SELECT max(id) FROM debrief").fetchone()[0]


def test_a_vault_is_made_once(tmp_path: Path) -> None:
    """What lies in the cache is taken."""
    folder = vault_of(tmp_path, 3, FEW)
    (folder / "mark").touch()
    assert (vault_of(tmp_path, 3, FEW) / "mark").exists()


def test_the_table_tells_what_was_missed() -> None:
    """By the median of the ratios, round by round, and not by the ratio of the medians."""
    rows = (Row("quick", "quick", "a reference", 1.0), Row("slow", "slow", "a reference", 1.0))
    measure = Measure("both", rows, lambda _bench: iter(()))
    rounds = [{"quick": Pair(1.0, 2.0), "slow": Pair(ours, 2.0)} for ours in (1.0, 4.0, 6.0)]
    quick, slow = table.lines(measure, rounds)
    assert "| 0.5 (0.5-0.5) | <= 1 | met |" in quick
    assert "| 2 (1.25-2.5) | <= 1 | **missed** |" in slow
