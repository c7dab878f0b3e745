"""What stands alone in assets/offline, for proofs; pytest finds it by `pythonpath` in pyproject.toml."""

from __future__ import annotations

import sys

from tests.long.session import ROOT

sys.dont_write_bytecode = True
sys.path.append(str(ROOT / "assets" / "offline"))

import sign  # noqa: E402  # found only from here on
import wheelhouse  # noqa: E402

__all__ = ["sign", "wheelhouse"]
