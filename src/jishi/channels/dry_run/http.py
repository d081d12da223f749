"""Dry runs over HTTP."""

import asyncio

from litestar import post

from jishi.channels.api import incoming
from jishi.channels.dry_run.errors import TooManyRequests, UnreadableRequests
from jishi.channels.dry_run.file_shapes import FileRun, PastRequests
from jishi.channels.dry_run.read_requests import read_requests
from jishi.channels.dry_run.run_many import run_many
from jishi.channels.dry_run.run_one import run_one
from jishi.channels.dry_run.shapes import DryRequest, DryRun
from jishi.identity import settings
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction

LARGEST = 8_000_000
LARGEST_BODY = LARGEST * 4 // 3 + 100_000  # in base64, with what stands around it


@post("/dispatch/dry-run", guards=[requires(Permission.SETTINGS_READ)], tags=["dispatch"], status_code=200)
async def dry_run(tx: Transaction, caller: Caller, data: DryRequest) -> DryRun:
    """What would become of a request, from what its words say to who would own it and when what would be due. Nothing
    is created."""
    given = incoming(data, caller, await settings.load(tx))
    at = data.at or data.received_at or tx.now
    return await run_one(tx, given, at, language=caller.language)


@post(
    "/dispatch/dry-run/file",
    guards=[requires(Permission.DISPATCH_MANAGE)],
    tags=["dispatch"],
    status_code=200,
    request_max_body_size=LARGEST_BODY,
)
async def dry_run_file(tx: Transaction, caller: Caller, data: PastRequests) -> FileRun:
    """The same for up to 5,000 past requests, summed up: by rule, team, type, level, policy and colleague. Nothing is
    created."""
    content = data.file if data.file is not None else (data.text or "").encode()
    if not content:
        raise UnreadableRequests(errors=[("file", "Choose a file.")])
    if len(content) > LARGEST:
        raise TooManyRequests
    workspace = await settings.workspace(tx)
    requests = await asyncio.to_thread(
        read_requests, content, data.columns, of=workspace.settings, zone=workspace.zone, now=tx.now
    )
    return await run_many(tx, requests, language=caller.language)


routes = [dry_run, dry_run_file]
