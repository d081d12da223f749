"""Make, change and dissolve a team."""

from dataclasses import replace
from typing import Any

from jishi.identity import normalise, rules, settings
from jishi.identity.errors import DefaultTeamStays, NoSuchTeam, TeamNameTaken
from jishi.identity.facts import TeamChanged, TeamCreated, TeamDissolved
from jishi.identity.model import Team
from jishi.identity.store import people, teams
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction

NO_LEAD = "No active colleague has this id."
NO_TYPE = "The workspace has no such type of ticket."


async def make_team(
    tx: Transaction,
    *,
    name: str,
    types: tuple[str, ...] = (),
    lead_id: int | None = None,
    is_default: bool = False,
) -> Team:
    """Raises Invalid, TeamNameTaken. The first team is the default, whatever was asked."""
    team = Team(id=0, name=normalise.plain(name), lead_id=lead_id, types=_distinct(types), created_at=tx.now)
    await _check(tx, team)
    team = replace(team, id=tx.new_id(), is_default=is_default or not await teams.has_default(tx))
    if team.is_default:
        await teams.unset_default(tx)
    await teams.add(tx, team)
    settings.renew(tx)
    await tx.record(TeamCreated(at=tx.now, by=tx.by, team_id=team.id, name=team.name))
    return team


async def change_team(tx: Transaction, team_id: int, **given: Any) -> Team:
    """`given`: any of name, types, lead_id, is_default. Raises NoSuchTeam, Invalid, TeamNameTaken, DefaultTeamStays."""
    before = await _lock(tx, team_id)
    after = replace(before, **given)
    after = replace(after, name=normalise.plain(after.name), types=_distinct(after.types))
    if before.is_default and not after.is_default:
        raise DefaultTeamStays
    if after == before:
        return before
    await _check(tx, after)
    if after.is_default and not before.is_default:
        await teams.unset_default(tx)
    await teams.save(tx, after)
    settings.renew(tx)
    await tx.record(TeamChanged(at=tx.now, by=tx.by, team_id=team_id, changes=rules.changes(before, after)))
    return after


async def dissolve_team(tx: Transaction, team_id: int) -> None:
    """Nobody is in it and nothing comes to it any more. Raises NoSuchTeam, DefaultTeamStays."""
    team = await _lock(tx, team_id)
    if team.is_default:
        raise DefaultTeamStays
    await teams.dissolve(tx, team_id)
    settings.renew(tx)
    await tx.record(TeamDissolved(at=tx.now, by=tx.by, team_id=team_id, name=team.name))


async def _check(tx: Transaction, team: Team) -> None:
    flaws = [] if 1 <= len(team.name) <= rules.LONGEST_NAME else [("name", rules.NAME_LENGTH)]
    known = {choice.key for choice in (await settings.load(tx)).types}
    flaws += [(f"types.{n}", NO_TYPE) for n, key in enumerate(team.types) if key not in known]
    if team.lead_id is not None:
        lead = await people.get(tx, team.lead_id)
        if lead is None or not lead.active:
            flaws.append(("lead_id", NO_LEAD))
    if flaws:
        raise Invalid(errors=flaws)
    if await teams.with_name(tx, team.name) not in {None, team.id}:
        raise TeamNameTaken


async def _lock(tx: Transaction, team_id: int) -> Team:
    team = await teams.lock(tx, team_id)
    if team is None:
        raise NoSuchTeam
    return team


def _distinct(types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(types))
