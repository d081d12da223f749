"""Routes of the workspace and its settings."""

from typing import Annotated

from litestar import get, patch
from msgspec import UNSET, Meta, Struct, UnsetType

from jishi.identity import settings
from jishi.identity.change_settings import change_settings
from jishi.identity.guards import requires
from jishi.identity.model import Choice, Permission
from jishi.identity.session_http import given
from jishi.identity.views import Language, Name, Slug, WorkspaceView, Zone, workspace_view
from jishi.storage.transaction import Transaction


class ChoiceGiven(Struct, kw_only=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(max_length=40)]
    zh: Annotated[str, Meta(max_length=60)]
    en: Annotated[str, Meta(max_length=60)]


Choices = Annotated[list[ChoiceGiven], Meta(max_length=50)]


class SettingsChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """`tiers` come the best first; `close_after_seconds` is how long a customer may object to a solution. Notices, and
    who was considered in a decision of dispatch, are kept for so many days."""

    tiers: Choices | UnsetType = UNSET
    types: Choices | UnsetType = UNSET
    close_after_seconds: int | UnsetType = UNSET
    notices_kept_days: int | UnsetType = UNSET
    decisions_kept_days: int | UnsetType = UNSET


class WorkspaceChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    slug: Slug | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    settings: SettingsChange | UnsetType = UNSET


@get("/workspace", guards=[requires()], tags=["workspace"])
async def show_workspace(tx: Transaction) -> WorkspaceView:
    """The workspace, its tiers, its types of ticket."""
    return workspace_view(await settings.workspace(tx))


@patch("/workspace", guards=[requires(Permission.SETTINGS_MANAGE)], tags=["workspace"])
async def change_workspace(tx: Transaction, data: WorkspaceChange) -> WorkspaceView:
    """Change the workspace."""
    changes = given(data)
    if "settings" in changes:
        changes.update(chosen(given(changes.pop("settings"))))
    return workspace_view(await change_settings(tx, **changes))


def chosen(given_settings: dict[str, object]) -> dict[str, object]:
    """Lists of choices as the model has them."""
    return {
        name: tuple(Choice(key=each.key, zh=each.zh, en=each.en) for each in value)
        if isinstance(value, list)
        else value
        for name, value in given_settings.items()
    }


routes = [show_workspace, change_workspace]
