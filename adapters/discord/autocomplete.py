"""Names while they are typed: from the index of names, those alone that the person may see there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord.commands import LOOKS
from orchestration.errors import NetbotError
from orchestration.language.reading import NameHit
from orchestration.messages import Utterance
from orchestration.messages.clean import clean

log = structlog.get_logger(__name__)

# discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete
MOST, LONGEST = 25, 100
# Of these one name may be in many places, and is asked for with its place.
_WITHIN = frozenset({"dcim.rack"})


@dataclass(frozen=True, slots=True)
class Autocomplete:
    """Completes names.

    Args:
        complete: finds names of a type by what is typed, by whom and where, with how many at most: those that the same person's question
            would be read with.
    """

    complete: Callable[[Utterance, str, int], tuple[NameHit, ...]]

    def choices(self, asked: Utterance, kind: str) -> list[Mapping[str, Any]]:
        """Return what to choose from.

        Args:
            asked: what is typed so far, by whom and where.
            kind: the command: site, device, rack, prefix.
        """
        type_ = LOOKS.get(kind)
        if type_ is None:
            return []
        try:
            found = self.complete(asked, type_, MOST)
        except NetbotError as away:
            # Who types need not know: the question itself tells what is wrong.
            log.info("discord_not_completed", reason=away.text)
            return []
        choices = {value: _choice(hit, value) for hit in found if 0 < len(value := _value(hit)) <= LONGEST}
        return list(choices.values())[:MOST]


def question(kind: str, name: str) -> str:
    """Return the question that a command with a name asks."""
    return f"show me {kind} {name.strip()}"


def _value(hit: NameHit) -> str:
    within = f" in {hit.within}" if hit.within and hit.type in _WITHIN else ""
    return clean(f"{hit.name}{within}")


def _choice(hit: NameHit, value: str) -> Mapping[str, Any]:
    shown = f"{hit.name} · {hit.within}" if hit.within else hit.name
    return {"name": clean(shown, LONGEST) or value, "value": value}
