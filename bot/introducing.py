"""The names of a NetBox, before the first question there: without them a message is half nonsense."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from adapters.redis.askers import Asker, RedisAskers
from adapters.redis.names import RedisNames
from bot.keeping_up import keep_up
from orchestration.errors import NetbotError
from orchestration.messages import Click, Form, Utterance
from orchestration.outcome import Outcome
from orchestration.ports import Inventory, scope_of
from orchestration.road import Progress, Thinker
from orchestration.sessions.session import Session

# So long a first question waits for names: those of a small NetBox are read by then. In a large one it is answered without the rest, which
# are read in the background; a name that the index does not have is looked for in NetBox.
PATIENCE = 2.5
# The background reads them, which the question then does not pay for; where it has not begun after so many seconds, the question does.
GRACE = 0.6
# Whose names are not there after that waits no second time within so many seconds.
WAITED = 600


@dataclass(frozen=True, slots=True)
class Introduced:
    """A thinker that is told the names of a NetBox before its first question there, so that it does not take them for nonsense.

    Args:
        thinker: thinks.
        names: the index of names.
        askers: whose names are kept up in the background.
        learn: takes in what types the plugins of this NetBox have, as far as that is known.
        patience: seconds to wait for names at most.
        grace: seconds to leave them to the background.
    """

    thinker: Thinker
    names: RedisNames
    askers: RedisAskers
    learn: Callable[[], object]
    patience: float = PATIENCE
    grace: float = GRACE

    def __call__(
        self, session: Session, incoming: Utterance | Click | Form, turn: str, inventory: Inventory, progress: Progress
    ) -> Outcome:
        """Return what a message comes to, the names gathered that whoever asks may see."""
        self.learn()
        scope = scope_of(inventory)
        self.askers.note(Asker(scope=scope, author=incoming.author, address=incoming.address, at=time.time()))
        if self.names.built_at(scope) is None and self.names.claim(f"{scope}|waited", WAITED):
            progress("Learning the names in this NetBox")
            # Without them the thinker still answers; a NetBox that is away is told by it in its own words.
            with contextlib.suppress(NetbotError):
                self._learn(inventory, scope)
        return self.thinker(session, incoming, turn, inventory, progress)

    def _learn(self, inventory: Inventory, scope: str) -> None:
        begun = time.monotonic()
        until = begun + self.patience
        while self.names.built_at(scope) is None and (now := time.monotonic()) < until:
            if now - begun >= self.grace:
                # Returns at once where another process reads them.
                keep_up(inventory, self.names, float("inf"), lambda: time.monotonic() < until)
            time.sleep(0.05)
