"""Who is in a team is known to all of it: by letters that travel on sticks and on the hub, and that nobody can forge."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from psw_tui.services.errors import AlreadyInTeam, CardOfACopy, CardOfThisLaptop, CardTakenOut, TeamNameMissing
from psw_tui.services.teamwork.joining import (
    card_in,
    join,
    keep_hub,
    let_in,
    letter_for,
    own_card,
    start_team,
    take_out,
    team_state,
    writer_of,
)
from psw_tui.storage.change import Change
from psw_tui.storage.errors import (
    CardNewer,
    CardUnreadable,
    ChangeForged,
    DeviceUnknown,
    EpochUnknown,
    LetterForAnother,
    LetterNewer,
    LetterOfStranger,
    LetterUnreadable,
    NotInTeam,
    ParcelDamaged,
    StickOfAnotherTeam,
    StickTwice,
    TakenOut,
    VaultError,
)
from psw_tui.storage.read import column
from psw_tui.storage.sealing import opened_by, sealed_for
from psw_tui.team import letters, stick
from psw_tui.team.fold import outgoing, share, start_anew, vector
from psw_tui.team.hub import Hub
from psw_tui.team.hub_admin import add_member
from psw_tui.team.keys import Card, Member, seal, unseal
from psw_tui.team.membership import (
    keys_of,
    letters_due,
    letters_sent,
    letters_to_send,
    prepare,
    take_letters,
)
from psw_tui.team.passing import sealed_since, take_sealed
from tests.services.giving import give_client, give_debrief
from tests.team import sealed as hubs
from tests.team.laptops import Laptop, Team, forget_device, team
from tests.team.postgres import Server


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    """Ash started a team and let in bo, then cy; bo has not heard of cy, nor dee of anybody."""
    with team(new_vault, tmp_path, 7, size=4) as made:
        ash, bo, cy, _dee = made.laptops
        start_team(ash.vault, "East side")
        welcome(ash, bo)
        welcome(ash, cy)
        yield made


def welcome(one: Laptop, other: Laptop) -> None:
    """As two people do it, reading aloud."""
    card = card_in(own_card(other.vault))
    assert card.spoken == prepare(other.vault).spoken
    letter = let_in(one.vault, card)
    assert writer_of(other.vault, letter) == prepare(one.vault)
    assert join(other.vault, letter) == prepare(one.vault)


def device(laptop: Laptop) -> str:
    return prepare(laptop.vault).device


def written(laptop: Laptop, words: str) -> str:
    """A note about a client of all."""
    client = give_client(laptop.vault, f"Maple-{words}")
    share(laptop.vault, client.id)
    return give_debrief(laptop.vault, client.id, their_words=words).id


def by_stick(here: Laptop, *there: Laptop) -> None:
    content = stick.make(here.vault, [prepare(each.vault).recipient for each in there], {})
    for each in there:
        with suppress(StickTwice):  # who has all of it already
            stick.import_(each.vault, content)


def post(here: Laptop, *there: Laptop) -> int:
    """What lies on the hub for them, without a hub; how many of them learned something."""
    waiting = letters_to_send(here.vault)
    letters_sent(here.vault)
    return sum(take_letters(each.vault, [waiting[device(each)]]) for each in there if device(each) in waiting)


def everybody(laptop: Laptop) -> dict[str, bool]:
    """The others as this laptop sees them, and whether they are in."""
    return {each.card.name: not each.taken_out for each in team_state(laptop.vault).others}


def restored(laptop: Laptop, copy: Path) -> None:
    """The vault as it was, under a name of its own."""
    laptop.vault.close()
    shutil.rmtree(laptop.folder)
    shutil.copytree(copy, laptop.folder)
    forget_device(laptop.folder, laptop.clock)
    laptop.reopen()


def backed_up(laptop: Laptop) -> Path:
    laptop.vault.close()
    copy = Path(shutil.copytree(laptop.folder, laptop.folder.with_name(f"{laptop.folder.name}-copy")))
    laptop.reopen()
    return copy


def notes(laptop: Laptop) -> list[str]:
    return column(laptop.vault, "SELECT id FROM debrief")


def test_who_was_let_in_becomes_known_to_the_others_by_the_next_stick(some: Team) -> None:
    ash, bo, cy, _ = some.laptops
    note = written(cy, "from cy")
    with pytest.raises(DeviceUnknown):
        by_stick(cy, bo)
    assert everybody(bo) == {"ash": True}
    by_stick(ash, bo)
    assert everybody(bo) == {"ash": True, "cy": True}
    by_stick(cy, bo)
    assert note in notes(bo)


def test_who_was_let_in_becomes_known_to_the_others_by_the_hub(some: Team, server: Server) -> None:
    """And so does who was taken out, with a new key, and what they wrote before."""
    ash, bo, cy, _ = some.laptops
    hub = hubs.made(server)
    try:
        dsns = {}
        for laptop in (ash, bo, cy):
            login = f"{laptop.folder.name}_{hub.database}"
            add_member(hub.boss, login, keys_of(ash.vault).team, device(laptop))
            dsns[laptop.folder.name] = server.dsn(hub.database, login)
        first = written(cy, "first")
        for laptop in (cy, ash, bo):
            at_the_hub(laptop, dsns)
        assert first in notes(bo)
        take_out(ash.vault, device(cy))
        late, kept = written(cy, "late"), written(ash, "kept")
        for laptop in (cy, ash, bo):
            at_the_hub(laptop, dsns)
        assert everybody(bo) == {"ash": True, "cy": False}
        assert (late in notes(bo), kept in notes(bo), first in notes(bo)) == (False, True, True)
        lengths = [length for (length,) in hub.ask("SELECT octet_length(body) FROM psw.letter")]
        assert {length // letters.BLOCK for length in lengths} == {1}, (
            "a letter's length tells nothing of how many they are"
        )
    finally:
        server.ask(f"DROP DATABASE {hub.database} WITH (FORCE)")


def at_the_hub(laptop: Laptop, dsns: dict[str, str]) -> None:
    """Letters, then what it brings, then what it has not got."""
    keys = keys_of(laptop.vault)
    with Hub(dsns[laptop.folder.name]) as hub:
        take_letters(laptop.vault, [each for own in keys.seeds for each in hub.letters(keys.team, own)])
        take_sealed(laptop.vault, hub.pull(keys.team, vector(laptop.vault)))
        hub.push(keys.team, sealed_since(laptop.vault, hub.vector(keys.team)))
        hub.put_letters(keys.team, letters_to_send(laptop.vault))
    letters_sent(laptop.vault)


def by_the_hub(here: Laptop, there: Laptop) -> None:
    """What lies there, without a server."""
    take_letters(there.vault, [letter_for(here.vault, device(there))])
    take_sealed(there.vault, sealed_since(here.vault, vector(there.vault)))


@pytest.mark.parametrize("carry", [by_stick, by_the_hub])
@pytest.mark.parametrize("how", ["restored", "restored twice", "anew"])
def test_a_restored_laptop_goes_on_being_believed_and_is_taken_out_with_what_came_of_it(
    some: Team, carry: Callable[[Laptop, Laptop], None], how: str
) -> None:
    """Without anybody's help, and though nobody met the name it had in between."""
    ash, bo, cy, _ = some.laptops
    former = device(bo)
    by_stick(ash, bo, cy)
    if how == "anew":
        written(bo, "before")
        start_anew(bo.vault, 1)
    for _ in range(how.count("restored") + how.count("twice")):
        restored(bo, backed_up(bo))
        shutil.rmtree(bo.folder.with_name("bo-copy"))
        written(bo, device(bo))
    note = written(bo, "the last")
    assert device(bo) != former
    assert letters_due(bo.vault)
    for other in (ash, cy):
        carry(bo, other)
        assert note in notes(other)
    take_out(ash.vault, former)
    assert [(each.card.name, each.taken_out) for each in team_state(ash.vault).others] == [("bo", True), ("cy", False)]
    with pytest.raises(DeviceUnknown):
        by_stick(bo, ash)


