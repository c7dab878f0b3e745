"""A team by commands alone: how one comes into it, and how it meets; what does not fit is refused in words."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psw_tui.clock import SystemClock
from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import open_with_passphrase
from psw_tui.team.fold import share
from tests.cli.conftest import Ask
from tests.conftest import PASSPHRASE, RECOVERY_CODE
from tests.services.giving import give_client
from tests.team.postgres import Server, server

__all__ = ["server"]

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of ash and bo, as they were set up."""
    place = tmp_path_factory.mktemp("two")
    for name in ("Ash", "Bo"):
        how = {"recovery_code": RECOVERY_CODE, "worker": name, "language": "en"}
        set_up(place / name.lower(), PASSPHRASE, clock=SystemClock(), profile=CHEAPEST, **how).close()
    return place


@pytest.fixture
def ask_of(ask: Ask, vaults: Path, tmp_path: Path) -> Ask:
    """The command line, about the vault of whom is named first."""
    for name in ("ash", "bo"):
        shutil.copytree(vaults / name, tmp_path / name)
    (tmp_path / "stick").mkdir()

    def asked(whose: str, *arguments: object) -> tuple[int, str, str]:
        return ask(*arguments, "--vault", tmp_path / whose, "--passphrase-file", "-", typed=PASSPHRASE + "\n")

    return asked


def only(folder: Path, ending: str) -> Path:
    (found,) = folder.glob(f"*{ending}")
    return found


