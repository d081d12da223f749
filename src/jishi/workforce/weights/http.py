"""Routes of what channels weigh."""

from typing import Annotated

import msgspec
from litestar import get, put

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.workforce.model import CAPACITY, TALKS, Weight
from jishi.workforce.weights import store
from jishi.workforce.weights.set_weights import set_weights


class WeightWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`weight`: places a ticket takes; never more than a person has. `idle_after`: seconds of silence after an answer,
    from which it takes `idle_weight` only; null: never. `wrap_up`: seconds an agent is left alone after a talk."""

    channel: Annotated[str, msgspec.Meta(max_length=40)]
    weight: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    idle_after: Annotated[int, msgspec.Meta(ge=1, le=86400)] | None = None
    idle_weight: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    wrap_up: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 0


class WeightView(WeightWish, kw_only=True):
    """`talk`: both are there at once, so it can fall silent and be written up."""

    talk: bool


class WeightsWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    weights: Annotated[list[WeightWish], msgspec.Meta(max_length=50)]


class Weights(msgspec.Struct, kw_only=True):
    """`capacity` is how many places a new colleague has."""

    capacity: int
    weights: list[WeightView]


@get("/capacity", guards=[requires(Permission.PEOPLE_READ)], tags=["skills"])
async def get_channel_weights(tx: Transaction) -> Weights:
    """How many places of a person a ticket of each channel takes."""
    return _shown(await store.every(tx))


@put("/capacity", guards=[requires(Permission.WORKFORCE_MANAGE)], tags=["skills"])
async def put_channel_weights(tx: Transaction, caller: Caller, data: WeightsWish) -> Weights:
    """Set those that are named. What people have is weighed anew at once."""
    given = [Weight(**msgspec.structs.asdict(wish)) for wish in data.weights]
    return _shown(await set_weights(tx, given, by=caller.actor))


def _shown(weights: tuple[Weight, ...]) -> Weights:
    shown = [WeightView(**{name: getattr(each, name) for name in store.COLUMNS}, talk=each.channel in TALKS)
             for each in weights]  # fmt: skip
    return Weights(capacity=CAPACITY, weights=shown)


routes = [get_channel_weights, put_channel_weights]
