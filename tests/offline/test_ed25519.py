"""The signature check that runs before anything is installed, beside the cipher library and the words of RFC 8032."""

from __future__ import annotations

import hashlib
from pathlib import Path

import ed25519
import pytest
import sign
from nacl.signing import SigningKey

# RFC 8032, 7.1: tests 1, 3 and 2.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_what_the_rfc_signs_is_signed(public: str, message: str, signature: str) -> None:
    key, said, right = map(bytes.fromhex, (public, message, signature))
    assert ed25519.verify(key, said, right)
    assert not ed25519.verify(key, said + b"!", right)


def test_it_agrees_with_the_cipher_library() -> None:
    """Keys, messages and signatures that are right, and each of them with a bit turned."""
    for number in range(4):
        secret = SigningKey(hashlib.sha256(bytes([number])).digest())
        message = bytes([number]) * number * 40
        right, public = secret.sign(message).signature, bytes(secret.verify_key)
        assert ed25519.verify(public, message, right)
        for position in (0, 31, 32, 63):
            turned = bytearray(right)
            turned[position] ^= 1 << number
            assert not ed25519.verify(public, message, bytes(turned))
        assert not ed25519.verify(public, message + b"\0", right)


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    """s + L passes a check that forgets to look (RFC 8032, 5.1.7)."""
    secret = SigningKey(bytes(32))
    right = secret.sign(b"x").signature
    other = right[:32] + (int.from_bytes(right[32:], "little") + ed25519.ORDER).to_bytes(32, "little")
    assert not ed25519.verify(bytes(secret.verify_key), b"x", other)


def test_a_key_of_small_order_signs_nothing() -> None:
    identity = (1).to_bytes(32, "little")
    assert not ed25519.verify(identity, b"any message", identity + bytes(32))


@pytest.mark.parametrize("name", ["hashed", "plain"])
def test_what_minisign_signed_is_signed(name: str) -> None:
    """Made by minisign 0.11 over "hello", one as it signs now and one with its -l."""
    samples = Path(__file__).parent / "samples"
    key = ed25519.read_public_key((samples / "minisign.pub").read_bytes())
    signature = ed25519.read_signature((samples / f"{name}.minisig").read_bytes())
    assert signature.hashed is (name == "hashed")
    assert ed25519.signed_by(key, signature, b"hello\n")
    assert not ed25519.signed_by(key, signature, b"hullo\n")


def test_what_a_signature_says_about_itself_is_signed_too(tmp_path: Path) -> None:
    secret = sign.SecretKey(b"12345678", SigningKey(bytes(32)))
    key = ed25519.read_public_key(secret.public.encode())
    text = sign.signature_file(secret, b"sums", 1)
    assert ed25519.signed_by(key, ed25519.read_signature(text.encode()), b"sums")
    assert not ed25519.signed_by(
        key, ed25519.read_signature(text.replace("timestamp:1", "timestamp:2").encode()), b"sums"
    )


@pytest.mark.parametrize("text", [b"", b"\n\n\n", b"RWQ\n", b"untrusted comment: x\n!!!\ntrusted comment: y\nAA==\n"])
def test_what_is_no_key_or_signature_is_unreadable(text: bytes) -> None:
    with pytest.raises(ed25519.Unreadable):
        ed25519.read_public_key(text)
    with pytest.raises(ed25519.Unreadable):
        ed25519.read_signature(text)


def test_a_secret_key_opens_with_its_passphrase_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign, "OPERATIONS", 2**15)  # a second and a gigabyte less; the format is the same
    monkeypatch.setattr(sign, "MEMORY", 2**24)
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("seven quiet rivers\n")
    wrong.write_text("seven quiet river\n")
    sign.make_key(tmp_path, "seven quiet rivers")
    text = (tmp_path / "psw-tui.key").read_text()
    assert (tmp_path / "psw-tui.key").stat().st_mode & 0o077 == 0
    assert sign.unlocked(text, right).public in (tmp_path / "psw-tui.pub").read_text()
    with pytest.raises(sign.Refused):
        sign.unlocked(text, wrong)
    with pytest.raises(FileExistsError):
        sign.make_key(tmp_path, "another one entirely")
