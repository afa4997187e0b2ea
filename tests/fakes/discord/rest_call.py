"""A request to the double's API, and the channel it is about."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord import state
from tests.fakes.discord.rest_errors import Refused


@dataclass
class Call:
    """A request.

    Args:
        body: its JSON; of a multipart request that of payload_json.
        query: the parameters of its address.
        files: what was uploaded, by the number in files[n]: name and content.
    """

    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)


def channel_of(world, id_, *needed):
    """The channel of a call: 10003 where there is none, 50001 where the bot does not see it, 50013 where it lacks a permission."""
    found = world.channels.get(id_)
    if found is None:
        raise Refused(10003)
    may = world.may(found)
    if "VIEW_CHANNEL" not in may:
        raise Refused(50001)
    if found.type != state.DM and not set(needed) <= may:
        raise Refused(50013)
    return found
