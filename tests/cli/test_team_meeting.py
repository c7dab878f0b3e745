"""What a team's workers decide, on the command line: settling, sharing, and what a supervisor is asked."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psw_tui.cli.main import run
from psw_tui.columns import breadth
from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.storage.read import column
from psw_tui.storage.vault import open_with_passphrase
from psw_tui.storage.write import writing
from psw_tui.team.fold import share
from psw_tui.team.membership import enrol, found, prepare
from tests.cli.conftest import Ask
from tests.conftest import PASSPHRASE, StillClock
from tests.services.giving import give_client, give_look, give_step
from tests.team.laptops import meet, team

Talk = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def ash(new_vault: Path, tmp_path: Path) -> Path:
    """The closed vault of one of two who wrote different things about Maple-27; Birch-11 is nobody else's."""
    with team(new_vault, tmp_path, 3, size=2) as some:
        one, other = (laptop.vault for laptop in some.laptops)
        found(one, "North")
        enrol(one, prepare(other))
        client = give_client(one, "Maple-27").id
        give_client(one, "Birch-11")
        share(one, client, one.clock.today())
        meet(some)
        for vault, value, asked in ((one, "yes", ["work"]), (other, "no", ["family"])):
            with writing(vault) as tx:
                tx.change(Client, client, message_ok=value, do_not_write=asked)
        asking = {"ask_whom": "supervisor", "need": ["ideas", "safety"], "question": "How do I go on?"}
        asking |= {"by_when": "this_week", "state": "waiting", "waiting_for": "an answer", "waiting_until": "+7"}
        give_step(other, give_look(other, client), StepNumber.SUPERVISION, **asking)
        meet(some)
        return some.laptops[0].folder


@pytest.fixture
def on_ash(ask: Ask, ash: Path) -> Talk:
    """A command about this vault, as a script gives it."""

    def asked(*arguments: object) -> tuple[int, str, str]:
        return ask("team", *arguments, "--vault", ash, "--passphrase-file", "-", typed=PASSPHRASE + "\n")

    return asked


@pytest.fixture
def talk(
    ask: Ask, ash: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Talk:
    """The same with somebody at the terminal, who types these lines."""
    (secret := tmp_path / "secret").write_text(PASSPHRASE)

    def talked(*arguments: object, typed: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        code = run(["team", *map(str, arguments), "--vault", str(ash), "--passphrase-file", str(secret)])
        said = capsys.readouterr()
        return code, " ".join(said.out.split()), said.err

    return talked


def kept(folder: Path, question: str) -> list[object]:
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as vault:
        return column(vault, question)


def test_listed_with_numbers_and_settled_by_them(on_ash: Talk, talk: Talk, ash: Path) -> None:
    _, out, _ = on_ash("conflicts", "--json")
    mixed, strict = json.loads(out)["conflicts"]
    assert (mixed["number"], mixed["code"], mixed["field"]) == (1, "Maple-27", "do_not_write")
    assert [(each["counts"], [by["author"] for by in each["by"]]) for each in mixed["picks"]][-1] == (True, [])
    assert {(each["words"], each["counts"], each["by"][0]["author"]) for each in strict["picks"]} == {
        ("yes", False, "ash"),
        ("no", True, "bo"),
    }
    _, out, _ = on_ash("conflicts")
    assert "2. Maple-27, client: OK to leave a message?" in out
    assert "Until somebody picks, the stricter one counts." in out
    assert max(map(breadth, out.splitlines())) <= 80
    yes = next(place for place, each in enumerate(strict["picks"], 1) if each["words"] == "yes")
    code, _, err = on_ash("conflicts", "--settle", 2, "--pick", yes)
    assert (code, "--yes" in err) == (1, True)
    code, out, err = talk("conflicts", "--settle", 2, "--pick", yes, typed="n\n")
    assert (code, "Nothing was changed." in err) == (1, True)
    assert "OK to leave a message? From now on this counts, for all of the team: yes (yes/no)" in out
    assert kept(ash, "SELECT message_ok FROM client WHERE code = 'Maple-27'") == ["no"]
    assert talk("conflicts", "--settle", 2, "--pick", yes, typed="y\n")[1].endswith("Settled. 1 is left.")
    assert kept(ash, "SELECT message_ok FROM client WHERE code = 'Maple-27'") == ["yes"]
    assert on_ash("conflicts", "--settle", 1, "--pick", 3, "--yes")[0] == 0
    assert on_ash("conflicts")[1] == "Nobody wrote something else than you: there is nothing to settle.\n"
    assert kept(ash, "SELECT author FROM change ORDER BY clock DESC LIMIT 1") == ["Ash"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("conflicts", "--settle", "9", "--pick", "1", "--yes"), 1, "no number 9"),
        (("conflicts", "--settle", "1", "--pick", "9", "--yes"), 1, "no number 9"),
        (("conflicts", "--settle", "1"), 1, "together"),
        (("conflicts", "--settle", "0", "--pick", "1"), 2, "1, 2"),
        (("share", "Birch-11"), 1, "--agreed"),
        (("share", "Birch-11", "--agreed", "someday"), 1, "no day"),
        (("share", "Birch-11", "--agreed", "+1"), 1, "not come yet"),
        (("share", "Maple-27", "--agreed", "today"), 1, "already"),
        (("unshare", "Birch-11", "--yes"), 1, "does not read"),
        (("unshare", "Maple-27"), 1, "--yes"),
    ],
)
def test_what_is_refused(on_ash: Talk, arguments: tuple[str, ...], code: int, said: str) -> None:
    got, out, err = on_ash(*arguments)
    assert (got, out) == (code, "")
    assert said in err


def test_shared_once_they_agreed_and_stopped(on_ash: Talk, talk: Talk, ash: Path) -> None:
    shared = "SELECT shared_with_team FROM client WHERE code = 'Birch-11'"
    code, out, err = talk("share", "birch 11", typed="no\n")
    assert (code, "Ask them first" in err) == (1, True)
    assert "Did Birch-11 agree that bo read what is written about them?" in out
    assert kept(ash, shared) == [0]
    assert talk("share", "birch 11", typed="yes\n-1\n")[0] == 0
    assert kept(ash, shared) == [1]
    assert on_ash("unshare", "Birch-11", "--yes")[0] == 0
    assert on_ash("share", "Birch-11", "--agreed", "today")[0] == 0
    assert kept(ash, shared) == [1]


def test_what_the_team_is_asked(on_ash: Talk) -> None:
    _, out, _ = on_ash("requests", "--json")
    asked = json.loads(out)
    (question,) = asked["questions"]
    assert (question["code"], question["need"], question["author"]) == ("Maple-27", ["ideas", "safety"], "bo")
    assert [each["code"] for each in asked["clients"]] == ["Maple-27"]
    _, out, _ = on_ash("requests")
    assert "bo: this week; ideas, safety. How do I go on?" in " ".join(out.split())
    assert "No safety note waits" in out


def test_a_code_that_gave_way_is_changed(on_ash: Talk, ash: Path) -> None:
    with open_with_passphrase(ash, PASSPHRASE, clock=StillClock()) as vault, writing(vault) as tx:
        (client,) = (row[0] for row in tx.ask("SELECT id FROM client WHERE code = 'Birch-11'"))
        tx.change(Client, client, code=f"Maple-27-{client[-4:]}")
    _, out, _ = on_ash("conflicts")
    assert f"Maple-27-{client[-4:]}: two of you gave this code to different people." in " ".join(out.split())
    assert on_ash("new-code", f"Maple-27-{client[-4:]}")[0] == 0
    assert "two of you" not in on_ash("conflicts")[1]