def test_a_laptop_that_was_restored_has_a_key_as_soon_as_it_sends(some: Team) -> None:
    ash, bo, _, _ = some.laptops
    to = prepare(ash.vault).recipient
    ways = {"hub": lambda: list(sealed_since(bo.vault, {})), "stick": lambda: stick.make(bo.vault, [to], {})}
    for way, send in ways.items():
        restored(bo, backed_up(bo))
        shutil.rmtree(bo.folder.with_name("bo-copy"))
        written(bo, f"for the {way}")
        assert send()


def test_who_was_taken_out_is_refused_though_they_pretend_an_old_epoch(some: Team) -> None:
    """What somebody had of theirs in time stays, and reaches those who had it not."""
    ash, bo, cy, _ = some.laptops
    gone = device(bo)
    by_stick(ash, bo)
    before = written(bo, "before")
    by_stick(bo, ash)
    take_out(ash.vault, gone)
    assert letters_due(ash.vault)
    with pytest.raises(KeyError):
        letter_for(ash.vault, gone)
    assert gone not in letters_to_send(ash.vault)
    by_stick(ash, cy)
    assert before in notes(cy)
    late = written(bo, "late")  # bo has heard of nothing, and signs and seals as before
    for other in (ash, cy):
        with pytest.raises(DeviceUnknown):
            by_stick(bo, other)
        with pytest.raises(LetterOfStranger):
            join(other.vault, letter_for(bo.vault, device(other)))
        assert take_letters(other.vault, [letter_for(bo.vault, device(other))]) == 0
        assert take_sealed(other.vault, sealed_since(bo.vault, {})).unknown == {gone}
        assert late not in notes(other)
    with pytest.raises(DeviceUnknown):
        stick.make(ash.vault, [prepare(bo.vault).recipient], {})


