"""What tests of the outbox have in common: replies, and interactions that the listener acknowledged."""

import time

from adapters.discord.handover import Asked, Interaction
from orchestration.messages import Author, Reply, prose
from tests.fakes.discord.rest_limits import walk
from tests.fakes.discord.state import ANN, APPLICATION, HOME, NET, SUPPRESS_EMBEDS

ASKER = Author(platform="discord", place=HOME, id=ANN)


def reply(text="3 sites.", turn="t1", **more):
    known = {"turn": turn, "kind": "answer", "intent": "find", "parts": (prose(text),), "person": ANN, "asked": "m1"}
    return Reply(**{**known, **more})


def texts(messages):
    """The first text of each message."""
    return [next(each["content"] for each in walk(message["components"]) if each["type"] == 10) for message in messages]


_SENT = frozenset({"create_message", "edit_message", "follow_up", "edit_answer"})
_SAYING = frozenset({4, 7})


def careless(log):
    """What was sent, of all that was, without care: it might ring somebody, unfold a link, or stand there twice."""
    for name, _, body in log:
        said = body.get("data") if name == "respond" and body["type"] in _SAYING else body if name in _SENT else None
        if said is None:
            continue
        quiet = said.get("allowed_mentions", {}).get("parse") == []
        folded = not said.get("content") or (said.get("flags") or 0) & SUPPRESS_EMBEDS
        once = name != "create_message" or (said.get("nonce") and said.get("enforce_nonce"))
        if not (quiet and folded and once):
            yield name, said


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
