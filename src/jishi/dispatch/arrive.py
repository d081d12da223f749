"""A ticket as its queue sees it when it comes: which team, who else may take it, and whether there is a peak."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from jishi.dispatch import rules
from jishi.dispatch.model import Asked, Route, Routed
from jishi.dispatch.queues.rules import open_to
from jishi.dispatch.store import Book


def arrive(asked: Asked, sent_to: Mapping[int, int], book: Book, *, now: datetime) -> Asked:
    """`sent_to` is the team that a routing rule names for a ticket."""
    route = route_of(asked, sent_to, book)
    peak = book.peak(route.team_id)
    moved = replace(asked, team_id=route.team_id, routed=route.why is not Routed.ASKED, peak=peak)
    waited = (now - (asked.since or now)).total_seconds()
    settings = book.scene(now).queue(moved)
    return replace(moved, open_to=open_to(settings, waited=waited, peak=peak))


def route_of(asked: Asked, sent_to: Mapping[int, int], book: Book) -> Route:
    """A rule that names a team comes before the types that teams take; it names none where a person has chosen."""
    team_id = sent_to.get(asked.ticket_id)
    if team_id is not None and book.team(team_id) is not None:
        return Route(team_id, Routed.RULE, asked.rule)
    return rules.route(asked, book.teams)
