"""Measures, by name: `python -m tests.bench NAME`. Each prints rows of a Markdown table."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path


def main() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if "\ndef run(" in path.read_text("utf-8"))
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=names)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--keys", type=int, default=200, help="in each run")
    parser.add_argument("--characters", type=int, default=2000, help="in the box beforehand")
    parser.add_argument("--unbroken", action="store_true", help="all of them in one paragraph")
    return int(import_module(f"tests.bench.{parser.parse_args().name}").run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
