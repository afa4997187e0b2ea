"""What time does: unanswered turns are taken up, undelivered replies go out, proposals expire, names are gathered anew."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from orchestration.errors import NetbotError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to look after.

    Args:
        name: for the log.
        every: seconds between two looks.
        look: what to do; quick, for the worker waits while it runs.
    """

    name: str
    every: float
    look: Callable[[], object]


@dataclass(slots=True)
class Caretaker:
    """Does each duty when it is due; what fails is told in the log and tried again at the next look.

    Args:
        duties: what to look after.
        clock: seconds, monotonic.
    """

    duties: Sequence[Duty]
    clock: Callable[[], float] = time.monotonic
    _looked: dict[str, float] = field(default_factory=dict)

    def __call__(self) -> None:
        """Do what is due."""
        now = self.clock()
        for duty in self.duties:
            if now - self._looked.get(duty.name, float("-inf")) < duty.every:
                continue
            self._looked[duty.name] = now
            try:
                duty.look()
            except NetbotError as known:
                log.warning("duty_failed", duty=duty.name, reason=known.text)
            except Exception:
                log.exception("duty_broke", duty=duty.name)
