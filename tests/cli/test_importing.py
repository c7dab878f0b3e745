"""`psw-tui import`: a trial run, the matching corrected by options, all or nothing, and no name without being asked."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui.clock import SystemClock
from psw_tui.services import importing
from psw_tui.services.clients import client_by_code
from psw_tui.services.errors import NoSuchClient
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask
from tests.services import lists

ROOT = Path(__file__).resolve().parents[2]
GOOD = ("Harbour-901,Zoltan,2026-03-01,active", "Harbour-902,Wilma,2026-03-02,paused")


def codes(ask_vault: Ask) -> set[str]:
    return {client["code"] for client in json.loads(ask_vault("caseload", "--json")[1])}


def test_a_list_comes_in_and_the_file_is_named(ask_vault: Ask, tmp_path: Path) -> None:
    path = lists.rows(tmp_path, *GOOD)
    code, out, err = ask_vault("import", path)
    assert (code, err) == (0, "")
    assert "2 clients came in." in out
    assert f"The list still lies at {path}" in out
    assert "Zoltan" not in out
    assert {"Harbour-901", "Harbour-902"} <= codes(ask_vault)
    code, out, _ = ask_vault("client", "harbour 901", "--json", "--names")
    assert json.loads(out)["goes_by"] == "Zoltan"


def test_a_trial_writes_nothing_and_shows_the_matching(ask_vault: Ask, tmp_path: Path) -> None:
    before = codes(ask_vault)
    path = lists.rows(tmp_path, *(f"{line},x" for line in GOOD), head="Code,Goes by,Met on,Status,DOB")
    code, out, err = ask_vault("import", path, "--dry-run")
    assert (code, err) == (0, "")
    assert "Goes by -> Name they go by  (hidden)" in out
    assert "Met on -> Met on  2026-03-01" in out
    assert "Never kept, so it is left out: DOB." in out
    assert "Clients who would come in: 2" in out
    assert "nothing was written" in out
    assert codes(ask_vault) == before
    assert "Zoltan" in ask_vault("import", path, "--dry-run", "--names")[1]


def test_rows_in_the_way_are_told_and_nothing_comes_in(ask_vault: Ask, tmp_path: Path) -> None:
    before = codes(ask_vault)
    path = lists.rows(tmp_path, *GOOD, "Maple-27,Alma,2026-03-01,active", "Nora Smith,Nora,2026-03-01,active")
    code, out, err = ask_vault("import", path)
    assert code == 1
    assert "Line 4: Maple-27 is here already" in out
    assert "Line 5, Code: This is no client code, and it may be a name." in out
    assert "Nora" not in out + err
    assert "Alma" not in out + err
    assert "--skip-refused, --skip-known" in err
    assert codes(ask_vault) == before
    assert ask_vault("import", path, "--skip-known")[0] == 1
    assert ask_vault("import", path, "--skip-known", "--skip-refused")[0] == 0
    assert codes(ask_vault) == before | {"Harbour-901", "Harbour-902"}


def test_columns_dates_values_and_codes_by_option(ask_vault: Ask, tmp_path: Path) -> None:
    path = lists.rows(tmp_path, "a=b,03/04/2026,x", head="Group = team,Seen,Status")
    code, _, err = ask_vault(
        "import", path, "--map", "Group = team=program", "--map", "Seen=met_on", "--map", "Status=-"
    )
    assert code == 1
    assert "--dates dmy, mdy, ymd" in err
    options = ("--map", "Group = team=program", "--map", "Seen=met_on", "--map", "Status=-", "--draw-codes")
    code, out, _ = ask_vault("import", path, *options, "--dates", "mdy", "--fill", "knows_notes=yes", "--json")
    assert code == 0
    said = json.loads(out)
    assert said["imported"] == 1
    client = json.loads(ask_vault("client", said["drawn"][0]["code"], "--json")[1])
    assert (client["program"], client["met_on"], client["knows_notes"]) == ("a=b", "2026-03-04", "yes")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--map", "Nope=program"), 'no column "Nope"'),
        (("--map", "Code=diagnosis"), 'called "diagnosis"'),
        (("--map", "Goes by=code"), "Two columns"),
        (("--fill", "code=Maple-99"), 'called "code"'),
    ],
)
def test_what_cannot_be_matched_is_said(ask_vault: Ask, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    code, _, err = ask_vault("import", lists.rows(tmp_path, *GOOD), *options)
    assert code == 1
    assert words in err


def test_programs_get_every_refused_row(ask_vault: Ask, tmp_path: Path) -> None:
    path = lists.rows(tmp_path, *(f"x{number},Al,2026-03-01,active" for number in range(1000, 1100)))
    code, out, _ = ask_vault("import", path, "--json", "--dry-run")
    assert code == 1
    assert [row["line"] for row in json.loads(out)["refused"]] == list(range(2, 102))
    out = ask_vault("import", path)[1]
    assert "and 50 more; --json tells all" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_file_that_is_not_there_is_said_before_a_passphrase_is_asked_for(ask: Ask, folder: Path) -> None:
    code, _, err = ask("import", "nowhere.csv", "--vault", folder)
    assert code == 1
    assert "There is no file" in err


def test_a_pair_without_a_sign_makes_no_sense(ask_vault: Ask, tmp_path: Path) -> None:
    assert ask_vault("import", lists.rows(tmp_path, *GOOD), "--map", "Code")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_half_way_nothing_of_it_is_there(ask_vault: Ask, folder: Path, tmp_path: Path) -> None:
    """The program itself, gone without a word once half of the rows are written."""
    before = codes(ask_vault)
    path = lists.rows(tmp_path, *(f"Harbour-{number},Al,2026-03-01,active" for number in range(100, 500)))
    script = (
        "import os, signal, sys\n"
        "from psw_tui.storage import write\n"
        "from psw_tui.cli.main import run\n"
        "add, done = write.Writer.add, []\n"
        "def counted(self, row):\n"
        "    add(self, row)\n"
        "    done.append(row)\n"
        "    if len(done) == 200: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write.Writer.add = counted\n"
        "run(sys.argv[1:])\n"
    )
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    command = [
        sys.executable,
        "-c",
        script,
        "import",
        str(path),
        "--vault",
        str(folder),
        "--passphrase-file",
        str(secret),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    assert codes(ask_vault) == before
    assert ask_vault("doctor")[0] == 0
    assert ask_vault("import", path)[0] == 0
    assert len(codes(ask_vault)) == len(before) + 400


def test_ctrl_c_leaves_nothing(ask_vault: Ask, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = importing.bring_in

    def interrupted(*given: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "bring_in", interrupted)
    assert ask_vault("import", lists.rows(tmp_path, *GOOD))[0] == 130
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault, pytest.raises(NoSuchClient):
        client_by_code(vault, "Harbour-901")
