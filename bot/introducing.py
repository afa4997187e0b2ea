"""The names of a NetBox, before the first question there: without them a message is half nonsense."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from adapters.redis.names import RedisNames
from orchestration.catalogue.loading import load
from orchestration.errors import NetbotError
from orchestration.language.names import gather
from orchestration.messages import Click, Form, Utterance
from orchestration.outcome import Outcome
from orchestration.ports import Inventory, scope_of
from orchestration.road import Progress, Thinker
from orchestration.sessions.session import Session

log = structlog.get_logger(__name__)

# A claim outlives its holder for so many seconds at most, should that be killed.
LONGEST = 900
# So long a first question waits for names; a NetBox of 100,000 objects takes longer, and is answered without them until then.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Introduced:
    """A thinker that is told the names of a NetBox before its first question there, so that it does not take them for nonsense.

    Args:
        thinker: thinks.
        names: the index of names.
        pause: waits so many seconds.
    """

    thinker: Thinker
    names: RedisNames
    pause: Callable[[float], None] = time.sleep

    def __call__(
        self, session: Session, incoming: Utterance | Click | Form, turn: str, inventory: Inventory, progress: Progress
    ) -> Outcome:
        """Return what a message comes to, the names gathered that whoever asks may see."""
        scope = scope_of(inventory)
        if self.names.built_at(scope) is None:
            progress("Learning the names in this NetBox")
            # Without them the thinker still answers; a NetBox that is away is told by it in its own words.
            with contextlib.suppress(NetbotError):
                self._learn(inventory, scope)
        return self.thinker(session, incoming, turn, inventory, progress)

    def _learn(self, inventory: Inventory, scope: str) -> None:
        until = time.monotonic() + PATIENCE
        while self.names.built_at(scope) is None and time.monotonic() < until:
            if gather_once(inventory, self.names):
                return
            self.pause(0.05)


def gather_once(inventory: Inventory, names: RedisNames) -> bool:
    """Gather the names that an identity may see, unless another worker does.

    Returns:
        Whether it was done here.

    Raises:
        Unavailable: NetBox or the index is away.
    """
    scope = scope_of(inventory)
    if not names.claim(scope, LONGEST):
        return False
    try:
        count = gather(inventory, names, load(), time.time())
        log.info("names_gathered", names=count, netbox_requests=inventory.meter().requests)
    finally:
        names.unclaim(scope)
    return True
