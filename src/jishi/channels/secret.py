"""Secrets of a workspace's channels: random, and kept sealed, so that a copy of the database alone opens nothing."""

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jishi.channels import store
from jishi.kernel.errors import Unavailable
from jishi.storage.transaction import Transaction

NONCE = 12  # bytes
_known: dict[tuple[int, str], bytes] = {}


class Sealing:
    """The desk's own key; the web layer sets it at start, the same for all processes and all machines of a desk."""

    key: bytes = os.urandom(32)


class SecretUnreadable(Unavailable):
    """The desk's key is not the one its secrets were sealed with. Restore JISHI_SECRET or the file `secret`."""


async def secret(tx: Transaction, name: str) -> bytes:
    """32 bytes of the workspace, for one purpose. Made when first asked for."""
    known = _known.get((tx.workspace_id, name))
    if known is not None:
        return known
    sealed = await store.secret(tx, name)
    if sealed is None:
        await store.add_secret(tx, name, seal(secrets.token_bytes(32), workspace_id=tx.workspace_id, name=name))
        made = await store.secret(tx, name)
        assert made is not None
        # Not remembered: this transaction may yet fail, and then another secret will be made.
        return unseal(made, workspace_id=tx.workspace_id, name=name)
    return _known.setdefault((tx.workspace_id, name), unseal(sealed, workspace_id=tx.workspace_id, name=name))


def seal(plain: bytes, *, workspace_id: int, name: str) -> bytes:
    """Encrypted and bound to its place: moved to another row, it does not open."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(Sealing.key).encrypt(nonce, plain, f"{workspace_id} {name}".encode())


def unseal(sealed: bytes, *, workspace_id: int, name: str) -> bytes:
    try:
        return AESGCM(Sealing.key).decrypt(sealed[:NONCE], sealed[NONCE:], f"{workspace_id} {name}".encode())
    except InvalidTag as error:
        raise SecretUnreadable from error
