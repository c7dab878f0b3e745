"""Three laptops write at once, lose sticks and are restored: in the end all hold the same. `--rounds` examples."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from argparse import Namespace
from pathlib import Path

from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from tests.conftest import PASSPHRASE, RECOVERY_CODE, WORKER, StillClock
from tests.team.laptops import a_life

ROUNDS = 300


def run(arguments: Namespace) -> int:
    """0 when every example held."""
    rounds, started, wrong = arguments.rounds or ROUNDS, time.monotonic(), []
    with tempfile.TemporaryDirectory() as home:
        new = Path(home) / "new"
        how = {"recovery_code": RECOVERY_CODE, "worker": WORKER, "language": "en"}
        set_up(new, PASSPHRASE, clock=StillClock(), profile=CHEAPEST, **how).close()
        for seed in range(arguments.seed, arguments.seed + rounds):
            place = Path(home) / str(seed)
            place.mkdir()
            try:
                a_life(new, place, seed)
            except Exception:  # noqa: BLE001 - it is shown, and counted
                traceback.print_exc()
                wrong.append(seed)
            shutil.rmtree(place)
    took = time.monotonic() - started
    print(f"exchange: {rounds} examples, {len(wrong)} wrong {wrong[:10]}, {took:.0f} s")
    return 1 if wrong else 0
