"""Tell of leave and swaps: what is asked for to those who may decide it, what was decided to those who asked."""

from collections.abc import Iterable
from typing import Any

from jishi.identity.find import names_of
from jishi.identity.model import Role
from jishi.notify import store
from jishi.notify.model import Medium, Notice, NoticeKind
from jishi.notify.tell import give
from jishi.storage.transaction import Transaction
from jishi.workforce.roster.draw import find
from jishi.workforce.roster.errors import NoSuchShift
from jishi.workforce.roster.facts import (
    LeaveAsked,
    LeaveFact,
    LeaveRefused,
    LeaveTaken,
    ShiftSwapped,
    SwapAccepted,
    SwapAsked,
    SwapFact,
    SwapRefused,
)

EVERY_WAY = (Medium.SCREEN, Medium.PUSH, Medium.EMAIL)
DECIDE = (Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)


async def leave_asked(tx: Transaction, fact: LeaveAsked) -> None:
    """AFTERWARDS: whoever may decide it."""
    names = await names_of(tx, [fact.person_id])
    said = {"from": names.get(fact.person_id, "")}
    await _of_leave(tx, NoticeKind.LEAVE_ASKED, await _deciders(tx, but=fact.person_id), fact, said)


async def leave_decided(tx: Transaction, fact: LeaveTaken | LeaveRefused) -> None:
    """AFTERWARDS: whose leave it is, also where a supervisor entered it. Who may take leave at once knows."""
    if fact.by != f"person:{fact.person_id}":
        said = {"approved": isinstance(fact, LeaveTaken)}
        await _of_leave(tx, NoticeKind.LEAVE_DECIDED, [fact.person_id], fact, said)


async def swap_asked(tx: Transaction, fact: SwapAsked) -> None:
    """AFTERWARDS: the colleague who is asked to take the shift."""
    names = await names_of(tx, [fact.from_id])
    await _of_swap(tx, NoticeKind.SWAP_ASKED, [fact.to_id], fact, {"from": names.get(fact.from_id, "")})


async def swap_accepted(tx: Transaction, fact: SwapAccepted) -> None:
    """AFTERWARDS: the colleague agreed; whoever may decide it must still."""
    names = await names_of(tx, [fact.from_id, fact.to_id])
    people = [person for person in await _deciders(tx, but=fact.from_id) if person != fact.to_id]
    said = {"from": names.get(fact.from_id, ""), "to": names.get(fact.to_id, "")}
    await _of_swap(tx, NoticeKind.SWAP_ASKED, people, fact, said)


async def swap_decided(tx: Transaction, fact: ShiftSwapped | SwapRefused) -> None:
    """AFTERWARDS: who asked, and the colleague who was asked, but for the one whose word it was."""
    names = await names_of(tx, [fact.from_id, fact.to_id])
    for person, other in ((fact.from_id, fact.to_id), (fact.to_id, fact.from_id)):
        if fact.by != f"person:{person}":
            said = {"from": names.get(other, ""), "approved": isinstance(fact, ShiftSwapped)}
            await _of_swap(tx, NoticeKind.SWAP_DECIDED, [person], fact, said)


async def _deciders(tx: Transaction, *, but: int) -> list[int]:
    """Supervisors; where there is none besides who asks, the nearest above them."""
    for role in DECIDE:
        if people := [person for person in await store.with_roles(tx, [role]) if person != but]:
            return people
    return []


async def _of_leave(
    tx: Transaction, kind: NoticeKind, people: Iterable[int], fact: LeaveFact, said: dict[str, Any]
) -> None:
    said = {**said, "leave_id": fact.leave_id, "starts_at": fact.starts_at, "ends_at": fact.ends_at}
    await _give(tx, kind, people, f"{kind}:{fact.leave_id}:{fact.at.isoformat()}", said)


async def _of_swap(
    tx: Transaction, kind: NoticeKind, people: Iterable[int], fact: SwapFact, said: dict[str, Any]
) -> None:
    try:
        shift = await find(tx, fact.shift_id)
    except NoSuchShift:  # taken away since
        return
    said = {**said, "swap_id": fact.swap_id, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
    await _give(tx, kind, people, f"{kind}:{fact.swap_id}:{fact.at.isoformat()}", said)


async def _give(tx: Transaction, kind: NoticeKind, people: Iterable[int], key: str, said: dict[str, Any]) -> None:
    await give(
        tx,
        [
            Notice(id=0, person_id=person, kind=kind, key=key, data=said, media=EVERY_WAY, at=tx.now)
            for person in people
        ],
    )
