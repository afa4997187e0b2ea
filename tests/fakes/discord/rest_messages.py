"""Messages of the double's API: made, edited, read, removed, within the rules their page gives.

Source: docs.discord.com/developers/resources/message.
"""

import re
import time

from tests.fakes.discord import state
from tests.fakes.discord.rest_call import channel_of
from tests.fakes.discord.rest_errors import Refused, form_errors
from tests.fakes.discord.rest_limits import FILE_SIZE, faults_of_message, walk
from tests.fakes.discord.state import BOT, COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS

# "Nonces are unique for a few minutes": docs.discord.com/developers/resources/message#create-message (enforce_nonce).
NONCE_LIFE = 300.0
_MENTION = {
    "users": re.compile(r"<@!?(\d+)>"),
    "roles": re.compile(r"<@&(\d+)>"),
    "everyone": re.compile(r"@(everyone|here)"),
}


def create_message(world, call, channel):
    """docs.discord.com/developers/resources/message#create-message."""
    place = channel_of(world, channel)
    wanted = "SEND_MESSAGES_IN_THREADS" if place.is_thread else "SEND_MESSAGES"
    channel_of(world, channel, wanted, *(["ATTACH_FILES"] if call.files else []))
    if place.type == state.FORUM_CHANNEL:
        raise Refused(50008)
    if place.is_thread and place.locked:
        # See docs.discord.com/developers/topics/threads#active-archived-threads: a locked one takes no message of who may not manage it.
        raise Refused(160005)
    # The same page: a message into an archived thread that is not locked takes it out of the archive.
    place.archived = False
    again = _same_nonce(world, place, call.body)
    if again is not None:
        return 200, again
    message = made(world, place.id, call)
    message["nonce"] = call.body.get("nonce")
    if call.body.get("message_reference"):
        # See docs.discord.com/developers/resources/message#create-message: an answer needs the right to read what it answers.
        channel_of(world, channel, "READ_MESSAGE_HISTORY")
        message["message_reference"] = {**call.body["message_reference"], "channel_id": channel}
        message["type"] = 19
    world.nonces[(place.id, str(call.body.get("nonce")))] = (message["id"], time.monotonic())
    world.add(message)
    return 200, message


def _same_nonce(world, place, body):
    """Of the same author and nonce in the last minutes, with enforce_nonce: that message is returned and none is made."""
    if not body.get("enforce_nonce") or not body.get("nonce"):
        return None
    id_, at = world.nonces.get((place.id, str(body["nonce"])), (None, 0.0))
    return place.message(id_) if id_ and time.monotonic() - at < NONCE_LIFE else None


def made(world, channel, call, *, flags=0):
    """Make a message of what was sent, within the limits."""
    body = call.body or {}
    _valid(body, call)
    if not any([body.get("content"), body.get("embeds"), body.get("components"), call.files, body.get("poll")]):
        raise Refused(50006)
    message = world.blank(channel, BOT)
    message["application_id"] = state.APPLICATION
    _fill(world, message, call, flags or (body.get("flags") or 0) & (SUPPRESS_EMBEDS | COMPONENTS_V2 | EPHEMERAL))
    return message


def _valid(body, call, kept=()):
    for name, content in call.files.values():
        if len(content) > FILE_SIZE:
            raise Refused(40005)
        if not name:
            raise Refused(50035, form_errors([(["attachments"], "BASE_TYPE_REQUIRED", "filename")]))
    names = [name for name, _ in call.files.values()] + list(kept)
    faults = faults_of_message(body, names)
    if faults:
        raise Refused(50035, form_errors(faults))


def _fill(world, message, call, flags):
    body = call.body or {}
    message["flags"] = flags
    for name in ("content", "embeds", "components"):
        if name in body:
            message[name] = body[name] or ("" if name == "content" else [])
    _number(message["components"])
    described = {str(each.get("id")): each for each in body.get("attachments") or ()}
    kept = {each["id"]: each for each in message["attachments"]}
    if "attachments" in body or call.files:
        # See docs.discord.com/developers/reference#editing-message-attachments: what an edit does not list is removed.
        message["attachments"] = [kept[id_] for id_ in described if id_ in kept]
        for number, (name, content) in call.files.items():
            told = described.get(str(number), {})
            message["attachments"].append(
                {
                    "id": world.snowflake(),
                    "filename": name,
                    "description": told.get("description"),
                    "size": len(content),
                    "url": f"https://cdn.example/{name}",
                    "proxy_url": f"https://media.example/{name}",
                    "content": content.decode("latin-1"),
                }
            )
    _mentions(world, message, body.get("allowed_mentions"))


