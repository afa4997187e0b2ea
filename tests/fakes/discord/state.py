"""What a Discord holds: guilds, channels, threads, members, messages, interactions; what both halves of the double read and write.

The REST half changes it, the gateway half tells of it: whoever wants to hear of changes puts a function into `World.listeners`.
"""

import copy
import itertools
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

# See docs.discord.com/developers/reference#snowflakes: milliseconds since 2015, then a count.
EPOCH_MS = 1_420_070_400_000
APPLICATION = BOT = "900000000000000001"
ANN, BEN, GUS = "800000000000000001", "800000000000000002", "800000000000000003"
HOME, FAR = "700000000000000001", "700000000000000002"
NET, QUIET, FORUM = "600000000000000001", "600000000000000002", "600000000000000003"
AWAY = "600000000000000009"
OPERATORS = "500000000000000001"
TOKEN = "OTAwMDAwMDAwMDAwMDAwMDAx.double.secret"

# See docs.discord.com/developers/resources/channel#channel-object-channel-types
TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD, FORUM_CHANNEL = 0, 1, 11, 12, 15
THREADS = frozenset({10, PUBLIC_THREAD, PRIVATE_THREAD})
# See docs.discord.com/developers/resources/message#message-object-message-flags
SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 2, 1 << 5, 1 << 6, 1 << 7, 1 << 15
# See docs.discord.com/developers/topics/permissions: what the bot may in a channel, unless a test takes it away.
GRANTED = (
    "VIEW_CHANNEL",
    "SEND_MESSAGES",
    "SEND_MESSAGES_IN_THREADS",
    "CREATE_PUBLIC_THREADS",
    "READ_MESSAGE_HISTORY",
    "ATTACH_FILES",
    "EMBED_LINKS",
)


def user(id_, name, *, bot=False):
    """docs.discord.com/developers/resources/user#user-object."""
    known = {"discriminator": "0", "global_name": name.title(), "avatar": None, "public_flags": 0, "flags": 0}
    return {"id": id_, "username": name, "bot": bot, "system": False, **known}


def moment():
    """Now, as the API writes times."""
    return datetime.now(UTC).isoformat()


@dataclass
class Channel:
    """A channel, thread or direct message: docs.discord.com/developers/resources/channel#channel-object.

    Args:
        id: of the channel; that of a thread on a message is the message's.
        type: as the API numbers it.
        guild: its guild; None for a direct message.
        parent: of a thread.
        recipients: of a direct message.
        may: what the bot may here; a thread has its parent's.
    """

    id: str
    type: int = TEXT
    name: str = ""
    guild: str | None = None
    parent: str | None = None
    owner: str | None = None
    recipients: tuple[str, ...] = ()
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    may: set[str] = field(default_factory=lambda: set(GRANTED))
    messages: list[dict[str, Any]] = field(default_factory=list)
    typing: int = 0

    @property
    def is_thread(self):
        """It is a thread of another channel."""
        return self.type in THREADS

    def message(self, id_):
        """A message by its id; None where there is none."""
        return next((each for each in self.messages if each["id"] == id_), None)

    def as_json(self, world):
        """The channel object."""
        found = {"id": self.id, "type": self.type, "last_message_id": (self.messages or [{"id": None}])[-1]["id"]}
        if self.type == DM:
            return {**found, "recipients": [world.users[each] for each in self.recipients if each != BOT]}
        found |= {"guild_id": self.guild, "name": self.name, "parent_id": self.parent, "position": 0, "flags": 0}
        found |= {"permission_overwrites": [], "nsfw": False, "rate_limit_per_user": 0, "topic": None}
        if self.is_thread:
            found |= {"owner_id": self.owner, "message_count": len(self.messages), "member_count": 1}
            found |= {"total_message_sent": len(self.messages), "applied_tags": []}
            found["thread_metadata"] = {
                "archived": self.archived,
                "auto_archive_duration": self.auto_archive,
                "archive_timestamp": moment(),
                "locked": self.locked,
                "create_timestamp": moment(),
            }
        if self.type == FORUM_CHANNEL:
            found |= {"available_tags": [], "default_reaction_emoji": None, "default_forum_layout": 0}
        return found


@dataclass
class Guild:
    """docs.discord.com/developers/resources/guild#guild-object.

    Args:
        members: what each member has here, by user id: "roles", "nick".
        roles: role objects.
    """

    id: str
    name: str
    owner: str = ANN
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    unavailable: bool = False
    # What GRANTED says, as bits: docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags.
    permissions: int = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38


@dataclass
class Interaction:
    """A press, command or form the bot was told of: docs.discord.com/developers/interactions/receiving-and-responding.

    Args:
        id: of the interaction.
        token: to answer with, for fifteen minutes.
        user: who.
        channel: where.
        message: id of the message pressed on.
        made: when, by the monotonic clock.
        answered: type of the first response; None while there is none.
        original: id of what `@original` means.
        ephemeral: the first response was for the person alone.
        modal: the form the response opened.
        choices: those an autocomplete was answered with.
    """

    id: str
    token: str
    type: int
    user: str
    channel: str
    message: str | None = None
    made: float = field(default_factory=time.monotonic)
    answered: int | None = None
    original: str | None = None
    ephemeral: bool = False
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None