def test_what_one_had_in_time_of_somebody_taken_out_reaches_those_who_had_it_not(some: Team) -> None:
    """Whoever had it says so in their letters; and what comes of a stick counts too."""
    ash, bo, cy, _ = some.laptops
    by_stick(ash, bo, cy)
    first = written(bo, "first")
    take_sealed(cy.vault, sealed_since(bo.vault, {}))
    rows = list(sealed_since(bo.vault, {}))
    take_out(ash.vault, device(bo))
    assert take_sealed(ash.vault, rows).unknown == {device(bo)}
    assert post(ash, cy) == 1
    assert letters_due(cy.vault), "cy has more of bo than ash believes"
    assert post(cy, ash) == 1
    assert take_sealed(ash.vault, rows).unknown == set()
    assert first in notes(ash)
    for one in (ash, cy):
        assert post(one, *some.laptops[:3]) == 0, "and then all is said"


def test_a_stick_brings_what_its_maker_had_of_somebody_before_they_heard_that_they_were_taken_out(some: Team) -> None:
    """And whoever takes it in tells the others that this much counts."""
    ash, bo, cy, _ = some.laptops
    by_stick(ash, bo, cy)
    note = written(bo, "known to cy alone")
    by_stick(bo, cy)
    take_out(ash.vault, device(bo))
    assert post(ash) == 0
    by_stick(cy, ash)
    assert note in notes(ash)
    assert letters_due(ash.vault)
    post(ash, cy)
    assert not letters_due(ash.vault)
    late = written(bo, "late")
    assert take_sealed(cy.vault, sealed_since(bo.vault, vector(cy.vault))).unknown == {device(bo)}
    assert late not in notes(cy)


