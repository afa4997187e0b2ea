"""What tests of the outbox have in common: replies, and interactions that the listener acknowledged."""

import time

from adapters.discord.handover import Asked, Interaction
from orchestration.messages import Author, Reply, prose
from tests.fakes.discord.rest_limits import walk
from tests.fakes.discord.state import ANN, APPLICATION, HOME, NET

ASKER = Author(platform="discord", place=HOME, id=ANN)


def reply(text="3 sites.", turn="t1", **more):
    known = {"turn": turn, "kind": "answer", "intent": "find", "parts": (prose(text),), "person": ANN, "asked": "m1"}
    return Reply(**{**known, **more})


def texts(messages):
    """The first text of each message."""
    return [next(each["content"] for each in walk(message["components"]) if each["type"] == 10) for message in messages]


def asked_by(world, handover, *, deferred=True, ephemeral=False, at=None, channel=NET, message=None, asked="m1"):
    """Let a command or press be acknowledged; returns it and what its answer is called."""
    made = world.interaction(2 if deferred else 3, ANN, channel=channel, message=message)
    if deferred:
        shown = world.blank(channel, "900000000000000001")
        shown["flags"] = 128 | (64 if ephemeral else 0)
        shown["interaction_metadata"] = {"id": made.id, "type": 2, "user": world.users[ANN]}
        world.channels[channel].messages.append(shown)
        if ephemeral:
            world.visible_to[shown["id"]] = ANN
        made.original, made.answered = shown["id"], 5
    else:
        made.original, made.answered = message, 6
    known = {"application": APPLICATION, "token": made.token, "at": time.time() if at is None else at}
    interaction = Interaction(**known, original=made.original, deferred=deferred, ephemeral=ephemeral)
    handover.ask(f"discord/{HOME}/{NET}/{asked}", Asked(title="sites", interaction=interaction), "7")
    return made
