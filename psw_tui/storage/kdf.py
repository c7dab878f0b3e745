"""From a passphrase to a key: Argon2id through libsodium, at a cost the laptop can bear."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import nacl.exceptions
import nacl.pwhash

from psw_tui.storage.errors import EmptyPassphrase, KeysOutOfRange, NotEnoughMemory

KEY_BYTES = 32
"""Size of a derived key."""

SALT_BYTES = 16
"""Size of the salt of one derivation."""

PATIENCE = 1.5
"""Seconds a worker may wait for the passphrase to be checked."""

CLEARLY = 0.8
"""Of PATIENCE, at most: what a costlier derivation may take for a vault to be moved up to it."""

LEAST_MEMORY_KIB = 19 * 1024
MOST_MEMORY_KIB = 1024 * 1024
"""What a key file may ask for: a planted one must not choose how much memory we take."""

MOST_PASSES = 16
"""A planted key file must not keep the laptop busy for an hour either."""


@dataclass(frozen=True)
class Profile:
    """A cost of derivation. One that is out of range cannot exist: KeysOutOfRange."""

    memory_kib: int
    """Memory one derivation fills, in KiB."""

    passes: int
    """How often it goes over that memory."""

    lanes: int = 1
    """Always 1: libsodium computes no more, and more would only help who attacks with many cores."""

    def __post_init__(self) -> None:
        memory_is_sane = LEAST_MEMORY_KIB <= self.memory_kib <= MOST_MEMORY_KIB
        if not (memory_is_sane and 1 <= self.passes <= MOST_PASSES and self.lanes == 1):
            raise KeysOutOfRange(self.memory_kib, self.passes, self.lanes)


STANDARD = Profile(256 * 1024, 3)
"""What a vault gets wherever the laptop is quick enough."""

MIDDLE = Profile(128 * 1024, 3)
"""For a slower laptop."""

FLOOR = Profile(64 * 1024, 3)
"""The least a worker's vault is ever made with."""

CHEAPEST = Profile(LEAST_MEMORY_KIB, 1)
"""Only for tests."""


def derive(passphrase: str, salt: bytes, profile: Profile) -> bytes:
    """A 32-byte key from a passphrase and a 16-byte salt.

    Raises EmptyPassphrase, and NotEnoughMemory where the computer refuses the memory the profile needs.
    """
    secret = normalized(passphrase).encode("utf-8", "surrogatepass")  # whatever a terminal hands over
    memory = profile.memory_kib * 1024
    try:
        return nacl.pwhash.argon2id.kdf(KEY_BYTES, secret, salt, opslimit=profile.passes, memlimit=memory)
    except (nacl.exceptions.RuntimeError, MemoryError) as error:
        # libsodium says no more than "failed", and with valid arguments only the allocation can fail
        raise NotEnoughMemory(profile.memory_kib) from error


def normalized(passphrase: str) -> str:
    """The passphrase as every keyboard spells it: NFKC. Raises EmptyPassphrase."""
    spelled = unicodedata.normalize("NFKC", passphrase)
    if not spelled:
        raise EmptyPassphrase
    return spelled


def seconds(profile: Profile) -> float:
    """How long one derivation takes on this computer, infinity if there is not enough memory for it."""
    started = time.perf_counter()
    try:
        derive("practice", bytes(SALT_BYTES), profile)
    except NotEnoughMemory:
        return float("inf")
    return time.perf_counter() - started


def calibrate(timer: Callable[[Profile], float] = seconds) -> Profile:
    """The costliest profile that stays within PATIENCE, never less than FLOOR; `timer` returns seconds."""
    return next((profile for profile in (STANDARD, MIDDLE) if timer(profile) <= PATIENCE), FLOOR)


def raised(cost: Profile, took: float) -> Profile:
    """What a vault of this cost, whose derivation took so many seconds here, should cost from now on; never less.

    The time grows at least with memory and passes, so what was just measured tells enough; whoever pays the new cost
    for the first time measures again.
    """
    for profile in (STANDARD, MIDDLE, FLOOR):
        is_more = profile.memory_kib > cost.memory_kib and profile.passes >= cost.passes
        expected = took * (profile.memory_kib * profile.passes) / (cost.memory_kib * cost.passes)
        if is_more and (expected <= PATIENCE * CLEARLY or profile == FLOOR):
            return profile
    return cost