def test_two_who_take_somebody_out_at_once_lock_nobody_out_and_let_nobody_read_on(some: Team) -> None:
    """Each gave their new key to whom the other took out; so neither of the two is used any longer."""
    ash, bo, cy, dee = some.laptops
    welcome(ash, dee)
    by_stick(ash, bo, cy, dee)
    assert post(ash) == 0
    take_out(ash.vault, device(cy))
    take_out(bo.vault, device(dee))
    assert (post(ash, dee), post(bo, cy)) == (1, 1)
    two = [written(ash, "of ash"), written(bo, "of bo")]
    rows = [row for each in (ash, bo) for row in sealed_since(each.vault, {})]
    join(bo.vault, letter_for(ash.vault, device(bo)))
    join(ash.vault, letter_for(bo.vault, device(ash)))
    join(bo.vault, letter_for(ash.vault, device(bo)))
    for each in (ash, bo):
        assert take_sealed(each.vault, rows).epochs == set()
        assert set(two) <= set(notes(each))
        assert {name for name, is_in in everybody(each).items() if not is_in} == {"cy", "dee"}
    mine, yours = keys_of(ash.vault), keys_of(bo.vault)
    assert (mine.epoch, mine.of_epoch, mine.gone) == (yours.epoch, yours.of_epoch, yours.gone)
    assert len(mine.of_epoch[2]) == 2
    after = seal(mine, a_line(ash))
    assert unseal(yours, after).id == a_line(ash).id
    for each in (cy, dee):
        with pytest.raises(EpochUnknown):
            unseal(keys_of(each.vault), after)


def test_two_who_take_the_same_laptop_out_at_different_times_come_to_believe_the_same_of_it(some: Team) -> None:
    """Bo took out another before, and still believed what cy wrote then with the key of that time."""
    ash, bo, cy, dee = some.laptops
    welcome(ash, dee)
    by_stick(ash, bo, cy, dee)
    take_out(bo.vault, device(dee))
    by_stick(bo, cy)
    note = written(cy, "with the second key")
    take_out(ash.vault, device(cy))
    by_stick(cy, bo)
    take_out(bo.vault, device(cy))
    for _ in range(2):
        by_stick(bo, ash)
        by_stick(ash, bo)
    mine, yours = keys_of(ash.vault), keys_of(bo.vault)
    assert mine.members[device(cy)] == yours.members[device(cy)]
    assert mine.members[device(cy)].revoked == 2, "the earlier one"
    assert note in notes(ash)
    assert (mine.epoch, mine.of_epoch, mine.gone) == (yours.epoch, yours.of_epoch, yours.gone)


def a_line(laptop: Laptop) -> Change:
    return next(line for line in outgoing(laptop.vault, {}) if line.device == device(laptop))


def test_a_letter_of_long_ago_undoes_nothing(some: Team) -> None:
    ash, bo, cy, _ = some.laptops
    by_stick(ash, bo)
    old = letter_for(ash.vault, device(bo))
    take_out(ash.vault, device(cy))
    join(bo.vault, letter_for(ash.vault, device(bo)))
    known = keys_of(bo.vault)
    join(bo.vault, old)
    assert take_letters(bo.vault, [old, old]) == 0
    assert keys_of(bo.vault) == known
    assert everybody(bo) == {"ash": True, "cy": False}


def _altered(content: bytes, laptop: Laptop, **changes: object) -> bytes:
    """By whom it was locked for."""
    said, signatures = json.loads(opened_by(keys_of(laptop.vault).identity, content))
    said = json.dumps(json.loads(said) | changes)
    return sealed_for(prepare(laptop.vault).recipient, json.dumps([said, signatures]).encode())


