"""The vault of the lessons: whole or not there, nobody's but the practice's, and told apart by its records."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psw_tui.domain.passphrase import PRACTICE
from psw_tui.domain.signs import ClientSign
from psw_tui.language import LANGUAGES
from psw_tui.places import HOME_VARIABLE, lesson_folder, list_vaults
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.errors import NoSuchClient
from psw_tui.services.practice import how_far, lesson, open_lesson, take_lesson_away
from psw_tui.services.settings import settings
from psw_tui.storage.errors import VaultBusy, WrongPassphrase
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.services.giving import give_debrief


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return lesson_folder()


def opened(place: Path, clock: StillClock, passphrase: str = PRACTICE, language: str = "en") -> Vault:
    return open_lesson(place, passphrase, clock=clock, language=NoteLanguage(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_client_of_the_lessons(place: Path, clock: StillClock, language: str) -> None:
    """One number too few for the signal; the one of the note to come tips it, and nothing is done yet."""
    with opened(place, clock, language=language) as vault:
        found = how_far(vault)
        assert found.signal.kind is ClientSign.TOO_SOON
        assert not any([found.wrote, found.looked, found.reflected, found.went_on])
        (goal,) = found.signal.goals
        give_debrief(vault, found.client, goals=[{"goal": goal.id, "rating": "3"}])
        found = how_far(vault)
        assert found.wrote
        assert found.signal.worth_a_look
        assert settings(vault).language == language


def test_it_is_opened_again_as_it_was_left(place: Path, clock: StillClock) -> None:
    """In whatever language the worker has chosen in it meanwhile."""
    with opened(place, clock) as vault:
        client = how_far(vault).client
        give_debrief(vault, client)
        with writing(vault) as tx:
            tx.change(Setting, THE_ONLY_ID, language="fr")
    with opened(place, clock, language="fr") as vault:
        assert how_far(vault).client == client
        assert how_far(vault).wrote


def test_it_is_nobodys_vault(place: Path, clock: StillClock) -> None:
    opened(place, clock).close()
    assert list_vaults() == []


def test_a_wrong_passphrase_and_another_window_leave_it_alone(place: Path, clock: StillClock) -> None:
    """Only what cannot be read any more is made anew."""
    with opened(place, clock) as vault:
        give_debrief(vault, how_far(vault).client)
        with pytest.raises(VaultBusy):
            opened(place, clock)
    with pytest.raises(WrongPassphrase):
        opened(place, clock, "seven quiet rivers")
    with opened(place, clock) as vault:
        assert how_far(vault).wrote


@pytest.mark.parametrize("name", ["vault.db", "vault.keys"])
def test_a_damaged_one_is_made_anew(place: Path, clock: StillClock, name: str) -> None:
    """Nothing in it is worth a rescue, and nobody should have to understand one on the first day."""
    opened(place, clock).close()
    if name == "vault.keys":
        (place / "vault.keys2").unlink()
    (place / name).write_bytes(b"x" * 5000)
    with opened(place, clock) as vault:
        assert not how_far(vault).wrote


def test_it_has_its_name_only_when_it_is_whole(place: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it is made: the next time makes it, and sweeps what was half made."""

    class Killed(BaseException):
        pass

    def fill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(lesson, "fill", fill)
        with pytest.raises(Killed):
            opened(place, clock)
    assert not place.exists()
    opened(place, clock).close()
    assert [path.name for path in place.parent.iterdir()] == ["practice"]


def test_it_loses_its_name_before_it_goes(place: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A removal that is cut short leaves no half of it behind that would be taken for the practice."""
    opened(place, clock).close()
    with monkeypatch.context() as patched:
        patched.setattr(lesson.shutil, "rmtree", lambda *_, **__: None)
        take_lesson_away(place)
    assert not place.exists()
    opened(place, clock).close()
    take_lesson_away(place)
    assert list(place.parent.iterdir()) == []
    take_lesson_away(place)


def test_another_vault_has_no_lessons(vault: Vault) -> None:
    with pytest.raises(NoSuchClient):
        how_far(vault)


def test_nothing_of_it_can_be_read_on_the_disk(place: Path, clock: StillClock) -> None:
    """Made up or not: a vault is a vault."""
    opened(place, clock).close()
    for path in place.rglob("*"):
        assert b"soup" not in path.read_bytes()
    shutil.rmtree(place)
