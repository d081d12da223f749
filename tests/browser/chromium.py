"""Finds a Chromium for the tests; as a command, also installs one where it may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")  # without the font Chinese is drawn as empty boxes
ADVICE = "The browser tests need Chromium: set JISHI_CHROMIUM, or install it (apt-get install chromium fonts-noto-cjk)."


def find() -> str | None:
    """The path of a Chromium, or None."""
    chosen = os.environ.get("JISHI_CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install what is missing with the system's package manager, when we may."""
    missing = _missing()
    if not missing or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {' '.join(missing)} …", flush=True)
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(
            ["apt-get", "--quiet", "--quiet", *command], env=environment, capture_output=True, check=False
        )
        if done.returncode != 0:
            print(done.stderr.decode(errors="replace").strip(), file=sys.stderr)
            return


def _missing() -> list[str]:
    wanted = {"chromium": find() is not None, "fonts-noto-cjk": _draws_chinese()}
    return [package for package in PACKAGES if not wanted[package]]


def _draws_chinese() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False).stdout.strip())


def main() -> int:
    """Leave a Chromium behind, or say in one line how to get one."""
    install()
    if find() is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
