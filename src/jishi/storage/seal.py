"""Seal what must be kept and read back, so that a copy of the database alone opens nothing."""

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.kernel.errors import Unavailable

NONCE = 12  # bytes


class Sealing:
    """The desk's own key; the web layer sets it at start, the same for all processes and all machines of a desk."""

    key: bytes = os.urandom(32)


class SecretUnreadable(Unavailable):
    """The desk's key is not the one its secrets were sealed with. Restore JISHI_SECRET or the file `secret`."""


def seal(plain: bytes, *, workspace_id: int, name: str) -> bytes:
    """Encrypted and bound to its place: moved to another row, it does not open."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(Sealing.key).encrypt(nonce, plain, f"{workspace_id} {name}".encode())


def unseal(sealed: bytes, *, workspace_id: int, name: str) -> bytes:
    try:
        return AESGCM(Sealing.key).decrypt(sealed[:NONCE], sealed[NONCE:], f"{workspace_id} {name}".encode())
    except InvalidTag as error:
        raise SecretUnreadable from error
