"""What I want of my notices, over HTTP."""

from datetime import time
from typing import Annotated

import msgspec
from litestar import get, put
from msgspec import Meta

from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.notify.delivery import store
from jishi.notify.delivery.model import DEFAULT_MEDIA, OUTSIDE, EmailWhen, Preference, Quiet, Recipient
from jishi.notify.delivery.save_preference import save_preference
from jishi.notify.model import Medium, NoticeKind
from jishi.storage.transaction import Transaction

OWN = [requires(Permission.PRESENCE_OWN)]
TIME = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]


class QuietHours(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """From `since` to `until`, on the days on which they begin (0 is Monday); an end before the beginning is the next
    day's, and 00:00 the end of the day."""

    days: Annotated[list[Annotated[int, Meta(ge=0, le=6)]], Meta(min_length=1, max_length=7)]
    since: TIME
    until: TIME


class Wishes(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`media`: by which ways out of the desk each kind may come, beside the screen; a kind that is left out takes its
    default. E-mail waits `email_delay` seconds for the notice to be seen on the screen, and what is not urgent is
    gathered for `digest_minutes`. `urgent_breaks_quiet`: a broken promise comes in quiet hours too.
    """

    media: dict[NoticeKind, list[Medium]] = {}
    quiet: Annotated[list[QuietHours], Meta(max_length=14)] = []
    urgent_breaks_quiet: bool = True
    email_when: EmailWhen = EmailWhen.UNSEEN
    email_delay: Annotated[int, Meta(ge=0, le=3600)] = 60
    digest_minutes: Annotated[int, Meta(ge=0, le=1440)] = 0


class WishesView(msgspec.Struct, kw_only=True):
    """`zone` is where the quiet hours are; `mail_leaves` and `browsers` say whether there is a way out at all."""

    media: dict[NoticeKind, list[Medium]]
    quiet: list[QuietHours]
    urgent_breaks_quiet: bool
    email_when: EmailWhen
    email_delay: int
    digest_minutes: int
    zone: str
    email: str
    mail_leaves: bool
    browsers: int


@get("/me/notifications", guards=OWN, tags=["notices"])
async def get_notification_settings(tx: Transaction, caller: Caller) -> WishesView:
    """How I am told, beside the screen."""
    return await _shown(tx, caller)


@put("/me/notifications", guards=OWN, tags=["notices"])
async def put_notification_settings(tx: Transaction, caller: Caller, data: Wishes) -> WishesView:
    """Be told this way."""
    await save_preference(
        tx,
        caller.person_id,
        Preference(
            media={kind: tuple(each for each in OUTSIDE if each in media) for kind, media in data.media.items()},
            quiet=tuple(_quiet(hours) for hours in data.quiet),
            urgent_breaks_quiet=data.urgent_breaks_quiet,
            email_when=data.email_when,
            email_delay=data.email_delay,
            digest_minutes=data.digest_minutes,
        ),
    )
    return await _shown(tx, caller)


async def _shown(tx: Transaction, caller: Caller) -> WishesView:
    me: Recipient = (await store.recipients(tx, [caller.person_id]))[caller.person_id]
    wants = me.preference
    return WishesView(
        media={kind: list(wants.media.get(kind, DEFAULT_MEDIA[kind])) for kind in NoticeKind},
        quiet=[
            QuietHours(days=list(each.days), since=f"{each.since:%H:%M}", until=f"{each.until:%H:%M}")
            for each in wants.quiet
        ],
        urgent_breaks_quiet=wants.urgent_breaks_quiet,
        email_when=wants.email_when,
        email_delay=wants.email_delay,
        digest_minutes=wants.digest_minutes,
        zone=me.zone,
        email=me.email,
        mail_leaves=await store.mail_server(tx) is not None,
        browsers=len(await store.subscriptions(tx, [caller.person_id])),
    )


def _quiet(given: QuietHours) -> Quiet:
    return Quiet(
        days=tuple(sorted(set(given.days))),
        since=time.fromisoformat(given.since),
        until=time.fromisoformat(given.until),
    )


routes = [get_notification_settings, put_notification_settings]
