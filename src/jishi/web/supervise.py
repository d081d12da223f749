"""Keep the desk's programs running: start in order, start again what dies, stop in reverse order."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn, Protocol, Self

from jishi.kernel.errors import JishiError, Unavailable
from jishi.web.supervise_patience import Patience

TICK = 1.0  # seconds between looks when nothing wakes us; a dying child does
READY_TICK = 0.05
READY_SECONDS = 120.0
ECHO = 1.0  # seconds: whoever signals a whole group of processes, make among them, makes us hear it twice
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class NeverServed(Unavailable):
    """The {name} could not start ({how})."""


class StartsAgain(Unavailable):
    """The {name} has ended ({how}); starting it again."""


class GivenUp(Unavailable):
    """The {name} ended {times} times in a row ({how}); stopping the desk."""


class Charge(Protocol):
    """What a supervisor looks after: a `Child`, or an `EmbeddedPostgres`, which is ready when `start` returns."""

    @property
    def name(self) -> str: ...
    @property
    def running(self) -> bool: ...
    @property
    def serves(self) -> bool: ...
    @property
    def ending(self) -> str: ...
    def start(self) -> object: ...
    def stop(self, seconds: float | None = ...) -> None: ...


def supervise(
    charges: Sequence[Charge],
    *,
    on_serving: Callable[[], None] = lambda: None,
    say: Callable[[JishiError], None] = lambda _: None,
) -> int:
    """Run the charges until told to stop; return the exit code: 0 when told to, 1 when one would not stay up.

    Call it in the main thread. SIGTERM, SIGINT and SIGHUP stop everything in reverse order, a second one at once.
    """
    with Told() as told:
        try:
            for charge in charges:
                bring_up(charge, told)
            on_serving()
            keep_up(charges, told, say)
        except Stopped:
            code = 0
        except JishiError as wrong:
            say(wrong)
            code = 1
        finally:
            take_down(charges, told)
        return code


class Stopped(BaseException):
    """Someone asked to stop: leaves whatever is being waited for."""


class Told:
    """Listens for signals while a supervisor works, and wakes it when a child has ended."""

    def __init__(self) -> None:
        self.insisted = False
        self._asked_at: float | None = None
        self._interrupts = True
        self._before: dict[signal.Signals, object] = {}
        self._ear, self._mouth = os.pipe()

    def __enter__(self) -> Self:
        os.set_blocking(self._ear, False)
        os.set_blocking(self._mouth, False)
        self._woken_before = signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        for number in STOPPING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # as nohup wants it
                self._before[number] = signal.signal(number, self._hear)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # only to be woken
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # it came from there
        signal.set_wakeup_fd(self._woken_before)
        os.close(self._ear)
        os.close(self._mouth)

    def sleep(self, seconds: float) -> None:
        """Sleep until the time is over or a child has ended."""
        select.select([self._ear], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._ear, 4096)

    @contextlib.contextmanager
    def interruptible(self, *, yes: bool) -> Iterator[None]:
        """Let a signal cut the block short, or only be remembered until the block is over."""
        before, self._interrupts = self._interrupts, yes
        try:
            yield
        finally:
            self._interrupts = before

    @contextlib.contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Hear a signal only when the block is over: cut short, a look at a process may leave its lock taken."""
        with self.interruptible(yes=False):
            yield
        if self._interrupts and self._asked_at is not None:
            self._interrupts = False
            raise Stopped

    def _hear(self, *_: object) -> None:
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        elif now - self._asked_at < ECHO:
            return
        else:
            self.insisted = True
        if self._interrupts:
            self._interrupts = False
            raise Stopped


def bring_up(charge: Charge, told: Told) -> None:
    """Start it and wait until it serves. What cannot start the first time is not tried again: it says why itself."""
    try:
        charge.start()
    except OSError as wrong:
        raise NeverServed(name=charge.name, how=wrong.strerror) from wrong
    until = time.monotonic() + READY_SECONDS
    while True:
        with told.undisturbed():
            if charge.serves:
                return
            if not charge.running:
                raise NeverServed(name=charge.name, how=charge.ending)
        if time.monotonic() > until:
            raise NeverServed(name=charge.name, how=f"not ready after {READY_SECONDS:.0f} seconds")
        time.sleep(READY_TICK)


def keep_up(charges: Sequence[Charge], told: Told, say: Callable[[JishiError], None]) -> NoReturn:
    """Start again whatever dies, for ever."""
    watches = [Watch(charge, told, say) for charge in charges]
    while True:
        told.sleep(min(watch.look() for watch in watches))


class Watch:
    """One charge that is kept up."""

    def __init__(self, charge: Charge, told: Told, say: Callable[[JishiError], None]) -> None:
        self._charge = charge
        self._told = told
        self._say = say
        self._patience = Patience()
        self._since = time.monotonic()
        self._due: float | None = None

    def look(self) -> float:
        """Start it again if it has died and the time has come; return the seconds until the next look."""
        now = time.monotonic()
        if self._due is None:
            with self._told.undisturbed():
                running = self._charge.running
            if running:
                return TICK
            self._lose(self._charge.ending, now)
        assert self._due is not None  # set by `_lose`
        if self._due > now:
            return min(TICK, self._due - now)
        self._revive()
        return READY_TICK

    def _lose(self, how: str, now: float) -> None:
        wait = self._patience.after(now - self._since)
        if wait is None:
            raise GivenUp(name=self._charge.name, times=self._patience.failures, how=how)
        self._say(StartsAgain(name=self._charge.name, how=how))
        self._due = now + wait

    def _revive(self) -> None:
        self._due = None
        self._since = time.monotonic()
        try:
            self._charge.start()
        except (JishiError, OSError) as wrong:
            self._lose(str(wrong), time.monotonic())


def take_down(charges: Sequence[Charge], told: Told) -> None:
    """Stop everything in reverse order: cleanly, or at once as soon as someone insists."""
    with told.interruptible(yes=False):
        for charge in reversed(charges):
            try:
                with told.interruptible(yes=not told.insisted):
                    charge.stop(0.0 if told.insisted else None)
            except Stopped:
                charge.stop(0.0)
