"""Accounts and measures in words of the API, with the names of those who stand in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.clock.account import store
from jishi.clock.account.measure import NOTHING, Amount, Measures, Wait
from jishi.clock.account.model import Account, Breach, Part
from jishi.clock.account.shapes import (
    AccountView,
    AmountView,
    BreachView,
    MeasuresView,
    OwnerTime,
    PartView,
    Party,
    StateTime,
    TeamTime,
    Waits,
    WaitView,
)
from jishi.clock.instants import MICRO, instant
from jishi.identity.find import names_of
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Names:
    people: dict[int, str]
    teams: dict[int, str]

    def person(self, number: int | None) -> Party | None:
        return None if number is None else Party(id=number, name=self.people.get(number))

    def team(self, number: int | None) -> Party | None:
        return None if number is None else Party(id=number, name=self.teams.get(number))


async def names_in(tx: Transaction, breaches: Iterable[Breach]) -> Names:
    """The names of everybody in these accounts."""
    accounts = [each for breach in breaches for each in (breach.before, breach.after) if each is not None]
    shares = [share for each in accounts for share in each.shares]
    people = {share.owner_id for share in shares} - {None}
    teams = {share.team_id for share in shares} - {None}
    return await names(tx, people, teams)


async def names(tx: Transaction, people: Iterable[int | None], teams: Iterable[int | None]) -> Names:
    return Names(
        await names_of(tx, [each for each in people if each is not None]),
        await store.team_names(tx, [each for each in teams if each is not None]),
    )


def show_breach(breach: Breach, known: Names) -> BreachView:
    before = show_account(breach.before, known)
    return BreachView(
        timer_id=breach.timer_id,
        kind=breach.kind,
        due_at=breach.due_at,
        broken_at=breach.broken_at,
        met_at=breach.met_at,
        cause=breach.cause,
        whole_seconds=before.whole_seconds,
        used_seconds=before.used_seconds,
        closed_seconds=before.closed_seconds,
        parts=before.parts,
        late=None if breach.after is None else show_account(breach.after, known),
    )


def show_account(account: Account, known: Names) -> AccountView:
    return AccountView(
        whole_seconds=account.whole / MICRO,
        used_seconds=account.used / MICRO,
        closed_seconds=account.closed / MICRO,
        parts=[
            PartView(
                part=share.part.value,
                owner=known.person(share.owner_id),
                team=known.team(share.team_id),
                seconds=share.micros / MICRO,
                paused=share.paused,
                reasons=list(share.reasons),
            )
            for share in account.shares
        ],
    )


def show_measures(found: Measures, known: Names, *, until: int, calendar: str | None) -> MeasuresView:
    part = {part: show_amount(found.parts.get(part, NOTHING)) for part in Part}
    return MeasuresView(
        calendar=calendar,
        until=instant(until),
        states=[StateTime(state=state, **_told(amount)) for state, amount in found.states.items()],
        owners=[OwnerTime(owner=_sure(known.person(who), who), **_told(much)) for who, much in found.owners.items()],
        teams=[TeamTime(team=_sure(known.team(which), which), **_told(much)) for which, much in found.teams.items()],
        waited_for=Waits(
            channel=part[Part.CHANNEL],
            dispatch=part[Part.DISPATCH],
            queue=part[Part.QUEUE],
            shift=part[Part.OFF_SHIFT],
            hand_over=part[Part.HAND_OVER],
            customer=part[Part.CUSTOMER],
            collaborator=part[Part.COLLABORATION],
        ),
        dispatch=_maybe(found.dispatch),
        first_response=None if found.first_response is None else _wait(found.first_response, known),
        responses=[_wait(wait, known) for wait in found.waits],
        updates=[show_amount(gap) for gap in found.updates],
        updates_unpaused=[show_amount(gap) for gap in found.updates_unpaused],
        first_resolution_time=_maybe(found.first_resolution),
        total_resolution_time=_maybe(found.total_resolution),
        reopen_count=found.reopen_count,
    )


def show_amount(amount: Amount) -> AmountView:
    return AmountView(**_told(amount))


def _told(amount: Amount) -> dict[str, float]:
    return {"seconds": amount.wall / MICRO, "business_seconds": amount.working / MICRO}


def _maybe(amount: Amount | None) -> AmountView | None:
    return None if amount is None else show_amount(amount)


def _sure(named: Party | None, number: int) -> Party:
    return named or Party(id=number, name=None)


def _wait(wait: Wait, known: Names) -> WaitView:
    return WaitView(
        since=instant(wait.since),
        until=None if wait.until is None else instant(wait.until),
        answered=wait.answered,
        by=known.person(wait.answered_by),
        **_told(wait.amount),
    )
