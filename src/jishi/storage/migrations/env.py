"""Run by Alembic: applies the versions over an asyncpg connection, in one transaction each."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from jishi.storage.migrate import SCHEMA


def apply(connection: Connection) -> None:
    connection.execute(text(f"SET search_path TO {SCHEMA}"))
    connection.commit()
    context.configure(
        connection=connection, version_table_schema=SCHEMA, transaction_per_migration=True, include_schemas=True
    )
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    engine = create_async_engine(context.config.attributes["engine_url"], poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(apply)
        await connection.commit()
    await engine.dispose()


asyncio.run(run())
