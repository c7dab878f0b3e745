"""Proofs too long for every day: `python -m tests.long NAME [options]`, one printed line as the result.

Each module beside this one is such a proof: `run(arguments) -> int`, and `options(parser)` if it has any.
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
        if found.name.startswith("_"):
            continue
        proof = import_module(f"tests.long.{found.name}")
        own = proofs.add_parser(found.name, help=(proof.__doc__ or "").partition("\n")[0])
        getattr(proof, "options", lambda _parser: None)(own)
        own.set_defaults(run=proof.run)
    arguments = parser.parse_args(given)
    code: int = arguments.run(arguments)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
