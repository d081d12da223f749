"""A queue in a path."""

from typing import Annotated

from litestar.params import Parameter

from jishi.identity.parameters import LARGEST_ID

QueueId = Annotated[int, Parameter(ge=0, le=LARGEST_ID, description="A team's id; 0 is the whole desk.")]
