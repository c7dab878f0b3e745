"""A page of the caseload through the services, and its SQL by itself; in this process, without a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from random import Random

from psw_tui.services.caseload import caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.storage.vault import Vault
from tests.bench.row import Bench, Measure, Pair, Round, Row, in_turn, middle
from tests.bench.statements import asked_raw, overheard
from tests.bench.vaults import opened

PAGE = 64
SIZES = (100, 10_000, 40_000)
TIMES = 15


def rounds(bench: Bench) -> Iterator[Round]:
    """Pages from anywhere in the list, each through the services and then raw."""
    random = Random(3)
    for number in count():
        taken = in_turn(number, {str(size): partial(_pages, bench, size, random) for size in SIZES})
        pairs = {f"page.{size}": Pair(*taken[str(size)]) for size in SIZES}
        for size in (100, 40_000):
            pairs[f"page.flat.{size}"] = Pair(taken[str(size)][0], taken["10000"][0])
        yield pairs


def _pages(bench: Bench, clients: int, random: Random) -> tuple[float, float]:
    """Medians in milliseconds: the service, and its statements raw. Whoever comes second must not find what the first read."""
    with opened(bench.vault(clients)) as vault:
        ids = caseload_order(vault)
        caseload_rows(vault, ids[:PAGE])  # the first question of all compiles
        taken: dict[str, list[float]] = {"ours": [], "raw": []}
        for number in range(TIMES):
            asked = mixed(ids, random)
            with overheard(vault) as statements:
                caseload_rows(vault, asked)
            sides = {"ours": partial(took, vault, asked), "raw": partial(asked_raw, vault, statements)}
            for side, once in in_turn(
                number, {name: partial(_anew, vault, ask) for name, ask in sides.items()}
            ).items():
                taken[side].append(once)
        return middle(taken["ours"]), middle(taken["raw"])


def _anew(vault: Vault, ask: Callable[[], float]) -> float:
    """As for a page nobody has looked at yet: nothing of the vault is in memory."""
    vault.connection.execute("PRAGMA shrink_memory")
    return ask()


def mixed(ids: Sequence[str], random: Random) -> Sequence[str]:
    """A page of clients from all over the list: neighbours are alike, and in a long list more so."""
    every = len(ids) // PAGE
    first = random.randrange(len(ids) - every * PAGE + every)
    return [ids[(first + every * place) % len(ids)] for place in range(PAGE)]


def took(vault: Vault, ids: Sequence[str]) -> float:
    """Milliseconds for one page."""
    began = time.perf_counter()
    caseload_rows(vault, ids)
    return (time.perf_counter() - began) * 1000


MEASURE = Measure(
    "page",
    (
        *(Row(f"page.{size}", f"a page of the caseload, {size:,} clients", "the same SQL raw", 3.0) for size in SIZES),
        *(
            Row(f"page.flat.{n}", f"a page of the caseload, {n:,} clients", "itself at 10,000", 1.3)
            for n in (100, 40_000)
        ),
    ),
    rounds,
)
