"""Stretches in which a clock stands still."""

from collections.abc import Iterable
from datetime import datetime

from jishi.clock.instants import micros

FOREVER = 1 << 62
"""The end, in microseconds, of a pause that has not ended."""

Pause = tuple[datetime, datetime | None]
"""From, and until; None while it lasts."""


def merge(pauses: Iterable[Pause]) -> list[tuple[int, int]]:
    """Pauses in order and apart, in microseconds; overlapping ones count once, empty and backward ones not at all."""
    edges = [(micros(start), FOREVER if end is None else micros(end)) for start, end in pauses]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(edge for edge in edges if edge[0] < edge[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
