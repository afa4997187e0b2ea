"""How many refusals Discord puts up with before it bans an address, counted by all workers and the listener together.

Source: docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans: 10,000 within 10 minutes.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from orchestration.errors import PlatformUnavailable, StoreUnavailable

MOST_INVALID = 5000
_WINDOW = 600
INVALID = frozenset({401, 403, 429})


class Counts(Protocol):
    """Counts over all workers."""

    def spend(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """Add to a count that begins anew every so many seconds; return the count and the seconds until it does."""


@dataclass(slots=True)
class Budget:
    """Keeps from asking when too much was refused.

    Args:
        counts: counts what was refused.
        clock: seconds, monotonic.
    """

    counts: Counts
    clock: Callable[[], float] = time.monotonic
    _until: float = float("-inf")

    def check(self) -> None:
        """Let a call pass.

        Raises:
            PlatformUnavailable: nothing is to be asked for a while.
        """
        left = self._until - self.clock()
        if left > 0:
            raise PlatformUnavailable("Discord has refused too much; nothing is asked of it for a while.", left)

    def spend(self, amount: int = 1) -> None:
        """Count a refusal, or none to learn what others counted; a store that is away counts nothing."""
        with contextlib.suppress(StoreUnavailable):
            count, seconds = self.counts.spend("discord:invalid", amount, _WINDOW)
            if count >= MOST_INVALID:
                self._until = self.clock() + seconds
