"""The routes of Discord's API that the bot may call, each with the rules its page gives.

A route is `name(world, call, *ids) -> (status, body)`; `Refused` answers with an error. Pages: docs.discord.com/developers/resources/<resource>.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord import state
from tests.fakes.discord.rest_errors import Refused, form_errors
from tests.fakes.discord.rest_limits import FILE_SIZE, faults_of_message, faults_of_modal, walk
from tests.fakes.discord.state import BOT, COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS

# "Nonces are unique for a few minutes": docs.discord.com/developers/resources/message#create-message (enforce_nonce).
NONCE_LIFE = 300.0
_MENTION = {
    "users": re.compile(r"<@!?(\d+)>"),
    "roles": re.compile(r"<@&(\d+)>"),
    "everyone": re.compile(r"@(everyone|here)"),
}


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


def get_channel(world, call, channel):
    return 200, channel_of(world, channel).as_json(world)


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
    message = _made(world, place.id, call)
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


def _made(world, channel, call, *, flags=0):
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
    return 200, _edited(world, found, call)


def _edited(world, message, call):
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


def modify_channel(world, call, channel):
    """docs.discord.com/developers/resources/channel#modify-channel-json-params-thread: who may send in a thread that is not locked may unarchive it."""
    place = channel_of(world, channel)
    needed = "SEND_MESSAGES_IN_THREADS" if place.is_thread and not place.locked else "MANAGE_THREADS"
    channel_of(world, channel, needed)
    place.archived = bool(call.body.get("archived", place.archived))
    return 200, place.as_json(world)


