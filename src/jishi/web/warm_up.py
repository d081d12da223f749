"""Do before the first request what it would otherwise wait for, and store nothing."""

import logging

from jishi.channels.dry_run.run_one import run_one
from jishi.identity.model import Requester
from jishi.storage.database import Database
from jishi.tickets.receive import Incoming

log = logging.getLogger(__name__)
MOST = 8  # workspaces: beyond these the first request of each pays for itself, and the start stays short
ASKED = Incoming(
    channel="api", body="warm-up: 我的订单还没有到,请退款", requester=Requester(external_id="nobody who ever was here")
)


async def warm_up(database: Database) -> None:
    """Connect, plan the queries, compile dictionaries, rules and calendars: a dry run in each workspace does it all.
    What goes wrong is logged, for the requests themselves may do well."""
    database.bell.ring()  # it connects at the first ring
    try:
        for row in (await database.across("SELECT workspace_id FROM all_workspaces()"))[:MOST]:
            tx = database.begin(row["workspace_id"])
            try:
                await run_one(tx, ASKED, tx.now, language="en")
            finally:
                await tx.rollback()
    except Exception as error:
        log.warning("the desk could not warm up", extra={"error": repr(error)}, exc_info=True)
