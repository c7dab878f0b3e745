"""Saves some debriefs and says when it begins and when it has ended: `saves.py VAULT NUMBER`, for whoever counts fsyncs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.bench.rows.save import save
from tests.bench.vaults import opened

if __name__ == "__main__":
    with opened(Path(sys.argv[1])) as vault:
        client = vault.connection.execute("SELECT id FROM client LIMIT 1").fetchone()[0]
        save(vault, client)  # the first write of all may fold the log
        os.write(1, b"begin\n")
        for _ in range(int(sys.argv[2])):
            save(vault, client)
        os.write(1, b"end\n")