def start_thread(world, call, channel, message):
    """docs.discord.com/developers/resources/channel#start-thread-from-message: the thread has the message's id."""
    place = channel_of(world, channel, "CREATE_PUBLIC_THREADS")
    found = place.message(message)
    if found is None or found["flags"] & EPHEMERAL:
        raise Refused(10008)
    if place.is_thread or place.type == state.DM:
        raise Refused(50024)
    if message in world.channels:
        raise Refused(160004)
    name = call.body.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        raise Refused(50035, form_errors([(["name"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")]))
    if call.body.get("auto_archive_duration", 1440) not in {60, 1440, 4320, 10080}:
        raise Refused(
            50035,
            form_errors(
                [(["auto_archive_duration"], "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")]
            ),
        )
    thread = world.open_thread(channel, name, id_=message)
    thread.auto_archive = call.body.get("auto_archive_duration", 1440)
    return 201, thread.as_json(world)


def typing(world, call, channel):
    channel_of(world, channel, "SEND_MESSAGES").typing += 1
    return 204, None


def create_dm(world, call):
    """docs.discord.com/developers/resources/user#create-dm."""
    person = str((call.body or {}).get("recipient_id"))
    if person not in world.users or person == BOT:
        raise Refused(50035, form_errors([(["recipient_id"], "USER_INVALID", "Invalid user")]))
    return 200, world.direct(person).as_json(world)


def get_me(world, call):
    return 200, {**world.users[BOT], "verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}


def get_application(world, call):
    """docs.discord.com/developers/resources/application#get-current-application."""
    # See docs.discord.com/developers/resources/application#application-object-application-flags: GATEWAY_MESSAGE_CONTENT_LIMITED.
    flags = 1 << 19 if world.intents_granted else 0
    found = {
        "id": state.APPLICATION,
        "name": "NetBox",
        "description": "",
        "icon": None,
        "summary": "",
        "verify_key": "0" * 64,
    }
    return 200, {
        **found,
        "bot_public": world.public_bot,
        "bot_require_code_grant": False,
        "flags": flags,
        "bot": world.users[BOT],
        "team": None,
        "owner": world.users[state.ANN],
    }


def get_gateway(world, call):
    limits = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": world.gateway_url, "shards": 1, "session_start_limit": limits}


def get_guild(world, call, guild):
    found = _guild(world, guild)
    return 200, {
        "id": found.id,
        "name": found.name,
        "owner_id": found.owner,
        "roles": found.roles,
        "emojis": [],
        "features": [],
    }


def get_guilds(world, call):
    """docs.discord.com/developers/resources/user#get-current-user-guilds: those the bot is in, with its permissions there."""
    mine = [each for each in world.guilds.values() if BOT in each.members]
    return 200, [{"id": each.id, "name": each.name, "permissions": str(each.permissions)} for each in mine]


def get_member(world, call, guild, person):
    found = _guild(world, guild)
    if person not in found.members:
        raise Refused(10007 if person in world.users else 10013)
    return 200, world.member(found, person)


def _guild(world, guild):
    if guild not in world.guilds:
        raise Refused(10004)
    return world.guilds[guild]


def _interaction(world, token, id_=None):
    found = world.interactions.get(token)
    if found is None or (id_ is not None and found.id != id_):
        raise Refused(10062 if id_ else 10015)
    return found


def respond(world, call, id_, token):
    """docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response: once, within three seconds."""
    found = _interaction(world, token, id_)
    if found.answered is not None:
        raise Refused(40060)
    if time.monotonic() - found.made > world.respond_within:
        raise Refused(10062)
    kind, data = call.body["type"], call.body.get("data") or {}
    if kind == 9:
        _modal(found, data)
    elif kind == 8:
        _choices(found, data)
    elif kind in {4, 5}:
        _first_answer(world, found, kind, Call(data, files=call.files))
    elif kind in {6, 7}:
        found.original = found.message
        found.ephemeral = found.message in world.visible_to
        if kind == 7:
            _edited(world, world.channels[found.channel].message(found.message), Call(data, files=call.files))
    found.answered = kind
    if call.query.get("with_response") not in {"1", "true", "True"}:
        return 204, None
    told = {"id": found.id, "type": found.type, "response_message_id": found.original}
    resource = {"type": kind}
    if kind in {4, 5} and found.original:
        resource["message"] = world.channels[found.channel].message(found.original)
    return 200, {"interaction": told, "resource": resource}


def _modal(found, data):
    # The same page: a form cannot follow a form.
    if found.type == 5:
        raise Refused(
            50035, form_errors([(["type"], "INTERACTION_TYPE_INVALID", "A modal cannot answer a modal submit")])
        )
    faults = faults_of_modal(data)
    if faults:
        raise Refused(50035, form_errors(faults))
    found.modal = data


def _choices(found, data):
    """docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete: at most 25."""
    choices = data.get("choices") or []
    lengths = [len(str(each.get("name"))) for each in choices] + [len(str(each.get("value"))) for each in choices]
    if len(choices) > 25 or any(not 1 <= length <= 100 for length in lengths):
        raise Refused(
            50035, form_errors([(["data", "choices"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")])
        )
    found.choices = choices


def _first_answer(world, found, kind, call):
    if kind == 5:
        # In a deferral only EPHEMERAL counts.
        message = world.blank(found.channel, BOT)
        message["application_id"] = state.APPLICATION
        message["flags"] = LOADING | (call.body.get("flags") or 0) & EPHEMERAL
    else:
        message = _made(world, found.channel, call)
    _placed(world, found, message)
    found.original, found.ephemeral = message["id"], bool(message["flags"] & EPHEMERAL)


def _placed(world, found, message):
    message["interaction_metadata"] = {"id": found.id, "type": found.type, "user": world.users[found.user]}
    if message["flags"] & EPHEMERAL:
        world.visible_to[message["id"]] = found.user
        # An ephemeral message is told to nobody over the gateway but who sees it.
        world.channels[found.channel].messages.append(message)
        return
    world.add(message)


def _alive(world, token):
    """docs.discord.com/developers/interactions/receiving-and-responding#followup-messages: fifteen minutes, then the token is none."""
    found = _interaction(world, token)
    if time.monotonic() - found.made > world.token_life:
        raise Refused(50027)
    if found.answered is None:
        raise Refused(10015)
    return found


def follow_up(world, call, application, token):
    """Make another message by the interaction's webhook; it knows no nonce."""
    found = _alive(world, token)
    flags = (call.body.get("flags") or 0) & (SUPPRESS_EMBEDS | COMPONENTS_V2 | EPHEMERAL)
    message = _made(world, found.channel, call, flags=flags)
    _placed(world, found, message)
    return 200, message


def edit_answer(world, call, application, token, message):
    """Edit what the interaction's webhook made; `@original` is the first response, of a press the message pressed on."""
    found = _alive(world, token)
    return 200, _edited(world, _answer(world, found, message), call)


def get_answer(world, call, application, token, message):
    return 200, _answer(world, _alive(world, token), message)


def delete_answer(world, call, application, token, message):
    found = _alive(world, token)
    world.channels[found.channel].messages.remove(_answer(world, found, message))
    return 204, None


def _answer(world, found, message):
    id_ = found.original if message == "@original" else message
    held = world.channels[found.channel].message(id_) if id_ else None
    made_here = held is not None and (held.get("interaction_metadata") or {}).get("id") == found.id
    if held is None or not (made_here or id_ == found.original):
        raise Refused(10008)
    return held


def put_commands(world, call, application):
    """docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands."""
    world.commands = [
        {**each, "id": world.snowflake(), "application_id": application, "version": world.snowflake()}
        for each in call.body
    ]
    return 200, world.commands


def get_commands(world, call, application):
    return 200, world.commands


def put_guild_commands(world, call, application, guild):
    found = _guild(world, guild)
    found.commands = [
        {
            **each,
            "id": world.snowflake(),
            "application_id": application,
            "guild_id": guild,
            "version": world.snowflake(),
        }
        for each in call.body
    ]
    return 200, found.commands


def get_guild_commands(world, call, application, guild):
    return 200, _guild(world, guild).commands


_ID, _TOKEN = r"(\d+)", r"([^/]+)"
ROUTES = [
    (method, re.compile(pattern.replace("{id}", _ID).replace("{token}", _TOKEN)), act)
    for method, pattern, act in [
        ("GET", "/users/@me", get_me),
        ("POST", "/users/@me/channels", create_dm),
        ("GET", "/users/@me/guilds", get_guilds),
        ("GET", "/applications/@me", get_application),
        ("GET", "/oauth2/applications/@me", get_application),
        ("GET", "/gateway/bot", get_gateway),
        ("GET", "/guilds/{id}", get_guild),
        ("GET", "/guilds/{id}/members/{id}", get_member),
        ("GET", "/channels/{id}", get_channel),
        ("PATCH", "/channels/{id}", modify_channel),
        ("GET", "/channels/{id}/messages", get_messages),
        ("POST", "/channels/{id}/messages", create_message),
        ("GET", "/channels/{id}/messages/{id}", get_message),
        ("PATCH", "/channels/{id}/messages/{id}", edit_message),
        ("DELETE", "/channels/{id}/messages/{id}", delete_message),
        ("POST", "/channels/{id}/messages/{id}/threads", start_thread),
        ("POST", "/channels/{id}/typing", typing),
        ("POST", "/interactions/{id}/{token}/callback", respond),
        ("POST", "/webhooks/{id}/{token}", follow_up),
        ("GET", "/webhooks/{id}/{token}/messages/{token}", get_answer),
        ("PATCH", "/webhooks/{id}/{token}/messages/{token}", edit_answer),
        ("DELETE", "/webhooks/{id}/{token}/messages/{token}", delete_answer),
        ("GET", "/applications/{id}/commands", get_commands),
        ("PUT", "/applications/{id}/commands", put_commands),
        ("GET", "/applications/{id}/guilds/{id}/commands", get_guild_commands),
        ("PUT", "/applications/{id}/guilds/{id}/commands", put_guild_commands),
    ]
]
# Their address is their right: docs.discord.com/developers/interactions/receiving-and-responding#followup-messages.
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
