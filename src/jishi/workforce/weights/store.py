"""The weights of channels in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields

from jishi.identity.short_memory import ShortMemory
from jishi.storage.transaction import Transaction
from jishi.workforce.model import WEIGHTS, Weight

_known = ShortMemory[int, dict[str, int]](seconds=5)
COLUMNS = tuple(field.name for field in fields(Weight))


async def every(tx: Transaction) -> tuple[Weight, ...]:
    """Those of every channel, in the order of the model: the workspace's own, else those it started with."""
    rows = await tx.fetch(f"SELECT {', '.join(COLUMNS)} FROM channel_weights WHERE workspace_id = $1", tx.workspace_id)
    own = {row["channel"]: Weight(**{name: row[name] for name in COLUMNS}) for row in rows}
    return tuple(own.get(weight.channel, weight) for weight in WEIGHTS)


def save(tx: Transaction, weights: Sequence[Weight]) -> None:
    """Every seat is weighed anew."""
    columns = [[getattr(weight, name) for weight in weights] for name in COLUMNS]
    tx.later("save_channel_weights", tx.now, *columns)
    _known.forget(tx.workspace_id)


async def wrap_up_of(tx: Transaction, channel: str) -> int:
    """Seconds; at most five seconds old, for it is asked for at every talk that ends."""
    known = _known.recall(tx.workspace_id)
    if known is None:
        known = {weight.channel: weight.wrap_up for weight in await every(tx)}
        _known.keep(tx.workspace_id, known, about=tx.workspace_id)
    return known.get(channel, 0)
