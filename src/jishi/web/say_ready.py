"""Say to whoever started this program that it is ready: a line on a pipe that was handed over, as s6 has it."""

import contextlib
import os
from collections.abc import Mapping

READY_FD = "JISHI_READY_FD"  # the number of the pipe's writing end


def say_ready() -> None:
    """Nothing when nobody asked to be told."""
    number = os.environ.pop(READY_FD, None)
    if number is not None:
        with contextlib.suppress(OSError), os.fdopen(int(number), "wb") as pipe:
            pipe.write(b"\n")


class ReadyPipe:
    """The other end: whether one program has said so since it was started."""

    def __init__(self) -> None:
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._ear, False)
        self._heard = False

    @property
    def kept(self) -> tuple[int, ...]:
        """What the program must be given."""
        return (self._mouth,)

    def env(self, around: Mapping[str, str] | None) -> dict[str, str]:
        return {**(os.environ if around is None else around), READY_FD: str(self._mouth)}

    def hand_over(self) -> None:
        """Keep only our end, once the program has the other."""
        os.close(self._mouth)

    @property
    def heard(self) -> bool:
        if not self._heard:
            with contextlib.suppress(BlockingIOError):
                self._heard = os.read(self._ear, 1) == b"\n"
        return self._heard

    def close(self) -> None:
        os.close(self._ear)
