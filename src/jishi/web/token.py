"""A token from the command line, for whoever may use it."""

from jishi.identity.find import find_person
from jishi.identity.issue_token import issue_token
from jishi.kernel.errors import NotFound
from jishi.web.reach import open_desk


class NoSuchWorkspace(NotFound):
    """There is no workspace called {slug}."""


async def make_token(url: str, *, workspace: str, email: str, name: str) -> str:
    database = await open_desk(url, size=2)
    try:
        rows = await database.across("SELECT workspace_id FROM find_workspace($1)", workspace)
        if not rows:
            raise NoSuchWorkspace(slug=workspace)
        async with database.job(rows[0][0], by="system") as tx:
            person = await find_person(tx, email)
            _, secret = await issue_token(tx, person_id=person.id, name=name)
        return secret
    finally:
        await database.close()
