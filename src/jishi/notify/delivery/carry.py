"""Carry one letter, and write down what became of it."""

import asyncio
import logging
from datetime import datetime

from jishi.kernel.errors import JishiError
from jishi.notify.delivery import rules, store
from jishi.notify.delivery.model import End, Letter, Office, Outcome, State, Subscription
from jishi.notify.delivery.send_mail import MailRefused, legible, send_mail
from jishi.notify.delivery.send_push import PushRefused, SubscriptionGone, send_push
from jishi.notify.delivery.write_mail import write_mail
from jishi.notify.delivery.write_push import write_push
from jishi.notify.model import Medium
from jishi.storage.database import Database

log = logging.getLogger(__name__)
LONGEST = 90.0  # seconds for all of it: well below the lease


async def carry(database: Database, letter: Letter, office: Office) -> None:
    """Once; a letter that could not be given away is due again later, or has failed."""
    outcome = await _try(letter, office, database.clock())
    async with database.job(letter.workspace_id) as tx:
        again = rules.next_try(tx.now, attempts=letter.attempts) if outcome.state is State.WAITING else None
        await store.settle(tx, letter, rules.last_word(outcome, again=again), again=again)


async def _try(letter: Letter, office: Office, at: datetime) -> Outcome:
    carry_by = {Medium.EMAIL: _by_mail, Medium.PUSH: _by_push}[letter.medium]
    try:
        async with asyncio.timeout(LONGEST):
            return await carry_by(letter, office, at)
    except (OSError, JishiError) as error:
        problem: Exception = error
    except Exception as error:  # whatever is wrong with one letter holds up no other
        log.exception("a letter could not be written or sent", extra={"letter": letter.id})
        problem = error
    return Outcome(state=State.WAITING, error=_said(problem), reached=letter.reached)


async def _by_mail(letter: Letter, office: Office, at: datetime) -> Outcome:
    assert office.server is not None
    mail = write_mail(letter, office.server, workspace=office.workspace, at=at)
    try:
        await send_mail(mail, office.server, workspace_id=letter.workspace_id)
    except MailRefused as error:
        return Outcome(state=State.FAILED if error.for_good else State.WAITING, error=str(error))
    return Outcome(state=State.SENT)


async def _by_push(letter: Letter, office: Office, at: datetime) -> Outcome:
    """To every browser of theirs; those that have it already are left alone."""
    left = [
        each for each in office.subscriptions if each.person_id == letter.to.person_id and each.id not in letter.reached
    ]
    return rules.sum_up(letter, await asyncio.gather(*(_tell(each, letter, at) for each in left)))


async def _tell(to: Subscription, letter: Letter, at: datetime) -> End:
    urgent = any(item.urgent for item in letter.items)
    ends = [rules.good_until(item.kind, item.data) for item in letter.items]
    until = max((end for end in ends if end is not None), default=None) if None not in ends else None
    try:
        await send_push(write_push(letter), to, topic=f"jishi-{letter.id}", urgent=urgent, at=at, until=until)
    except SubscriptionGone:
        return End(to.id, State.SUPPRESSED)
    except PushRefused as error:
        return End(to.id, State.FAILED if error.for_good else State.WAITING, str(error))
    except (JishiError, OSError) as error:
        return End(to.id, State.WAITING, _said(error))
    return End(to.id, State.SENT)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, JishiError) else legible(f"{type(error).__name__}: {error}")
