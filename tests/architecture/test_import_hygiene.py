"""What really gets loaded: a graph of imports cannot prove that something is put off until it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCREENS = {"textual", "rich"}
DATABASE = {"sqlalchemy", "sqlmodel", "sqlcipher3", "nacl", "pydantic"}
LATER = {"typing", "dataclasses", "re", "pathlib", "subprocess", "ctypes"}
"""What the launcher does without until its child is on the way: each of them costs a hundredth of the start or more."""

FIRST_SCREEN = """
import os, sys
from psw_tui import __main__ as program
from psw_tui.ui import app, inside, start
program._check_surroundings = lambda: None
def load_house():
    print(*sys.modules, file=sys.__stdout__, flush=True)
    os._exit(0)
inside.load_house = load_house
run, app.PswApp.run = app.PswApp.run, lambda self: run(self, headless=True, size=(80, 24))
program.main(["--child", *sys.argv[1:]])
"""
"""The child until its first screen is there and it begins to load what comes after it."""


def loaded(module: str) -> set[str]:
    """The names of all modules in a fresh Python that imported `module`, beside those of a bare one."""
    script = f"import sys; before = set(sys.modules); import {module}; print(*set(sys.modules) - before)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def packages(module: str) -> set[str]:
    return {name.partition(".")[0] for name in loaded(module)}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("psw_tui.__main__", SCREENS | DATABASE | LATER | {"platformdirs", "argparse"}),
        ("psw_tui.launcher", SCREENS | DATABASE | LATER | {"platformdirs", "argparse"}),
        ("psw_tui.places", SCREENS | DATABASE | {"platformdirs"}),
        ("psw_tui.language", SCREENS | DATABASE),
        ("psw_tui.cli.main", SCREENS),
        ("psw_tui.plain.start", SCREENS),
        ("psw_tui.services", SCREENS),
        ("psw_tui.storage", SCREENS),
        ("psw_tui.cli.team", SCREENS | {"psycopg"}),
        ("psw_tui.team.hub", SCREENS | {"psycopg", "sqlcipher3", "nacl"}),
        ("psw_tui.reports.drawing", SCREENS | {"sqlcipher3", "nacl", "typst"}),
        ("psw_tui.records", SCREENS | {"sqlcipher3", "nacl"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, unwanted: set[str]) -> None:
    assert packages(module) & unwanted == set()


def test_the_first_screen_is_there_before_all_that_opens_a_vault_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "vault.db").touch()
    command = [sys.executable, "-c", FIRST_SCREEN, f"--vault={tmp_path}"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    names = set(result.stdout.split())
    assert "psw_tui.ui.screens.unlock" in names
    assert {name.partition(".")[0] for name in names} & (DATABASE | {"tomllib"}) == set()
    ours = {name for name in names if name.startswith(("psw_tui.records", "psw_tui.services", "psw_tui.storage."))}
    assert ours == {"psw_tui.storage.errors"}
    assert (
        names & {f"psw_tui.ui.{each}" for each in ("house", "setting_up", "screens.set_up", "widgets.boxes")} == set()
    )
    assert "textual.widgets._text_area" not in names


NO_NETWORK = """
import importlib, sys, types
from psw_tui import __main__ as program
program._check_surroundings = lambda: None
def run_app(**_):
    importlib.import_module("asyncio")
    print("_ssl" in sys.modules)
sys.modules["psw_tui.ui.start"] = types.SimpleNamespace(run_app=run_app)
program.main(["--child"])
"""


def test_the_app_does_without_what_only_a_network_needs() -> None:
    result = subprocess.run([sys.executable, "-c", NO_NETWORK], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout == "False\n"


@pytest.mark.parametrize("module", ["psw_tui.ui.start", "psw_tui.cli.main", "psw_tui.ui.house"])
def test_the_lists_of_easy_passwords_wait_until_one_is_chosen(module: str) -> None:
    assert "zxcvbn" not in packages(module)


def every_module_of(package: str) -> str:
    return f"pkgutil, {package}; [__import__(m.name) for m in pkgutil.walk_packages({package}.__path__, '{package}.')]"


@pytest.mark.parametrize("package", ["records", "reports", "services", "storage", "team", "sheets", "cli", "plain"])
def test_no_module_below_the_app_loads_it(package: str) -> None:
    assert packages(every_module_of(f"psw_tui.{package}")) & SCREENS == set()


def test_the_rules_load_only_the_standard_library_and_themselves() -> None:
    names = loaded(every_module_of("psw_tui.domain"))
    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names <= {"psw_tui"}
    ours = {name for name in names if name.startswith("psw_tui.")}
    assert {name for name in ours if not name.startswith("psw_tui.domain")} == set()


def test_nothing_but_the_app_knows_it_without_opening_a_network() -> None:
    assert "socket" not in loaded("psw_tui.__main__")
    assert "socket" not in loaded("psw_tui.launcher")
