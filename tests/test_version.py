"""The version has one home, and the list of changes begins with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from psw_tui import __version__

ROOT = Path(__file__).resolve().parents[1]


def test_the_version_is_written_once() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in told["project"]
    assert told["tool"]["hatch"]["version"] == {"path": "psw_tui/__init__.py"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_list_of_changes_begins_with_it() -> None:
    """Each version has its section, newest first, and only the first may be unreleased."""
    text = (ROOT / "assets" / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (\d+\.\d+\.\d+) - (not released yet|\d{4}-\d{2}-\d{2})$", text, re.MULTILINE)
    assert len(sections) == text.count("\n## ")
    versions = [tuple(map(int, version.split("."))) for version, _ in sections]
    assert sections[0][0] == __version__
    assert versions == sorted(set(versions), reverse=True)
    assert all(day != "not released yet" for _, day in sections[1:])
