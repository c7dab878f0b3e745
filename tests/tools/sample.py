"""Makes the kept vault of today's schema: `python -m tests.tools.sample`.

Every released schema keeps one under tests/samples/, and all of them must open for ever. Until the first tagged
release the first migration may still change; the sample is then made anew. Afterwards a kept sample is never touched.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from psw_tui.clock import SystemClock
from psw_tui.services.practice import fill
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.migrations import STEPS
from psw_tui.storage.vault import create

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PASSPHRASE = "practice"
CLIENTS = 3


def main() -> None:
    """Make the sample of today's schema, in place of one that is there."""
    folder = SAMPLES / f"schema-{len(STEPS)}"
    shutil.rmtree(folder, ignore_errors=True)
    vault, _code = create(folder, PASSPHRASE, clock=SystemClock(), profile=CHEAPEST)
    with vault:
        fill(vault, clients=CLIENTS)
    print(folder.name, sum(path.stat().st_size for path in folder.iterdir()) // 1024, "KB")


if __name__ == "__main__":
    main()
