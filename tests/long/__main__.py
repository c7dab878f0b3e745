"""Proofs too long for every day: `python -m tests.long NAME [--rounds N] [--seed S]`, one printed line as the result.

Each module beside this one that has a `run(arguments) -> int` is such a proof; `options(parser)` gives it others.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from pkgutil import iter_modules

import tests.long


def main(given: list[str]) -> int:
    """Run one proof; 0 when it holds."""
    parser = ArgumentParser(prog="python -m tests.long", description=__doc__)
    proofs = parser.add_subparsers(required=True, metavar="NAME")
    for found in sorted(iter_modules(tests.long.__path__), key=lambda each: each.name):
        if found.name == "__main__":
            continue
        proof = import_module(f"tests.long.{found.name}")
        if hasattr(proof, "run"):
            own = proofs.add_parser(found.name, help=(proof.__doc__ or "").partition("\n")[0])
            getattr(proof, "options", common_options)(own)
            own.set_defaults(run=proof.run)
    arguments = parser.parse_args(given)
    code: int = arguments.run(arguments)
    return code


def common_options(parser: ArgumentParser) -> None:
    """What most proofs can be told."""
    parser.add_argument("--rounds", type=int, help="how often; each proof has its own long number")
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
