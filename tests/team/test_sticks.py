"""Workers meet by stick: one locked file brings all that is lacking, and a bad one brings nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest

from psw_tui.progress import Cancelled, Progress
from psw_tui.services.errors import CopyUsedToo, NobodyToTell
from psw_tui.services.teamwork.sticks import look_at_stick, stick_for, take_stick
from psw_tui.services.teamwork.syncing import Met
from psw_tui.storage.errors import (
    DeviceUnknown,
    Forked,
    ParcelDamaged,
    StickCutShort,
    StickForOthers,
    StickTwice,
)
from psw_tui.storage.read import column
from psw_tui.team import stick as sticks
from psw_tui.team.fold import conflicts, id_of, share, this_device, vector
from psw_tui.team.membership import enrol, found, prepare, revoke
from tests.services.giving import give_client
from tests.team.laptops import Laptop, Team, team
from tests.team.meeting import join
from tests.team.test_sync import agree, read_by, twin_of, writes


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    """Three laptops of one team, with a client whom all know."""
    with team(new_vault, tmp_path, 7) as made:
        ash, bo, cy = made.laptops
        found(ash.vault, "East side")
        join(ash, bo)
        join(ash, cy)
        share(ash.vault, give_client(ash.vault, "Maple-27").id)
        stick = stick_from(ash)
        take(bo, stick)
        take(cy, stick)
        yield made


def stick_from(laptop: Laptop, *whom: Laptop, everything: bool = False) -> bytes:
    devices = [this_device(each.vault) for each in whom]
    return stick_for(laptop.vault, devices, everything=everything, progress=Progress())[0]


def how_many(laptop: Laptop, *whom: Laptop, everything: bool = False) -> int:
    devices = [this_device(each.vault) for each in whom]
    return stick_for(laptop.vault, devices, everything=everything, progress=Progress())[1]


def take(laptop: Laptop, stick: bytes) -> Met:
    return take_stick(laptop.vault, stick, Progress())


def test_from_one_to_the_next_and_back(some: Team) -> None:
    """A third passes on what it was brought; what came already is friendly refused, and told as nothing new before."""
    ash, bo, cy = some.laptops
    writes(ash, "from ash")
    stick = stick_from(ash)
    assert b"from ash" not in stick
    fresh = look_at_stick(bo.vault, stick).fresh
    met = take(bo, stick)
    assert met.brought == fresh > 0
    assert met.changed > 0
    writes(bo, "from bo")
    take(cy, stick_from(bo))
    assert read_by(cy) == {"from ash", "from bo"}
    take(ash, stick_from(cy))
    agree(ash, cy)
    assert look_at_stick(cy.vault, stick).fresh == 0
    with pytest.raises(StickTwice):
        take(cy, stick)
    agree(ash, cy)


def test_what_somebody_said_they_have_is_left_out(some: Team) -> None:
    """For several, what the one with the least has; an older stick of theirs takes nothing of it back."""
    ash, bo, cy = some.laptops
    older = stick_from(bo)
    writes(ash, "one")
    take(bo, stick_from(ash))
    writes(bo, "of bo")
    take(ash, stick_from(bo))
    whole = how_many(ash, bo, everything=True)
    assert how_many(ash, bo) == 0
    with pytest.raises(StickTwice):
        take(ash, older)
    assert how_many(ash, bo) == 0
    assert how_many(ash, bo, cy) == how_many(ash, cy) == how_many(ash) == whole
    writes(ash, "two")
    assert 0 < how_many(ash, bo) < how_many(ash, cy)
    take(bo, stick_from(ash, bo))
    agree(ash, bo)


def test_a_lost_stick_is_made_up_for_by_the_next(some: Team) -> None:
    """What comes too early waits, is not passed on, and is taken in once what lies between is there."""
    ash, bo, _ = some.laptops
    writes(bo, "of bo")
    take(ash, stick_from(bo))
    writes(ash, "lost")
    lost = stick_from(ash, bo)
    known = vector(ash.vault)
    writes(ash, "early")
    early = sticks.make(ash.vault, [prepare(bo.vault).recipient], known)
    met = take(bo, early)
    assert (met.waiting, read_by(bo)) == (1, {"of bo"})
    assert take(bo, lost).waiting == 0
    assert read_by(bo) == {"of bo", "lost", "early"}
    agree(ash, bo)


def test_a_stick_that_is_no_good_brings_nothing(some: Team, new_vault: Path, tmp_path: Path) -> None:
    ash, bo, _ = some.laptops
    writes(ash, "from ash")
    stick = stick_from(ash, bo)
    before = vector(bo.vault)
    place = tmp_path / "west"
    place.mkdir()
    with team(new_vault, place, 3, size=2) as west:
        other, second = west.laptops
        found(other.vault, "West side")
        with pytest.raises(NobodyToTell):
            stick_from(other)
        enrol(other.vault, prepare(second.vault))
        foreign = stick_from(other)
    for given, refusal in (
        (stick[:-100], ParcelDamaged),
        (stick[:40], ParcelDamaged),
        (b"hello", StickCutShort),
        (b"", StickCutShort),
        (foreign, StickForOthers),
    ):
        with pytest.raises(refusal):
            take(bo, given)
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Cancelled):
        take_stick(bo.vault, stick, stopped)
    assert vector(bo.vault) == before
    take(bo, stick)
    agree(ash, bo)


def test_who_was_taken_out_brings_nothing_more(some: Team) -> None:
    ash, bo, cy = some.laptops
    writes(cy, "late")
    stick = stick_from(cy)
    revoke(ash.vault, this_device(cy.vault))
    with pytest.raises(DeviceUnknown):
        take(ash, stick)
    take(bo, stick_from(ash))  # the letter in it tells bo
    with pytest.raises(DeviceUnknown):
        take(bo, stick)
    assert read_by(ash) == read_by(bo) == set()


def test_a_copy_that_was_used_too_is_found_out_by_stick(some: Team) -> None:
    """Both wrote; who learns of it first goes on under a new name, and all of both is there in the end."""
    ash, bo, cy = some.laptops
    twin = twin_of(ash)
    try:
        writes(ash, "ash")
        writes(ash, "ash again")
        writes(twin, "twin")
        take(bo, stick_from(twin, everything=True))
        met = take(ash, stick_from(bo, everything=True))
        assert met.new_name
        assert read_by(ash) == {"ash", "ash again", "twin"}
        for each in (bo, cy):
            take(each, stick_from(ash, everything=True))
        take(twin, stick_from(ash, bo, everything=True))
        agree(ash, bo, cy, twin)
    finally:
        twin.vault.close()


def test_a_copy_is_found_out_though_its_lines_were_left_out(some: Team) -> None:
    """Bo thinks that ash has what the twin said it has; the ids of what is left out tell, and a full stick puts it right."""
    ash, bo, _ = some.laptops
    twin = twin_of(ash)
    try:
        writes(ash, "ash")
        writes(ash, "ash again")
        writes(twin, "twin")
        take(bo, stick_from(twin, bo, everything=True))
        writes(bo, "bo")
        stick = stick_from(bo, ash)
        with pytest.raises(CopyUsedToo):
            take(ash, stick)
        assert read_by(ash) == {"ash", "ash again"}
        assert take(ash, stick_from(bo, ash, everything=True)).new_name
        assert read_by(ash) == {"ash", "ash again", "twin", "bo"}
    finally:
        twin.vault.close()


@pytest.mark.parametrize("smaller_first", [True, False])
def test_of_two_of_another_laptop_the_smaller_id_stays(some: Team, smaller_first: bool) -> None:
    """Where no hub says which, every laptop keeps the same of the two, and nothing of the other is lost."""
    ash, bo, _ = some.laptops
    twin = twin_of(ash)
    try:
        device, after = this_device(ash.vault), vector(ash.vault)[this_device(ash.vault)] + 1
        writes(ash, "ash")
        writes(twin, "twin")
        first, second = sorted(
            (ash, twin), key=lambda each: id_of(each.vault, device, after), reverse=not smaller_first
        )
        take(bo, stick_from(first, everything=True))
        if smaller_first:
            with pytest.raises(Forked):
                take(bo, stick_from(second, everything=True))
            assert len(read_by(bo)) == 1
        else:
            take(bo, stick_from(second, everything=True))
            assert read_by(bo) == {"ash", "twin"}
        assert column(bo.vault, "SELECT seq FROM held") == []
        take(ash, stick_from(twin, everything=True))  # ash goes on under a new name
        for _ in range(2):
            for here, there in permutations((ash, bo, twin), 2):
                with suppress(StickTwice):
                    take(there, stick_from(here, everything=True))
        agree(ash, bo, twin)
        assert read_by(bo) == {"ash", "twin"}
        assert conflicts(bo.vault) == []
    finally:
        twin.vault.close()
