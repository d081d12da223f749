"""Become another program that dies with its parent and, when started by root, has a lesser account.

A parent asks `command()` for the words to start. The file is also the script those words run: a bare interpreter that
gives up root, ties the leash, and becomes the program, so that nothing stays in between. `subprocess` could do the
first (`user=`) but the leash has to be tied after it: giving up root unties it.
"""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

SET_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
HAS_DEATH_SIGNAL: Final = sys.platform == "linux"


def command(
    argv: Sequence[str | Path],
    *,
    dying: int,
    directory: Path | None = None,
    account: tuple[int, int] | None = None,
    leash: "Leash | None" = None,
) -> list[str]:
    """Return the words that start `argv` in `directory`, sent the signal `dying` when the caller's thread ends.

    `account` is (uid, gid). Pass the leash's `kept` on with `pass_fds`, and slip it once the child has ended.
    """
    wish = {
        "parent": os.getpid(),
        "dying": int(dying),
        "directory": str(directory) if directory else None,
        "account": account,
        "leash": leash.kept[0] if leash and leash.kept else None,
    }
    # -S: no site packages, so a program starts in 20 ms instead of 60.
    return [sys.executable, "-I", "-S", __file__, json.dumps(wish), *map(str, argv)]


class Leash:
    """What ties a child where the system has no death signal: a pipe that only its parent can hold open."""

    def __init__(self) -> None:
        self._ends = () if HAS_DEATH_SIGNAL else os.pipe()

    @property
    def kept(self) -> tuple[int, ...]:
        """What the child must be given: the reading end, or nothing where it is not needed."""
        return self._ends[:1]

    def hand_over(self) -> None:
        """Keep only our end, once the child has the other."""
        for end in self.kept:
            os.close(end)

    def slip(self) -> None:
        """Let go of a child that has ended: its number may already be someone else's."""
        for end in self._ends[1:]:
            with contextlib.suppress(BrokenPipeError):
                os.write(end, b"\n")
            os.close(end)
        self._ends = ()


def main() -> None:
    """Do what `command` wrote down."""
    wish: dict[str, Any] = json.loads(sys.argv[1])
    argv = sys.argv[2:]
    set_death_signal = find_death_signal() if wish["leash"] is None else None  # while its library can still be read
    if wish["directory"]:
        os.chdir(wish["directory"])  # still as root: the account may be unable to walk there by itself
    if wish["account"]:
        take_account(*wish["account"])
    if wish["leash"] is not None:
        tie_pipe(wish["leash"], wish["dying"])
    elif set_death_signal:
        set_death_signal(wish["dying"])
    if os.getppid() != wish["parent"]:
        sys.exit("The process that started this one is gone.")  # it died before the leash was tied
    for name in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(name, signal.SIG_DFL)  # the interpreter ignores them, and that would be inherited
    try:
        os.execv(argv[0], argv)  # noqa: S606  # becoming that program is the purpose
    except OSError as wrong:
        sys.exit(f"{argv[0]}: {wrong.strerror}")


def take_account(uid: int, gid: int) -> None:
    """Become the account for good: no way back, no other groups."""
    try:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    except OSError as wrong:
        sys.exit(f"cannot take account {uid}: {wrong.strerror}")
    os.umask(0o077)


def find_death_signal() -> Callable[[int], object] | None:
    """Return what sets the signal sent to this process when the thread that started it ends, or None."""
    if not HAS_DEATH_SIGNAL:
        return None
    import ctypes  # noqa: PLC0415  # its start would cost every importer of this module

    libc = ctypes.CDLL(None)
    return lambda number: libc.prctl(SET_DEATH_SIGNAL, number, 0, 0, 0)


def tie_pipe(leash: int, dying: int) -> None:
    """Leave a shell behind that sends `dying` to this process when the pipe ends without a word."""
    victim = os.getpid()
    if middle := os.fork():
        os.waitpid(middle, 0)
        os.set_inheritable(leash, False)
        return
    # Forked twice, so that the program we become never meets a child it did not start.
    if os.fork():
        os._exit(0)
    os.setsid()
    nothing = os.open(os.devnull, os.O_WRONLY)
    for ours, theirs in ((leash, 0), (nothing, 1), (nothing, 2)):  # or the child's output would never end
        os.dup2(ours, theirs)
    os.execv("/bin/sh", ["sh", "-c", f"trap '' HUP INT TERM; read _ || kill -{dying} {victim}"])  # noqa: S606


if __name__ == "__main__":
    main()
