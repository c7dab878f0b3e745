"""When the machinery behind a record is built."""

from __future__ import annotations

from typing import Any

LATE: Any = {"defer_build": True}
"""What checks a record's answers is built when it is first needed. Built for all of them at the start it is 3 MB, and no
form has been opened yet."""