def _number(components):
    """Ids that are missing are given: docs.discord.com/developers/components/reference#anatomy-of-a-component."""
    everything = list(walk(components))
    taken = {each.get("id") for each in everything}
    free = (number for number in range(1, 1000) if number not in taken)
    for each in everything:
        each.setdefault("id", next(free))


def _mentions(world, message, allowed):
    """docs.discord.com/developers/resources/message#allowed-mentions-object: left out, everything mentioned is told."""
    texts = [message["content"], *(each.get("content") or "" for each in walk(message["components"]))]
    named = {kind: {found for text in texts for found in pattern.findall(text)} for kind, pattern in _MENTION.items()}
    parsed = set((allowed or {}).get("parse", [] if allowed else ["users", "roles", "everyone"]))
    told = {
        kind: sorted(ids if kind in parsed else ids & set((allowed or {}).get(kind, ()))) for kind, ids in named.items()
    }
    message["mentions"] = [world.users[each] for each in told["users"] if each in world.users]
    message["mention_roles"] = told["roles"]
    message["mention_everyone"] = bool(told["everyone"])


def edit_message(world, call, channel, message):
    """docs.discord.com/developers/resources/message#edit-message."""
    place = channel_of(world, channel)
    found = place.message(message)
    if found is None or found["flags"] & EPHEMERAL:
        raise Refused(10008)
    if found["author"]["id"] != BOT:
        raise Refused(50005)
    if place.is_thread and place.archived:
        raise Refused(50083)
    return 200, edited(world, found, call)


def edited(world, message, call):
    body = call.body or {}
    flags = message["flags"] if "flags" not in body else (body["flags"] or 0)
    if message["flags"] & COMPONENTS_V2 and not flags & COMPONENTS_V2:
        # "Once a message has been sent with this flag, it can't be removed."
        raise Refused(
            50035,
            form_errors(
                [(["flags"], "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "The IS_COMPONENTS_V2 flag cannot be removed")]
            ),
        )
    whole = {
        "components": message["components"],
        **({} if flags & COMPONENTS_V2 else {"content": message["content"]}),
        **body,
        "flags": flags,
    }
    _valid(whole, call, [each["filename"] for each in message["attachments"]])
    kept = message["flags"] & ~(SUPPRESS_EMBEDS | COMPONENTS_V2 | LOADING)
    _fill(world, message, call, kept | flags & (SUPPRESS_EMBEDS | COMPONENTS_V2))
    message["edited_timestamp"] = state.moment()
    message["edits"] = message.get("edits", 0) + 1
    world.dispatch("MESSAGE_UPDATE", world.told(message))
    return message


def delete_message(world, call, channel, message):
    place = channel_of(world, channel)
    found = place.message(message)
    if found is None:
        raise Refused(10008)
    if found["author"]["id"] != BOT:
        channel_of(world, channel, "MANAGE_MESSAGES")
    place.messages.remove(found)
    world.dispatch(
        "MESSAGE_DELETE", {"id": message, "channel_id": channel, **({"guild_id": place.guild} if place.guild else {})}
    )
    return 204, None


def get_messages(world, call, channel):
    """docs.discord.com/developers/resources/message#get-channel-messages: without the right to read the history, none."""
    place = channel_of(world, channel)
    if place.type != state.DM and "READ_MESSAGE_HISTORY" not in world.may(place):
        return 200, []
    after, before = int(call.query.get("after") or 0), int(call.query.get("before") or 1 << 63)
    found = [
        _read(world, each)
        for each in place.messages
        if after < int(each["id"]) < before and not each["flags"] & EPHEMERAL
    ]
    limit = int(call.query.get("limit") or 50)
    newest = found[:limit] if call.query.get("after") else found[-limit:]
    return 200, newest[::-1]


def get_message(world, call, channel, message):
    place = channel_of(world, channel, "READ_MESSAGE_HISTORY")
    found = place.message(message)
    if found is None or found["flags"] & EPHEMERAL:
        raise Refused(10008)
    return 200, _read(world, found)


def _read(world, message):
    """A message as it is read later: the nonce is told to who posts and to the gateway only."""
    shown = {name: value for name, value in message.items() if name != "nonce"}
    if (
        world.intents_granted
        or message["author"]["id"] == BOT
        or any(each["id"] == BOT for each in message["mentions"])
    ):
        return shown
    # See docs.discord.com/developers/events/gateway#message-content-intent: over HTTP too.
    return {**shown, "content": "", "embeds": [], "attachments": [], "components": []}
