"""What comes from Discord, turned into incoming messages by pure functions over raw payloads.

A message's id is its own; an edit of it is one more message, once. What is pressed, sent or commanded has the id of its interaction. How addresses are
made of channels, threads and messages is told in `adapters.discord.handover`.
Sources: discord.com/developers/docs/resources/message, /interactions/receiving-and-responding.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.spoken import words_of
from orchestration.messages import Address, Author, Click, Form, Utterance
from orchestration.messages.clean import clean

Payload = Mapping[str, Any]
ROWS = 10
DIRECT = "@me"
HELP = "help"
# discord.com/developers/docs/resources/channel#channel-object-channel-types
THREADS = frozenset({10, 11, 12})
_SPOKEN = frozenset({0, 19})  # a message, and a reply: all other types are Discord's own
_EPOCH = 1_420_070_400.0
_PENDING = "pending"
_PERSON = re.compile(r"<@!?(\d+)>")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as far as addresses need it.

    Args:
        id: of the channel, or of the thread.
        parent: the channel a thread is in; None where it is no thread.
        direct: it is a direct message with the bot.
    """

    id: str
    parent: str | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A message somebody wrote where the bot can read it, with what decides whether it is meant.

    Args:
        id: of the message.
        guild: where; None in a direct message.
        channel: id of the channel or thread.
        author: who, as the payload tells; in a direct message it tells no roles.
        text: as typed, in Discord's markup; empty where message content is not granted.
        names: what mentions of people in it are called, by id.
        at_bot: it mentions the bot, or answers a message of the bot.
        at_others: it mentions somebody else.
    """

    id: str
    guild: str | None
    channel: str
    author: Author
    text: str
    names: Mapping[str, str]
    at_bot: bool
    at_others: bool

    def address(self, channel: Channel) -> Address:
        """Return its thread; a message in a channel itself begins one.

        Args:
            channel: what is known of the channel it is in.
        """
        return address_in(self.guild, channel, begins=self.id)


def heard(data: Payload, bot: str) -> Heard | None:
    """Read a `MESSAGE_CREATE` or `MESSAGE_UPDATE`; None for what bots, webhooks and Discord itself write.

    Args:
        data: the event's data.
        bot: the bot's user id.
    """
    author = data.get("author") or {}
    by_itself = str(author.get("id") or bot) == bot
    if by_itself or author.get("bot") or author.get("system") or data.get("webhook_id"):
        return None
    if data.get("type", 0) not in _SPOKEN:
        return None
    text = str(data.get("content") or "")
    mentioned = {str(each["id"]): _named(each, each.get("member") or {}) for each in data.get("mentions") or ()}
    # Who is answered with "@" switched on is among the mentions, but not in the text.
    answers = (data.get("referenced_message") or {}).get("author") or {}
    typed = frozenset(_PERSON.findall(text))
    guild = data.get("guild_id")
    return Heard(
        id=str(data["id"]),
        guild=None if guild is None else str(guild),
        channel=str(data["channel_id"]),
        author=person(author, data.get("member") or {}, guild),
        text=text,
        names=mentioned,
        at_bot=bot in mentioned or bot in typed or answers.get("id") == bot,
        at_others=bool(typed - {bot}),
    )


def is_edited(data: Payload) -> bool:
    """Say whether a `MESSAGE_UPDATE` is somebody's edit: Discord updates messages too, when it unfolds a link."""
    return bool(data.get("edited_timestamp"))


def utterance(
    said: Heard, author: Author, address: Address, bot: str, *, context: tuple[str, ...] = (), edit: bool = False
) -> Utterance:
    """Turn a message that is meant for the bot into what it says.

    Args:
        said: the message.
        author: who wrote it.
        address: its thread.
        bot: the bot's user id.
        context: what others said in the thread.
        edit: it is the new wording of a message; there is one such turn for each message, however often it is edited.
    """
    return Utterance(
        id=f"{said.id}:edit" if edit else said.id,
        address=address,
        author=author,
        at=moment(said.id),
        rows=ROWS,
        text=words_of(said.text, said.names, bot) or HELP,
        context=context,
    )


def asked(data: Payload, author: Author, address: Address, text: str, context: tuple[str, ...] = ()) -> Utterance:
    """Turn a command into what it says.

    Args:
        data: the interaction.
        author: who used it.
        address: the thread its answer begins, or the one it was used in.
        text: the question.
        context: the message it was used on.
    """
    return Utterance(
        id=f"command:{data['id']}",
        address=address,
        author=author,
        at=moment(data["id"]),
        rows=ROWS,
        text=text.strip() or HELP,
        context=context,
    )


def click(data: Payload, author: Author, address: Address, ref: str) -> Click:
    """Turn a press into what it stands for."""
    return Click(id=f"press:{data['id']}", address=address, author=author, at=moment(data["id"]), rows=ROWS, ref=ref)


def form(data: Payload, author: Author, address: Address, ref: str, values: Mapping[str, str]) -> Form:
    """Turn a form that was sent into what it says."""
    return Form(
        id=f"form:{data['id']}",
        address=address,
        author=author,
        at=moment(data["id"]),
        rows=ROWS,
        ref=ref,
        values=dict(values),
    )


def channel_of(data: Payload) -> Channel:
    """Return the channel an interaction came from."""
    about = data.get("channel") or {}
    id_ = str(about.get("id") or data["channel_id"])
    if data.get("guild_id") is None:
        return Channel(id_, direct=True)
    return Channel(id_, str(about["parent_id"]) if about.get("type") in THREADS and about.get("parent_id") else None)


def address_in(guild: str | None, channel: Channel, *, begins: str) -> Address:
    """Return the thread that something in a channel belongs to.

    Args:
        guild: where; None for a direct message.
        channel: what is known of the channel.
        begins: id of the message that begins a thread, where the channel is none itself.
    """
    if guild is None:
        return Address(platform="discord", place=DIRECT, channel=channel.id, thread=channel.id)
    if channel.parent is not None:
        return Address(platform="discord", place=guild, channel=channel.parent, thread=channel.id)
    return Address(platform="discord", place=guild, channel=channel.id, thread=begins)


def presser(data: Payload) -> Author:
    """Return who an interaction is from, as the payload tells; in a direct message it tells no roles."""
    member = data.get("member") or {}
    return person(member.get("user") or data["user"], member, data.get("guild_id"))


def person(user: Payload, member: Payload, guild: str | None) -> Author:
    """Return who somebody is.

    Args:
        user: the user object.
        member: what the guild says of them; empty where it says nothing.
        guild: the guild; None for none.
    """
    return Author(
        platform="discord",
        place=str(guild or DIRECT),
        id=str(user["id"]),
        name=clean(_named(user, member)),
        groups=tuple(sorted(str(each) for each in member.get("roles") or ())),
        # Who has not passed a guild's screening is not in it yet: discord.com/developers/docs/resources/guild#guild-member-object.
        is_guest=bool(user.get("bot") or member.get(_PENDING)),
    )


def moment(snowflake: str) -> float:
    """Return when an id was made, seconds since the epoch; now, where it does not tell: who stands in for Discord may just count.

    Source: discord.com/developers/docs/reference#snowflakes.
    """
    since = int(snowflake) >> 22 if snowflake.isdecimal() else 0
    return _EPOCH + since / 1000.0 if since else time.time()


def _named(user: Payload, member: Payload) -> str:
    return str(member.get("nick") or user.get("global_name") or user.get("username") or user["id"])
