"""The OpenAPI description on standard output, for the console's typed client."""

import sys

import msgspec

from jishi.web.app import create_app
from jishi.web.describe_api import describe


async def _never() -> None:
    raise AssertionError


def print_openapi() -> None:
    """Needs no database: nothing is opened before the app starts."""
    schema = describe(create_app(_never))
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode() + "\n")
