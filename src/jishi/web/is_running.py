"""Whether processes of the desk are at work on a database."""

import asyncpg

NAME = "jishi"  # what their connections are called
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1"


async def is_running(url: str) -> bool:
    """Web or worker processes of whatever machine. To be asked before opening the desk's own connections."""
    connection = await asyncpg.connect(url)
    try:
        return bool(await connection.fetchval(OTHERS, NAME))
    finally:
        await connection.close()
