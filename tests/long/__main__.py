"""Long proofs, by name: `python -m tests.long NAME [--rounds N] [--seed S]`. Each prints one line with its result."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path


def main() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef run(" in path.read_text("utf-8"))
    parser = ArgumentParser(prog="python -m tests.long", description=__doc__)
    parser.add_argument("name", choices=names)
    parser.add_argument("--rounds", type=int, help="how often; each proof has its own long number")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    return int(import_module(f"tests.long.{args.name}").run(args))


if __name__ == "__main__":
    sys.exit(main())
