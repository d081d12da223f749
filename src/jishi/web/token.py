"""A token from the command line, for whoever may use it."""

from jishi.identity.find import find_person
from jishi.identity.issue_token import issue_token
from jishi.web.find_workspace import find_workspace
from jishi.web.reach import open_desk


async def make_token(url: str, *, workspace: str, email: str, name: str) -> str:
    database = await open_desk(url, size=2)
    try:
        async with database.job(await find_workspace(database, workspace), by="system") as tx:
            person = await find_person(tx, email)
            _, secret = await issue_token(tx, person_id=person.id, name=name)
        return secret
    finally:
        await database.close()
