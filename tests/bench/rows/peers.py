"""The Textual programs people praise, doing what every program does: starting, moving a mark, holding memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.probe import Probe, module
from tests.bench.row import Bench, Measure, Pair, Round, Row, middle
from tests.bench.rows.start import open_caseload

CLIENTS = 10_000
REQUESTS = 100
"""In the collection that posting opens; its tree has a mark that moves, as the caseload has."""

ARROWS = 20
_REQUEST = "name: Request {n:03}\nmethod: GET\nurl: https://example.org/{n}\n"


@dataclass(frozen=True)
class Peer:
    """A program, how it is told what to show, and what shows that it is there."""

    name: str
    ready: str
    before: Sequence[str] = ()
    """Keys that bring it to where an arrow moves something."""
    environment: Mapping[str, str] = field(default_factory=dict)


POSTING = Peer("posting", "Request 000", environment={"POSTING_FOCUS__ON_STARTUP": "collection"})
HARLEQUIN = Peer("harlequin", "Run Query", before=["enter"] * (ARROWS + 5) + ["up"] * (ARROWS + 3))
"""Its cursor goes through an empty query of several lines."""


def beside(peer: Peer, bench: Bench) -> Iterator[Round]:
    """One round of the peer, then the same of ours with ten thousand clients open."""
    vault = bench.vault(CLIENTS)
    program = bench.peer(peer.name)
    for _ in count():
        with _at_home(peer, program) as theirs:
            theirs.until(peer.ready)
            began = (theirs.painted - theirs.began) * 1000
            theirs.quiet(1.0)
            held = theirs.memory()
            for key in peer.before:
                theirs.press(key)
            moved = middle([theirs.answer("down")[0] for _ in range(ARROWS)])
        with Probe(*module("tests.bench.apps.practice", vault)) as ours:
            ours.until("Passphrase")
            started = (ours.painted - ours.began) * 1000
            open_caseload(ours)
            ours.quiet(1.0)
            holds = ours.memory()
            moves = middle([ours.answer("down")[0] for _ in range(ARROWS)])
        yield {
            f"{peer.name}.start": Pair(started, began),
            f"{peer.name}.arrow": Pair(moves, moved),
            f"{peer.name}.memory": Pair(holds, held),
        }


@contextmanager
def _at_home(peer: Peer, program: Path) -> Iterator[Probe]:
    """In an empty home folder, so that it starts as on its first day."""
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        surroundings = {**os.environ, **folders, **peer.environment, "HOME": home}
        with Probe(*_command(peer, program, Path(home)), environment=surroundings) as probe:
            yield probe


def _command(peer: Peer, program: Path, home: Path) -> Sequence[str]:
    if peer is not POSTING:
        return [str(program)]
    collection = home / "collection"
    collection.mkdir()
    for number in range(REQUESTS):
        (collection / f"request{number:03}.posting.yaml").write_text(_REQUEST.format(n=number), "utf-8")
    return [str(program), "--collection", str(collection)]


def _measure(peer: Peer) -> Measure:
    what = {"start": "start to the first screen", "arrow": "arrow key", "memory": "memory"}
    rows = [
        Row(
            f"{peer.name}.{kind}",
            f"{words} (ours with 10,000 clients)",
            peer.name,
            1.0,
            "MiB" if kind == "memory" else "ms",
        )
        for kind, words in what.items()
    ]
    return Measure(peer.name, rows, lambda bench: beside(peer, bench))


MEASURES = (_measure(POSTING), _measure(HARLEQUIN))
