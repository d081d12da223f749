"""Forecast every queue, and see how long its last tickets waited."""

from asyncpg import Record

from jishi.dispatch.forecast import rules, store
from jishi.dispatch.forecast.model import Forecast
from jishi.storage.transaction import Transaction


async def forecasts(tx: Transaction) -> dict[int, Forecast]:
    """By team; 0 is the whole desk."""
    return {team_id: rules.forecast(seen, now=tx.now) for team_id, seen in (await store.pictures(tx)).items()}


async def waited(tx: Transaction) -> dict[int, Record]:
    """Seconds that those waited who were taken up in the last hour, as `p50` and `p90`, by team."""
    return await store.waits(tx)
