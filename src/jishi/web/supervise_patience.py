"""How often, and how soon, something that keeps dying is started again."""

QUICK = 20.0  # seconds: what dies sooner has failed again, what lived longer has earned a fresh start
TRIES = 6
FIRST_DELAY = 0.25  # seconds, doubled each time
LONGEST_DELAY = 5.0


class Patience:
    """What is left of the patience with one charge."""

    def __init__(self) -> None:
        self.failures = 0

    def after(self, lived: float) -> float | None:
        """Return the seconds to wait after it died having lived that long; None when patience is over."""
        self.failures = 1 if lived >= QUICK else self.failures + 1
        if self.failures > TRIES:
            return None
        # The first time at once: a database that was killed should be back before anyone asks it.
        return 0.0 if self.failures == 1 else min(FIRST_DELAY * 2 ** (self.failures - 2), LONGEST_DELAY)
