"""Secrets of a workspace's channels: random, and kept sealed."""

import secrets

from jishi.channels import store
from jishi.storage.seal import seal, unseal
from jishi.storage.transaction import Transaction

_known: dict[tuple[int, str], bytes] = {}


async def secret(tx: Transaction, name: str) -> bytes:
    """32 bytes of the workspace, for one purpose. Made when first asked for. Raises SecretUnreadable."""
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
