"""The wheel carries the built console, so that whoever installs it needs no Node."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleHook(BuildHookInterface[Any]):
    """Builds console/ into the package before the wheel is filled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, unless the install is editable: there `make console` does it when sources change."""
        if version == "editable":
            return
        build_data["artifacts"].append("src/jishi/web/static/console")
        _console_builder(Path(self.root)).build()


def _console_builder(root: Path) -> ModuleType:
    # The hook runs by path, outside any package: its neighbour has to be loaded by path too.
    spec = importlib.util.spec_from_file_location("jishi_console_build", root / "build" / "console.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("build/console.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
