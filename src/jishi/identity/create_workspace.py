"""Open a desk of its own, with its first administrator."""

import asyncpg

from jishi.identity import normalise, rules
from jishi.identity.add_person import add_person
from jishi.identity.errors import AlreadySetUp, SlugTaken
from jishi.identity.facts import WorkspaceCreated
from jishi.identity.model import Person, Role, Settings, Workspace
from jishi.identity.store import workspaces
from jishi.kernel.errors import Invalid
from jishi.storage.database import Database


async def create_workspace(
    database: Database,
    *,
    name: str,
    admin_name: str,
    admin_email: str,
    admin_password: str | None,
    slug: str | None = None,
    zone: str = "Asia/Shanghai",
    language: str = "zh-CN",
    demo: bool = False,
    only_first: bool = False,
) -> tuple[Workspace, Person]:
    """Raises Invalid with every wrong field, SlugTaken, and with `only_first` AlreadySetUp when a workspace exists."""
    await database.ids.reserve()
    workspace = Workspace(
        id=database.ids.take(),
        slug=normalise.slug_of(name) if slug is None else slug,
        name=normalise.plain(name),
        zone=zone,
        language=language,
        settings=Settings(),
        demo=demo,
    )
    if flaws := rules.workspace_flaws(workspace):
        raise Invalid(errors=flaws)
    if only_first and not await workspaces.setup_needed(database):
        raise AlreadySetUp
    if await workspaces.id_of(database, workspace.slug) is not None:
        raise SlugTaken
    try:
        admin = await _store(database, workspace, admin_name, admin_email, admin_password, only_first=only_first)
    except asyncpg.UniqueViolationError as error:
        raise SlugTaken from error
    return workspace, admin


async def setup_needed(database: Database) -> bool:
    """Whether nobody has set this desk up yet."""
    return await workspaces.setup_needed(database)


async def is_demo(database: Database) -> bool:
    """Whether this desk has the demo's workspace: then whoever comes to its door may know whom they can be."""
    return await workspaces.has_demo(database)


async def _store(
    database: Database, workspace: Workspace, name: str, email: str, password: str | None, *, only_first: bool
) -> Person:
    async with database.job(workspace.id) as tx:
        if only_first and not await workspaces.claim_setup(tx):
            raise AlreadySetUp
        await workspaces.add(tx, workspace)
        await tx.record(WorkspaceCreated(at=tx.now, by=tx.by, slug=workspace.slug, name=workspace.name))
        return await add_person(tx, name=name, email=email, role=Role.ADMINISTRATOR, password=password)
