"""The program with a practice vault that asks for its passphrase: `practice.py VAULT`.

A practice vault keeps its cheap key; a worker's own would be sealed anew behind the caseload, at a higher cost.
"""

from __future__ import annotations

import sys

from psw_tui import launcher

if __name__ == "__main__":
    sys.exit(launcher.run([f"--vault={sys.argv[1]}", "--practice"]))
