"""Put a colleague into a team, and take them out."""

from jishi.identity import authenticate, settings
from jishi.identity.errors import NoSuchPerson, NoSuchTeam, NotActive
from jishi.identity.facts import MemberJoinedTeam, MemberLeftTeam
from jishi.identity.model import Team
from jishi.identity.store import people, teams
from jishi.storage.transaction import Transaction


async def join_team(tx: Transaction, team_id: int, person_id: int) -> Team:
    """Raises NoSuchTeam, NoSuchPerson, NotActive. To be in it already is no error."""
    team, active = await _both(tx, team_id, person_id)
    if not active:
        raise NotActive
    if await teams.join(tx, team_id, person_id):
        _moved(tx, person_id)
        await tx.record(MemberJoinedTeam(at=tx.now, by=tx.by, team_id=team_id, person_id=person_id))
    return team


async def leave_team(tx: Transaction, team_id: int, person_id: int) -> Team:
    """Raises NoSuchTeam, NoSuchPerson. Not to be in it is no error."""
    team, _ = await _both(tx, team_id, person_id)
    if await teams.leave(tx, team_id, person_id):
        _moved(tx, person_id)
        await tx.record(MemberLeftTeam(at=tx.now, by=tx.by, team_id=team_id, person_id=person_id))
    return team


async def _both(tx: Transaction, team_id: int, person_id: int) -> tuple[Team, bool]:
    team = await teams.lock(tx, team_id)
    if team is None:
        raise NoSuchTeam
    person = await people.get(tx, person_id)
    if person is None:
        raise NoSuchPerson
    return team, person.active


def _moved(tx: Transaction, person_id: int) -> None:
    settings.renew(tx)
    authenticate.forget(tx.workspace_id, person_id)