def _wrong_letters(some: Team) -> dict[str, tuple[type[VaultError], bytes]]:
    ash, bo, cy, dee = some.laptops
    good = letter_for(ash.vault, device(bo))
    me = prepare(bo.vault).recipient
    start_team(dee.vault, "West side")
    relocked = sealed_for(me, opened_by(keys_of(cy.vault).identity, letter_for(ash.vault, device(cy))))
    return {
        "cut": (ParcelDamaged, good[:-5]),
        "cut where it says whom it is for": (LetterUnreadable, good[:9]),
        "too big": (LetterUnreadable, good + bytes(letters.LONGEST_LOCKED)),
        "another file": (LetterUnreadable, b"PNG"),
        "a card": (LetterUnreadable, own_card(cy.vault)),
        "a stick": (LetterUnreadable, stick.make(ash.vault, [me], {})),
        "for another": (LetterForAnother, letter_for(ash.vault, device(cy))),
        "for another, and locked for us": (LetterForAnother, relocked),
        "of a stranger": (LetterOfStranger, _of_stranger(cy, bo)),
        "of a stranger who says that ash signed": (ChangeForged, _signed_too(_of_stranger(cy, bo), bo, device(ash))),
        "of another team": (StickOfAnotherTeam, let_in(dee.vault, prepare(bo.vault))),
        "altered": (ChangeForged, _altered(good, bo, name="South side")),
        "newer": (LetterNewer, _altered(good, bo, version=2)),
        "without keys": (LetterUnreadable, _altered(good, bo, keys={})),
        "with a card of nobody": (LetterUnreadable, _altered(good, bo, members=[["x", "x", "x", "x", 0, 0]])),
    }


def _signed_too(content: bytes, laptop: Laptop, somebody: str) -> bytes:
    said, signatures = json.loads(opened_by(keys_of(laptop.vault).identity, content))
    text = json.dumps([said, signatures | {somebody: "00" * 64}])
    return sealed_for(prepare(laptop.vault).recipient, text.encode())


def _of_stranger(stranger: Laptop, to: Laptop) -> bytes:
    """By one who was let in, of whom this laptop has not heard."""
    return let_in(stranger.vault, prepare(to.vault))


def test_a_letter_that_is_cut_altered_or_not_for_this_laptop_is_refused_and_changes_nothing(some: Team) -> None:
    bo = some.laptops[1]
    known = keys_of(bo.vault)
    for name, (refusal, content) in _wrong_letters(some).items():
        with pytest.raises(VaultError) as told:
            join(bo.vault, content)
        assert type(told.value) is refusal, name
        assert take_letters(bo.vault, [content]) == 0, name
        assert keys_of(bo.vault) == known, name


def test_who_joins_is_not_fooled_by_a_letter_in_the_name_of_another(some: Team) -> None:
    """Cy is in the team, and says that ash wrote: the code read aloud would be the right one."""
    ash, _bo, cy, dee = some.laptops
    keys = keys_of(cy.vault)
    by_cy = replace(keys, members={**keys.members, device(dee): Member(prepare(dee.vault))})
    text = letters.written(by_cy, device(ash), "cy", [prepare(dee.vault).recipient])
    with pytest.raises(ChangeForged):
        join(dee.vault, letters.sealed(text, prepare(dee.vault).recipient))
    with pytest.raises(NotInTeam):
        team_state(dee.vault)


def test_everybody_hears_of_it_once_and_then_there_is_nothing_to_say(some: Team) -> None:
    """Who learns by the hub what its writer has put there for all tells nobody again; by a stick it is passed on."""
    ash, bo, cy, dee = some.laptops
    assert team_state(ash.vault).letters_due
    assert post(ash, bo, cy) == 1, "cy knew it by the letter it joined with"
    assert not letters_due(ash.vault)
    assert not letters_due(bo.vault)
    assert letters_to_send(ash.vault) == {}
    welcome(bo, dee)
    by_stick(bo, cy)
    assert letters_due(cy.vault)
    assert post(cy, ash) == 1
    assert everybody(ash) == {"bo": True, "cy": True, "dee": True}
    assert not letters_due(ash.vault)


