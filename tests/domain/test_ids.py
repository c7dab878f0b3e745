"""Ids keep the order in which they were made, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from psw_tui.domain.ids import Ids


class Hands:
    """A clock whose hands a test sets."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 3, 13, 17, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def today(self):
        return self.instant.date()

    def local(self, instant: datetime) -> datetime:
        return instant


def test_an_id_is_a_uuid_of_version_7_that_tells_its_millisecond(clock):
    made = UUID(Ids(clock).new())
    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == int(clock.now().timestamp() * 1000)


def test_ten_thousand_in_one_millisecond_are_in_order_and_different(clock):
    ids = Ids(clock)
    made = [ids.new() for _ in range(10_000)]
    assert made == sorted(set(made))


@given(jumps=st.lists(st.integers(-10_000, 10_000), max_size=50), byte=st.sampled_from([b"\x00", b"\x7f", b"\xff"]))
def test_ids_grow_while_the_clock_jumps(jumps, byte):
    clock = Hands()
    ids = Ids(clock, entropy=lambda size: byte * size)
    made = [ids.new()]
    for jump in jumps:
        clock.instant += timedelta(milliseconds=jump)
        made.append(ids.new())
    assert made == sorted(set(made))
    assert all(UUID(each).version == 7 and UUID(each).variant == RFC_4122 for each in made)


def test_a_full_millisecond_runs_over_into_the_next(clock):
    ids = Ids(clock, entropy=lambda size: b"\xff" * size)
    first, second = UUID(ids.new()), UUID(ids.new())
    assert second.int >> 80 == (first.int >> 80) + 1


def test_ids_go_on_after_the_newest_one_known_although_the_clock_was_set_back(clock):
    newest = Ids(clock).new()
    clock.forward(days=-400)
    assert Ids(clock, after=newest).new() > newest