class World:
    """Everything there is.

    Args:
        token: the bot's.
    """

    def __init__(self, token=TOKEN):
        self.token = token
        self.users = {
            each["id"]: each
            for each in (user(BOT, "netbot", bot=True), user(ANN, "ann"), user(BEN, "ben"), user(GUS, "gus"))
        }
        roles = [
            {"id": each, "name": name, "permissions": "0", "position": at, "color": 0, "hoist": False}
            | {"managed": False, "mentionable": False, "flags": 0}
            for at, (each, name) in enumerate([(HOME, "@everyone"), (OPERATORS, "operators")])
        ]
        self.guilds = {
            HOME: Guild(
                HOME, "Home", members={BOT: {"roles": []}, ANN: {"roles": [OPERATORS]}, BEN: {"roles": []}}, roles=roles
            ),
            FAR: Guild(
                FAR, "Far away", members={BOT: {"roles": []}, GUS: {"roles": []}}, roles=[{**roles[0], "id": FAR}]
            ),
        }
        self.channels = {
            NET: Channel(NET, name="network", guild=HOME),
            QUIET: Channel(QUIET, name="quiet", guild=HOME),
            FORUM: Channel(FORUM, FORUM_CHANNEL, "questions", HOME),
            AWAY: Channel(AWAY, name="away", guild=FAR),
        }
        self.interactions: dict[str, Interaction] = {}
        self.visible_to: dict[str, str] = {}
        self.nonces: dict[tuple[str, str], tuple[str, float]] = {}
        self.commands: list[dict[str, Any]] = []
        self.gateway_url = "ws://127.0.0.1:9"
        self.public_bot = False
        self.intents_granted = True
        # As others stand in for Discord: the flags of an application tell nothing.
        self.tells_flags = True
        # As others stand in for Discord: a thread's id is not its message's.
        self.threads_apart = False
        self.respond_within = 3.0
        self.token_life = 15 * 60.0
        self.listeners: list[Callable[[str, dict[str, Any]], None]] = []
        self.lock = threading.RLock()
        self._count = itertools.count(1)

    def snowflake(self):
        """An id that is new, and grows."""
        return str((int(time.time() * 1000) - EPOCH_MS << 22) + next(self._count) % (1 << 22))

    def dispatch(self, event, payload):
        """Tell whoever listens of an event."""
        for each in list(self.listeners):
            each(event, copy.deepcopy(payload))

    def direct(self, person):
        """The direct message with a person."""
        for each in self.channels.values():
            if each.type == DM and person in each.recipients:
                return each
        found = Channel(self.snowflake(), DM, recipients=(BOT, person))
        self.channels[found.id] = found
        return found

    def may(self, channel):
        """What the bot may in a channel."""
        return self.channels[channel.parent].may if channel.is_thread else channel.may

    def said(self, author, text, *, channel=NET, mentions=(), **more):
        """Let somebody write a message; returns it."""
        with self.lock:
            message = {
                **self.blank(channel, author),
                "content": text,
                "mentions": [self.users[each] for each in mentions],
                **more,
            }
            self.add(message)
            return message

    def blank(self, channel, author):
        """A message object without anything in it: docs.discord.com/developers/resources/message#message-object."""
        return {
            "id": self.snowflake(),
            "channel_id": channel,
            "author": self.users[author],
            "content": "",
            "timestamp": moment(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
        }

    def add(self, message):
        """Put a message into its channel and tell of it."""
        place = self.channels[message["channel_id"]]
        place.messages.append(message)
        self.dispatch("MESSAGE_CREATE", self.told(message))

    def told(self, message):
        """A message as the gateway tells of it: docs.discord.com/developers/events/gateway-events#message-create-message-create-extra-fields."""
        place = self.channels[message["channel_id"]]
        guild = self.guilds.get(place.guild or "")
        extra = {"guild_id": guild.id} if guild else {}
        held = guild.members.get(message["author"]["id"]) if guild else None
        if held is not None:
            extra["member"] = self.member(guild, message["author"]["id"], user_too=False)
        return {**copy.deepcopy(message), **extra}

    def member(self, guild, person, *, user_too=True):
        """docs.discord.com/developers/resources/guild#guild-member-object."""
        held = guild.members[person]
        found = {
            "roles": list(held.get("roles", ())),
            "nick": held.get("nick"),
            "joined_at": "2024-01-01T00:00:00+00:00",
        }
        found |= {"deaf": False, "mute": False, "flags": 0, "avatar": None, "premium_since": None, "pending": False}
        return {"user": self.users[person], **found} if user_too else found

    def open_thread(self, parent, name, *, id_=None, owner=BOT, type_=PUBLIC_THREAD):
        """Make a thread: on a message where the id is the message's."""
        thread = Channel(id_ or self.snowflake(), type_, name, self.channels[parent].guild, parent, owner)
        self.channels[thread.id] = thread
        if id_ and (message := self.channels[parent].message(id_)):
            message["flags"] |= HAS_THREAD
            message["thread"] = thread.as_json(self)
        self.dispatch("THREAD_CREATE", {**thread.as_json(self), "newly_created": True})
        return thread

    def interaction(self, type_, person, *, channel=NET, message=None):
        """Begin an interaction; the gateway half tells the bot of it."""
        with self.lock:
            made = Interaction(self.snowflake(), f"aW50{secrets.token_hex(12)}", type_, person, channel, message)
            self.interactions[made.token] = made
            return made

    def posted(self, channel=NET):
        """What the bot posted in a channel or thread, in order."""
        with self.lock:
            place = self.channels.get(channel)
            mine = [each for each in place.messages if each["author"]["id"] == BOT] if place else []
            return copy.deepcopy(mine)

    def seen(self, person, channel=NET):
        """What a person sees in a channel: ephemeral messages are theirs alone."""
        with self.lock:
            found = self.channels[channel].messages
            return copy.deepcopy([each for each in found if self.visible_to.get(each["id"], person) == person])