def test_one_letter_may_make_another_believable(some: Team) -> None:
    """In whatever order the hub gives them."""
    ash, bo, cy, dee = some.laptops
    welcome(cy, dee)
    of_cy = _of_stranger(cy, bo)
    assert take_letters(bo.vault, [of_cy]) == 0
    assert take_letters(bo.vault, [of_cy, letter_for(ash.vault, device(bo))]) == 2
    assert everybody(bo) == {"ash": True, "cy": True, "dee": True}


def test_who_hears_that_they_were_taken_out_tells_the_team_nothing_more(some: Team) -> None:
    ash, bo, cy, _ = some.laptops
    by_stick(ash, bo, cy)
    take_out(ash.vault, device(bo))
    keys = keys_of(ash.vault)
    text = letters.written(keys, device(ash), "ash", [prepare(bo.vault).recipient])
    join(bo.vault, letters.sealed(text, prepare(bo.vault).recipient))
    with pytest.raises(TakenOut):
        stick.make(bo.vault, [prepare(cy.vault).recipient], {})
    with pytest.raises(TakenOut):
        letters_to_send(bo.vault)


def _with(card: bytes, **changes: object) -> bytes:
    return json.dumps(json.loads(card) | changes).encode()


CARDS: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda card: card[:-20],
    "altered": lambda card: _with(card, name="Somebody"),
    "of another kind": lambda card: _with(card, kind="psw-tui letter"),
    "with no key": lambda card: _with(card, sign_key="12"),
    "with no recipient": lambda card: _with(card, recipient="age1"),
    "with a number for a name": lambda card: _with(card, name=7),
    "with no version": lambda card: _with(card, version="one"),
    "too big": lambda card: card + b" " * 9000,
    "deep": lambda card: b"[" * 8000 + card[:0],
    "no text": lambda card: bytes(range(256)) + card,
    "empty": lambda card: card[:0],
    "a list": lambda card: b"[" + card + b"]",
}


@pytest.mark.parametrize("wrong", CARDS)
def test_a_file_that_is_no_card_is_refused(some: Team, wrong: str) -> None:
    with pytest.raises(CardUnreadable):
        card_in(CARDS[wrong](own_card(some.laptops[1].vault)))


def test_who_cannot_be_let_in_is_told_why(some: Team) -> None:
    ash, bo, cy, dee = some.laptops
    with pytest.raises(CardNewer):
        card_in(_with(own_card(bo.vault), version=2))
    with pytest.raises(NotInTeam):
        let_in(dee.vault, prepare(bo.vault))
    with pytest.raises(CardOfThisLaptop):
        let_in(ash.vault, prepare(ash.vault))
    with pytest.raises(CardOfACopy):
        let_in(ash.vault, Card(device(bo), "bo", prepare(dee.vault).sign_key, prepare(dee.vault).recipient))
    take_out(ash.vault, device(cy))
    with pytest.raises(CardTakenOut):
        let_in(ash.vault, prepare(cy.vault))
    with pytest.raises(KeyError):
        take_out(ash.vault, device(ash))
    with pytest.raises(AlreadyInTeam):
        start_team(bo.vault, "South side")
    with pytest.raises(TeamNameMissing):
        start_team(dee.vault, " \n")


def test_the_state_of_a_team_is_all_there_is_to_know(some: Team) -> None:
    """The password of the hub is never in its address, nor does it go where the hub was forgotten."""
    ash, bo, _cy, _ = some.laptops
    written(bo, "of bo")
    by_stick(bo, ash)
    keep_hub(ash.vault, "postgresql://ash:SECRET@localhost/hub", "")
    state = team_state(ash.vault)
    assert "SECRET" not in state.hub
    assert "localhost" in state.hub
    assert column(ash.vault, "SELECT hub_password FROM team") == ["SECRET"]
    assert [(each.card.name, each.met) for each in state.others] == [("bo", True), ("cy", False)]
    assert (state.name, state.own, state.synced_at) == ("East side", prepare(ash.vault), None)
    keep_hub(ash.vault, "", "")
    assert team_state(ash.vault).hub == ""
    assert column(ash.vault, "SELECT hub_password FROM team") == [""]
