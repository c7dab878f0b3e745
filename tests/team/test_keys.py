"""What travels is sealed, signed and bound to its label; what was forged, altered, cut or meant for others is refused by name."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from psw_tui.storage.change import Change
from psw_tui.storage.errors import (
    ChangeForged,
    ChangeImpossible,
    DeviceUnknown,
    EpochUnknown,
    NotInTeam,
    ParcelDamaged,
    ParcelLocked,
    StickCutShort,
    StickOfAnotherTeam,
    StickTwice,
    VaultError,
)
from psw_tui.storage.sealing import opened_by, sealed_for
from psw_tui.team import stick
from psw_tui.team.fold import conflicts, id_of, outgoing, share, take_in, vector
from psw_tui.team.keys import BLOCK, Keys, checked, new_seed, seal, signed, unseal
from psw_tui.team.membership import enrol, found, keys_of, letter, prepare, revoke, take_letter
from psw_tui.team.passing import sealed_since, take_sealed
from tests.services.giving import give_client, give_debrief
from tests.team.laptops import Laptop, Team, team


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    """Ash founded a team and bo joined it; cy is in none."""
    with team(new_vault, tmp_path, 7) as made:
        ash, bo, _cy = made.laptops
        found(ash.vault, "East side")
        join(ash, bo)
        yield made


def join(one: Laptop, other: Laptop) -> None:
    card = prepare(other.vault)
    enrol(one.vault, card)
    writer = take_letter(other.vault, letter(one.vault, card.device))
    assert writer == prepare(one.vault)
    assert len(writer.spoken) == 14


def a_note(laptop: Laptop) -> Change:
    client = give_client(laptop.vault, f"Maple-{laptop.folder.name}")
    share(laptop.vault, client.id)
    give_debrief(laptop.vault, client.id, their_words="CANARY")
    own = [line for line in outgoing(laptop.vault, {}) if line.device == prepare(laptop.vault).device]
    return next(line for line in own if "CANARY" in line.vals)


def test_a_sealed_change_comes_out_as_it_was_and_shows_nothing(some: Team) -> None:
    ash, bo, _ = some.laptops
    note = a_note(ash)
    for line in outgoing(ash.vault, {}):
        sealed = seal(keys_of(ash.vault), line)
        assert len(sealed.body) % BLOCK == 0
        assert b"CANARY" not in sealed.body
        assert replace(unseal(keys_of(bo.vault), sealed), sig="") == line
    assert seal(keys_of(ash.vault), note).body != seal(keys_of(ash.vault), note).body


FORGERIES: dict[str, Callable[[Keys, Change], object]] = {
    "a bit of its body": lambda keys, line: _with_body(keys, line, lambda body: body[:-1] + bytes([body[-1] ^ 1])),
    "cut short": lambda keys, line: _with_body(keys, line, lambda body: body[:-BLOCK]),
    "empty": lambda keys, line: _with_body(keys, line, lambda _body: b""),
    "another number": lambda keys, line: unseal(keys, replace(seal(keys, line), seq=line.seq + 1)),
    "another clock": lambda keys, line: unseal(keys, replace(seal(keys, line), clock=line.clock + 1)),
    "another device": lambda keys, line: unseal(keys, replace(seal(keys, line), device=next(iter(keys.members)))),
    "another id": lambda keys, line: unseal(keys, replace(seal(keys, line), id="x")),
    "words under a signature": lambda keys, line: checked(
        keys, replace(signed(keys, line), vals='{"safety": "nothing"}')
    ),
    "no signature": lambda keys, line: checked(keys, line),
    "the number of another line": lambda keys, line: checked(keys, replace(signed(keys, line), seq=1)),
}


def _with_body(keys: Keys, line: Change, altered: Callable[[bytes], bytes]) -> Change:
    sealed = seal(keys, line)
    return unseal(keys, replace(sealed, body=altered(sealed.body)))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_or_relabelled_change_is_refused(some: Team, forgery: str) -> None:
    ash = some.laptops[0]
    note = a_note(ash)
    with pytest.raises(ChangeForged):
        FORGERIES[forgery](keys_of(ash.vault), note)


def test_a_member_cannot_write_in_the_name_of_another(some: Team) -> None:
    """They have the team's key, and not the other's."""
    ash, bo, _ = some.laptops
    note = a_note(ash)
    keys = keys_of(bo.vault)
    mine = signed(keys, replace(note, device=prepare(bo.vault).device))
    with pytest.raises(ChangeForged):
        unseal(keys_of(ash.vault), seal(keys, replace(note, vals='{"safety": "nothing"}', sig=mine.sig)))


def test_who_is_in_no_team_or_another_one_reads_nothing(some: Team) -> None:
    ash, _bo, cy = some.laptops
    note = a_note(ash)
    with pytest.raises(NotInTeam):
        keys_of(cy.vault)
    found(cy.vault, "West side")
    with pytest.raises(EpochUnknown):
        unseal(keys_of(cy.vault), seal(keys_of(ash.vault), note))
    with pytest.raises(DeviceUnknown):  # it would give them the team's keys
        stick.make(ash.vault, [prepare(cy.vault).recipient], {})
    enrol(ash.vault, prepare(cy.vault))
    content = stick.make(ash.vault, [prepare(cy.vault).recipient], {})
    with pytest.raises(StickOfAnotherTeam):
        stick.read(cy.vault, content)


def test_who_was_revoked_is_not_believed_any_more_and_has_no_key_to_what_comes(some: Team) -> None:
    ash, bo, cy = some.laptops
    before = signed(keys_of(bo.vault), a_note(bo))
    take_in(ash.vault, outgoing(bo.vault, {}))
    join(ash, cy)
    gone = prepare(bo.vault).device
    revoke(ash.vault, gone)
    take_letter(cy.vault, letter(ash.vault, prepare(cy.vault).device))
    with pytest.raises(EpochUnknown):
        unseal(keys_of(bo.vault), seal(keys_of(ash.vault), a_note(ash)))
    for other in (ash, cy):
        assert checked(keys_of(other.vault), before) == before  # what they wrote as a member stays
        with pytest.raises(DeviceUnknown):  # as if it were from before
            checked(keys_of(other.vault), signed(keys_of(bo.vault), replace(before, seq=before.seq + 1, sig="")))


def test_a_stick_brings_everything_once(some: Team) -> None:
    ash, bo, _ = some.laptops
    note = a_note(ash)
    content = stick.make(ash.vault, [prepare(bo.vault).recipient], vector(bo.vault))
    assert b"CANARY" not in content
    assert stick.import_(bo.vault, content) > 0
    assert note.vals in [line.vals for line in outgoing(bo.vault, {})]
    with pytest.raises(StickTwice):
        stick.import_(bo.vault, content)
    assert conflicts(bo.vault) == []


def _tampered(plain: bytes) -> bytes:
    return plain[:-3] + bytes(3)


def test_a_stick_that_is_cut_tampered_with_or_for_somebody_else_is_refused(some: Team) -> None:
    ash, bo, _ = some.laptops
    a_note(ash)
    me = prepare(bo.vault).recipient
    content = stick.make(ash.vault, [me], {})
    expected: list[tuple[type[VaultError], bytes]] = [
        (ParcelDamaged, content[:-5]),
        (ParcelLocked, stick.make(ash.vault, [prepare(ash.vault).recipient], {})),
        (StickCutShort, sealed_for(me, b"hello")),
        (StickCutShort, sealed_for(me, stick.MAGIC + bytes(64) + b"rubbish")),
    ]
    for refusal, given in expected:
        with pytest.raises(refusal):
            stick.import_(bo.vault, given)
    assert vector(ash.vault).keys() - vector(bo.vault).keys()


def test_a_stick_signed_by_nobody_is_refused(some: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    ash, bo, _ = some.laptops
    a_note(ash)
    monkeypatch.setattr(Keys, "sign", lambda *_: bytes(64))
    content = stick.make(ash.vault, [prepare(bo.vault).recipient], {})
    with pytest.raises(ChangeForged):
        stick.import_(bo.vault, content)


def test_a_stick_whose_letter_is_true_and_whose_rest_is_not_is_refused(some: Team) -> None:
    """Whoever a stick was for could put the letter on another one."""
    ash, bo, _ = some.laptops
    a_note(ash)
    content = stick.make(ash.vault, [prepare(bo.vault).recipient], {})
    plain = opened_by(keys_of(bo.vault).identity, content)
    start = len(stick.MAGIC) + stick.SIGNATURE_BYTES
    header, *lines = zlib.decompress(plain[start:]).split(b"\n")
    told = json.loads(header)
    for device in (told["device"], prepare(bo.vault).device):
        fewer = [json.dumps(told | {"changes": len(lines) - 1, "device": device}).encode(), *lines[:-1]]
        altered = plain[:start] + zlib.compress(b"\n".join(fewer))
        with pytest.raises(ChangeForged):
            stick.import_(bo.vault, sealed_for(prepare(bo.vault).recipient, altered))


@pytest.mark.parametrize(
    "wrong",
    [
        {"clock": 1 << 62},
        {"clock": -1},
        {"seq": 0},
        {"vals": "nonsense"},
        {"vals": "[]"},
        {"vals": json.dumps({"id": "x"})},
        {"vals": json.dumps({"words": [1]})},
        {"vals": '{"words": "\\ud800"}', "author": "\ud800"},
        {"knows": "[]"},
    ],
    ids=str,
)
def test_a_line_no_program_writes_is_refused_and_nothing_is_taken_in(some: Team, wrong: dict[str, object]) -> None:
    ash, bo, _ = some.laptops
    a_note(ash)
    lines = outgoing(ash.vault, {})
    before = vector(bo.vault)
    with pytest.raises(ChangeImpossible):
        take_in(bo.vault, [*lines[:-1], replace(lines[-1], **wrong)])  # type: ignore[arg-type]
    assert vector(bo.vault) == before


def test_what_a_hub_brings_is_taken_in_but_for_what_nobody_should_believe(some: Team) -> None:
    """One bad line holds back those that follow it, no others; once the hub gives the true one, all is there."""
    ash, bo, cy = some.laptops
    a_note(ash)
    stranger = prepare(cy.vault).device
    rows = list(sealed_since(ash.vault, vector(bo.vault)))
    strange = seal(replace(keys_of(ash.vault), seeds={stranger: new_seed()}), replace(a_note(cy), sig=""))
    broken = replace(rows[1], body=rows[1].body[:-1] + bytes([rows[1].body[-1] ^ 1]))
    passed = take_sealed(bo.vault, [*rows[2:], broken, rows[0], strange])
    assert passed.forged == [(broken.device, broken.seq)]
    assert passed.unknown == {stranger}
    assert vector(bo.vault)[rows[0].device] == rows[0].seq
    passed = take_sealed(bo.vault, sealed_since(ash.vault, vector(bo.vault)))
    assert vector(bo.vault)[rows[0].device] == rows[-1].seq
    assert passed.changed > 0
    assert id_of(bo.vault, rows[-1].device, rows[-1].seq) == rows[-1].id
