"""Who somebody is: what a payload tells, and in direct messages what the policy's home guild says of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from adapters.discord.bridge import Bridge, Refusal
from adapters.discord.incoming import DIRECT, person
from orchestration.messages import Author

log = structlog.get_logger(__name__)

REMEMBERED = 300.0
_NOBODY = frozenset({10004, 10007, 10013, 50001})


@dataclass(frozen=True, slots=True)
class People:
    """Looks people up.

    Args:
        bridge: Discord's API.
        home: id of the guild whose members are answered in direct messages; None for nobody.
        remembered: seconds until somebody is looked up again.
        clock: seconds, monotonic.
    """

    bridge: Bridge
    home: str | None
    remembered: float = REMEMBERED
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Author]] = field(default_factory=dict)

    def known(self, told: Author, *, anew: bool = False) -> Author:
        """Return who somebody is, with their roles: in a guild as its payload told, in a direct message as the home guild does.

        Args:
            told: by the payload.
            anew: whatever is remembered: what they press counts by what they are at that moment.

        Raises:
            PlatformUnavailable: Discord does not tell; nobody is answered of whom it is not known that they are a member.
        """
        if told.place != DIRECT or told.is_guest:
            return told
        at, found = self._known.get(told.id, (float("-inf"), None))
        if anew or found is None or self.clock() - at > self.remembered:
            found = self._looked_up(told)
            self._known[told.id] = (self.clock(), found)
        return found

    def _looked_up(self, told: Author) -> Author:
        if self.home is None:
            return told.model_copy(update={"is_guest": True})
        try:
            member = self.bridge.ask("GET", "/guilds/{guild_id}/members/{user}", guild_id=self.home, user=told.id)
        except Refusal as refused:
            if refused.code not in _NOBODY:
                raise
            log.info("discord_no_member", person=told.id, code=refused.code)
            return told.model_copy(update={"is_guest": True})
        return person(member["user"], member, self.home)
