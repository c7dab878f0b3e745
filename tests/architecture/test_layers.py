"""The import contracts hold, and each of them would notice a break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

BREAKS = {
    "a step file draws": ("records/steps/probe.py", "import textual", "Only the app knows Textual"),
    "a step file draws with what Textual draws with": (
        "records/steps/probe.py",
        "import rich",
        "Nor what Textual draws with",
    ),
    "a new module at the top draws": ("probe.py", "import textual", "Only the app knows Textual"),
    "a rule looks at a table": ("domain/probe.py", "import psw_tui.records.columns", "Imports go down only"),
    "the app uses the command line": ("ui/probe.py", "import psw_tui.cli.probe", "Imports go down only"),
    "plain mode uses the app": ("plain/probe.py", "import psw_tui.ui.probe", "Imports go down only"),
    "plain mode uses the command line": ("plain/probe.py", "import psw_tui.cli.probe", "Imports go down only"),
    "plain mode draws": ("plain/probe.py", "import textual", "Only the app knows Textual"),
    "what a form needs draws": ("sheets/probe.py", "import rich", "Nor what Textual draws with"),
    "a room asks in SQL": ("plain/rooms/probe.py", "import sqlmodel", "SQL stays below the services"),
    "a service knows the cipher": ("services/probe.py", "import nacl.secret", "Only storage knows SQLCipher"),
    "a screen opens a database": ("ui/screens/probe.py", "import sqlcipher3", "Only storage knows SQLCipher"),
    "a service draws by itself": ("services/probe.py", "import typst", "Only the drawing of PDF knows typst"),
    "a service speaks to a hub by itself": ("services/probe.py", "import psycopg", "Only the team knows PostgreSQL"),
    "a screen writes": (
        "ui/screens/probe.py",
        "import psw_tui.storage.atomic",
        "Of storage the app and the command line",
    ),
    "a screen asks in SQL": ("ui/screens/probe.py", "import sqlmodel", "SQL stays below the services"),
    "a rule validates": ("domain/probe.py", "import pydantic", "The pure rules know only themselves"),
    "the launcher reads notes": ("launcher.py", "import psw_tui.services", "holds no key and no note"),
    "a step knows another": (
        "records/steps/probe.py",
        "import psw_tui.records.steps.other_probe",
        "Step files do not know each other",
    ),
    "a screen opens another": (
        "ui/screens/probe.py",
        "import psw_tui.ui.screens.other_probe",
        "Screens do not know each other",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # The copy must be looked at, not the installed package: its folder comes first on the path.
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {LINT}"],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "psw_tui", tmp_path / "psw_tui", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("records/steps", "ui/screens"):
        (tmp_path / "psw_tui" / folder / "other_probe.py").touch()
    for module in ("cli/probe.py", "ui/probe.py"):
        (tmp_path / "psw_tui" / module).touch()
    return tmp_path


def test_the_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("module", "line", "contract"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_noticed(copy: Path, module: str, line: str, contract: str) -> None:
    with (copy / "psw_tui" / module).open("a") as source:
        source.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [row for row in result.stdout.splitlines() if " BROKEN" in row]
    assert any(contract in row for row in broken), result.stdout
