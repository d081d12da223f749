"""Say what tickets of each channel take of a person."""

from collections.abc import Sequence
from dataclasses import replace

from jishi.storage.transaction import Transaction
from jishi.workforce.errors import BadWeights
from jishi.workforce.facts import ChannelWeightsChanged
from jishi.workforce.model import TALKS, WEIGHTS, Weight
from jishi.workforce.weights import store

NO_CHANNEL = "There is no such channel."
TWICE = "This is named twice."
LIGHTER = "A silent ticket takes no more than one that is not."
NO_TALK = "Only talks, by telephone or chat, are written up afterwards."
CHANNELS = frozenset(weight.channel for weight in WEIGHTS)


async def set_weights(tx: Transaction, given: Sequence[Weight], *, by: str) -> tuple[Weight, ...]:
    """Those that are named; the others stay. Raises BadWeights."""
    if flaws := [flaw for n, weight in enumerate(given) for flaw in _flaws(n, weight, given)]:
        raise BadWeights(errors=flaws)
    before = {weight.channel: weight for weight in await store.every(tx)}
    after = before | {weight.channel: _plain(weight) for weight in given}
    changed = [channel for channel in after if after[channel] != before[channel]]
    if changed:
        store.save(tx, [after[channel] for channel in changed])
        await tx.record(
            ChannelWeightsChanged(
                at=tx.now,
                by=by,
                weights={channel: _told(after[channel]) for channel in changed},
                was={channel: _told(before[channel]) for channel in changed},
            )
        )
    return tuple(after.values())


def _flaws(n: int, weight: Weight, given: Sequence[Weight]) -> list[tuple[str, str]]:
    flaws: list[tuple[str, str]] = []
    if weight.channel not in CHANNELS:
        flaws.append((f"weights.{n}.channel", NO_CHANNEL))
    elif weight.channel in {earlier.channel for earlier in given[:n]}:
        flaws.append((f"weights.{n}.channel", TWICE))
    if weight.idle_after is not None and weight.idle_weight > weight.weight:
        flaws.append((f"weights.{n}.idle_weight", LIGHTER))
    if weight.wrap_up and weight.channel not in TALKS:
        flaws.append((f"weights.{n}.wrap_up", NO_TALK))
    return flaws


def _plain(weight: Weight) -> Weight:
    """What never falls idle has no weight for it."""
    return weight if weight.idle_after is not None else replace(weight, idle_weight=0)


def _told(weight: Weight) -> list[int | None]:
    return [weight.weight, weight.idle_after, weight.idle_weight, weight.wrap_up]