def test_coming_into_a_team_and_meeting_it_by_stick(ask_of: Ask, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    code, _, err = ask_of("ash", "team")
    assert (code, err) == (1, "This vault is not in a team yet.\n")
    assert ask_of("ash", "team", "start", "East side")[0] == 0
    code, out, _ = ask_of("bo", "team", "card", "--to", stick)
    card = only(stick, ".psw-card")
    assert (code, card.stat().st_mode & 0o777, str(card) in out) == (0, 0o600, True)
    spoken = out.split()[-1]
    code, _, err = ask_of("ash", "team", "let-in", card, "--to", stick)
    assert (code, "no terminal" in err, "--code" in err) == (1, True, True)
    code, _, err = ask_of("ash", "team", "let-in", card, "--to", stick / "gone", "--code", spoken)
    assert (code, "gone" in err, json.loads(ask_of("ash", "team", "--json")[1])["others"]) == (1, True, [])
    code, _, err = ask_of("ash", "team", "let-in", card, "--to", stick, "--code", "AAAA-BBBB-CCCC")
    assert (code, "not the same" in err) == (1, True)
    assert list(stick.glob("*.psw-letter")) == []
    code, out, _ = ask_of("ash", "team", "let-in", card, "--to", stick, "--code", spoken.lower().replace("-", " "))
    assert code == 0
    letter, of_ash = only(stick, ".psw-letter"), out.split()[-1]
    assert "bo" not in letter.name.lower()
    code, _, err = ask_of("bo", "team", "join", letter, "--code", spoken)
    assert (code, "not the same" in err) == (1, True)
    assert ask_of("bo", "team")[0] == 1
    code, out, _ = ask_of("bo", "team", "join", letter, "--code", of_ash)
    assert (code, '"East side"' in out, "from Ash" in out) == (0, True, True)
    code, out, _ = ask_of("bo", "team", "show")
    assert (code, of_ash in out, spoken in out) == (0, True, True)
    told = json.loads(ask_of("bo", "team", "--json")[1])
    assert (told["name"], told["laptop"]["code"], told["hub"]) == ("East side", spoken, "")
    assert [(each["name"], each["code"], each["taken_out"]) for each in told["others"]] == [("Ash", of_ash, False)]

    share_a_client(tmp_path / "ash")
    code, out, _ = ask_of("ash", "team", "export", "--to", stick, "--for", "bo")
    assert (code, "changes are in" in out) == (0, True)
    made = only(stick, ".psw-stick")
    assert made.stat().st_mode & 0o777 == 0o600
    looked = json.loads(ask_of("bo", "team", "import", made, "--dry-run", "--json")[1])
    assert looked["new"] == looked["changes"] > 0
    assert "Maple-27" not in ask_of("bo", "caseload")[1]
    assert ask_of("bo", "team", "import", made)[0] == 0
    assert "Maple-27" in ask_of("bo", "caseload")[1]
    code, _, err = ask_of("bo", "team", "import", made)
    assert (code, "here already" in err) == (1, True)
    assert ask_of("ash", "team", "export", "--to", stick)[0] == 0
    assert len(list(stick.glob("*.psw-stick"))) == 2  # never over what is there

    code, _, err = ask_of("ash", "team", "take-out", "Bo")
    assert (code, "--yes" in err) == (1, True)
    assert ask_of("ash", "team", "take-out", spoken, "--yes")[0] == 0
    assert json.loads(ask_of("ash", "team", "--json")[1])["others"][0]["taken_out"]


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_is_asked_whether_the_code_is_the_same(
    ask: Ask, ask_of: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, secret = tmp_path / "stick", tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    ask_of("ash", "team", "start", "East side")
    spoken = ask_of("bo", "team", "card", "--to", stick)[1].split()[-1]
    monkeypatch.setattr(io, "TextIOWrapper", Terminal)
    command = ("team", "let-in", only(stick, ".psw-card"), "--to", stick, "--vault", tmp_path / "ash")
    for answer, code in (("no\n", 1), ("\n", 1), ("", 1), (" YES \n", 0)):
        got, out, _ = ask(*command, "--passphrase-file", secret, typed=answer)
        assert (got, spoken in out, len(list(stick.glob("*.psw-letter")))) == (code, True, 1 - code)
    out = ("team", "take-out", "Bo", "--vault", tmp_path / "ash", "--passphrase-file", secret)
    assert ask(*out, typed="no\n")[0] == 1
    assert ask(*out, typed="yes\n")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("start", " "), 1, "name"),
        (("card", "--to", "nowhere"), 1, "nowhere"),
        (("let-in", "gone.psw-card", "--to", "."), 1, "gone.psw-card"),
        (("join", __file__), 1, "letter"),
        (("letter", "Bo", "--to", "."), 1, "not in a team"),
        (("export", "--to", "."), 1, "not in a team"),
        (("import", "gone.psw-stick"), 1, "gone.psw-stick"),
        (("import", __file__), 1, "not in a team"),
        (("hub",), 1, "--forget"),
        (("hub", "host=localhost", "--forget"), 1, "--forget"),
        (("sync",), 1, "not in a team"),
        (("numbers", "--month", "2026-01", "--dry-run"), 0, "trial"),
        (("numbers", "--month", "2126-01"), 1, "not over"),
        (("numbers", "--month", "2026-13"), 2, "2026-10"),
        (("numbers",), 2, "--month"),
        (("export",), 2, "--to"),
        (("dance",), 2, "dance"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_in_words(ask_of: Ask, arguments: tuple[str, ...], code: int, said: str) -> None:
    got, out, err = ask_of("ash", "team", *arguments)
    assert got == code
    assert said in (err or out)
    assert "Traceback" not in err


def test_refusals_of_somebody_in_a_team(ask_of: Ask, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert ask_of("ash", "team", "start", "East side")[0] == 0
    for arguments, said in (
        (("start", "West side"), "East side"),
        (("export", "--to", stick), "no other laptop"),
        (("letter", "Bo", "--to", stick), '"Bo"'),
        (("sync",), "no hub"),
        (("hub", "host=hub.agency.ca"), "verify-full"),
        (("import", __file__), "psw-tui did not make it"),
    ):
        code, _, err = ask_of("ash", "team", *arguments)
        assert (code, said in err) == (1, True), (arguments, err)
    assert ask_of("ash", "team", "card", "--to", stick)[0] == 0
    code, _, err = ask_of("ash", "team", "let-in", only(stick, ".psw-card"), "--to", stick, "--code", "x")
    assert code == 1
    assert list(stick.glob("*.psw-letter")) == []


def share_a_client(folder: Path) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        share(vault, give_client(vault, "Maple-27").id)


def test_two_workers_meet_on_a_hub_in_processes_of_their_own(ask_of: Ask, server: Server, tmp_path: Path) -> None:
    """From an administrator's first line to both having the same, both meeting at once."""
    ask_of("ash", "team", "start", "East side")
    ask_of("bo", "team", "card", "--to", tmp_path)
    card = only(tmp_path, ".psw-card")
    spoken = json.loads(card.read_text())["code"]
    of_ash = ask_of("ash", "team", "let-in", card, "--to", tmp_path, "--code", spoken)[1].split()[-1]
    ask_of("bo", "team", "join", only(tmp_path, ".psw-letter"), "--code", of_ash)
    share_a_client(tmp_path / "ash")
    database = server.new_database()
    assert process("team", "hub-init", server.dsn(database))[0] == 0
    for name in ("ash", "bo"):
        told = json.loads(ask_of(name, "team", "--json")[1])
        login = f"{name}_{database}"
        who = ("--login", login, "--team", told["team"], "--device", told["laptop"]["id"])
        assert process("team", "hub-member", server.dsn(database), *who)[0] == 0
        server.ask(f"ALTER ROLE {login} PASSWORD 'pass of {name}'")
        (tmp_path / f"{name}.password").write_text(f"pass of {name}\n")
    with server.asking_passwords_of(f"ash_{database},bo_{database}"):
        for name in ("ash", "bo"):
            address = server.dsn(database, f"{name}_{database}")
            kept = process(
                "team", "hub", address, "--password-file", tmp_path / f"{name}.password", **of(tmp_path / name)
            )
            assert kept[0] == 0, kept
        first = process("team", "sync", **of(tmp_path / "ash"))
        assert (first[0], "went out" in first[1]) == (0, True), first
        both = [begin("team", "sync", "--json", **of(tmp_path / name)) for name in ("ash", "bo")]
        for each in both:
            out, err = each.communicate(PASSPHRASE + "\n", timeout=60)
            assert each.returncode == 0, err
            assert json.loads(out)["forged"] == 0
        keep = ("team", "hub", server.dsn(database, f"bo_{database}"))
        assert ask_of("bo", *keep)[0] == 0  # nobody there to ask for a password
        code, _, err = ask_of("bo", "team", "sync")
        assert (code, "wants a password" in err) == (1, True)
        assert ask_of("bo", "team", "sync", "--password-file", tmp_path / "bo.password")[0] == 0
    assert "Maple-27" in ask_of("bo", "caseload")[1]
    code, _, err = ask_of("bo", "team", "sync")  # the server wants no password now, and takes it that one is given
    assert code == 0, err
    assert ask_of("bo", "team", "hub", "--forget")[0] == 0
    assert json.loads(ask_of("bo", "team", "--json")[1])["hub"] == ""


def of(folder: Path) -> dict[str, Path]:
    return {"vault": folder}


def begin(*arguments: object, vault: Path | None = None) -> subprocess.Popen[str]:
    more = ("--vault", vault, "--passphrase-file", "-") if vault else ()
    command = [sys.executable, "-m", "psw_tui", *map(str, (*arguments, *more))]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "PSW_TUI_LANGUAGE": "en"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=surroundings)


def process(*arguments: object, vault: Path | None = None) -> tuple[int, str, str]:
    """A command in a process of its own: (code, output, errors)."""
    running = begin(*arguments, vault=vault)
    out, err = running.communicate(PASSPHRASE + "\n" if vault else "", timeout=60)
    return running.returncode, out, err
