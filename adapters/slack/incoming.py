"""What comes from Slack, turned into incoming messages by pure functions over raw payloads.

A message's id is its timestamp, unique within a channel: `app_mention` and `message` of one mention, and every second delivery of either, have
the same key and are one turn. A thread's id is the timestamp of its first message.
Sources: docs.slack.dev/reference/events/message, /app_mention, docs.slack.dev/reference/interaction-payloads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.buttons import RATE, belongs_to
from adapters.slack.spoken import mentions, words_of
from orchestration.messages import Address, Author, Click, Form, Utterance

Payload = Mapping[str, Any]
ROWS = 10
# A file or a broadcast comes with words; all other subtypes are Slack's own or another bot's.
_SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
_ASK = "help"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message somebody wrote where the bot can read it, with what decides whether it is meant.

    Args:
        team: the workspace the app is installed in.
        channel: where.
        ts: its id.
        thread: id of its thread's first message; its own where it begins one.
        user: who.
        home: the workspace their account belongs to, as the event says; empty where it does not.
        text: as typed, in Slack's markup.
        direct: it is in a direct message with the bot.
        at_bot: it mentions the bot.
        at_others: it mentions somebody else.
    """

    team: str
    channel: str
    ts: str
    thread: str
    user: str
    home: str
    text: str
    direct: bool
    at_bot: bool
    at_others: bool

    @property
    def opens(self) -> bool:
        """It stands in the channel itself, not in a thread."""
        return self.thread == self.ts

    @property
    def address(self) -> Address:
        """Its thread."""
        return Address(platform="slack", place=self.team, channel=self.channel, thread=self.thread)


def heard(body: Payload, bot: str) -> Heard | None:
    """Read an `app_mention` or `message` event; None for what bots, webhooks and Slack itself write.

    Args:
        body: the event's envelope.
        bot: the bot's user id.
    """
    event = body["event"]
    return None if event.get("subtype", "") not in _SPOKEN else _written(body, event, bot)


def edited(body: Payload, bot: str) -> Heard | None:
    """Read a `message_changed` event; None unless a person changed the words of a message."""
    event = body["event"]
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    # Slack changes messages too, when it unfolds a link: then nobody edited.
    if (
        not message.get("edited")
        or message.get("subtype", "") not in _SPOKEN
        or message.get("text") == before.get("text")
    ):
        return None
    return _written(body, {**message, "channel": event["channel"], "channel_type": event.get("channel_type", "")}, bot)


def deleted(body: Payload) -> tuple[Address, str] | None:
    """Read a `message_deleted` event: the thread and the id of the message that is gone; None for a bot's message."""
    event = body["event"]
    gone = event.get("previous_message") or {}
    ts = event.get("deleted_ts") or gone.get("ts")
    if not ts or gone.get("bot_id"):
        return None
    thread = gone.get("thread_ts") or ts
    return Address(platform="slack", place=team_of(body), channel=event["channel"], thread=thread), ts


def _written(body: Payload, event: Payload, bot: str) -> Heard | None:
    user = event.get("user")
    if not user or user in {bot, "USLACKBOT"} or event.get("bot_id") or event.get("bot_profile"):
        return None
    text = event.get("text") or ""
    named = mentions(text)
    return Heard(
        team=team_of(body),
        channel=event["channel"],
        ts=event["ts"],
        thread=event.get("thread_ts") or event["ts"],
        user=user,
        home=event.get("user_team") or event.get("team") or "",
        text=text,
        direct=event.get("channel_type") == "im" or event["channel"].startswith("D"),
        at_bot=bot in named,
        at_others=bool(named - {bot}),
    )


def utterance(said: Heard, author: Author, bot: str, *, context: tuple[str, ...] = (), edit: bool = False) -> Utterance:
    """Turn a message that is meant for the bot into what it says.

    Args:
        said: the message.
        author: who wrote it.
        bot: the bot's user id.
        context: what others said in the thread.
        edit: it is the new wording of a message; there is one such turn for each message, however often it is edited.
    """
    return Utterance(
        id=f"{said.ts}:edit" if edit else said.ts,
        address=said.address,
        author=author,
        at=float(said.ts),
        rows=ROWS,
        text=words_of(said.text, bot) or _ASK,
        context=context,
    )


def commanded(body: Payload, author: Author, *, thread: str, at: float) -> Utterance:
    """Turn a slash command into what it says; it has no message of its own, so the thread is that of the posted quotation.

    Source: docs.slack.dev/interactivity/implementing-slash-commands.
    """
    address = Address(platform="slack", place=body["team_id"], channel=body["channel_id"], thread=thread)
    text = words_of(body.get("text") or "")
    return Utterance(
        id=f"command:{body['trigger_id']}", address=address, author=author, at=at, rows=ROWS, text=text or _ASK
    )


def shortcut(body: Payload, author: Author, *, at: float, context: tuple[str, ...] = ()) -> Utterance:
    """Turn the message shortcut into a question about the message it was used on, answered in that message's thread.

    Where the message asks nothing, what it names is shown: it is its own context.

    Source: docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload#message_actions.
    """
    message = body["message"]
    thread = message.get("thread_ts") or message["ts"]
    return Utterance(
        id=f"shortcut:{body.get('action_ts') or body['trigger_id']}",
        address=Address(platform="slack", place=team_of(body), channel=body["channel"]["id"], thread=thread),
        author=author,
        at=float(body.get("action_ts") or at),
        rows=ROWS,
        text=next(iter(context), _ASK),
        context=context,
    )


def click(body: Payload, author: Author, *, at: float) -> Click:
    """Turn a press of a button into what it stands for, in the thread it belongs to.

    Args:
        body: the payload.
        author: who pressed.
        at: when it came, seconds since the epoch, where the payload does not say when it was.

    Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload.
    """
    action = body["actions"][0]
    pressed = action.get("action_ts")
    return Click(
        id=f"press:{pressed or body['trigger_id']}",
        address=pressed_in(body),
        author=author,
        at=float(pressed or at),
        rows=ROWS,
        ref=action.get("value") or "",
    )


def pressed_in(body: Payload) -> Address:
    """Return the thread that a press belongs to: the one its block names, else that of the message it is under."""
    elsewhere = belongs_to(body["actions"][0].get("block_id", ""))
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container["channel_id"]
    thread = message.get("thread_ts") or container.get("thread_ts") or message.get("ts") or container["message_ts"]
    where = elsewhere or (channel, thread)
    return Address(platform="slack", place=team_of(body), channel=where[0], thread=where[1])


def is_press(key: str) -> bool:
    """Say whether a message's key is that of a press or a form: what stands for its words is nothing to read."""
    return key.rpartition("/")[2].startswith(("press:", "form:"))


def is_rating(body: Payload) -> bool:
    """Say whether thumbs were pressed."""
    return bool(body["actions"][0].get("action_id") == RATE)


def form(address: Address, author: Author, *, ref: str, values: Mapping[str, str], view: str, at: float) -> Form:
    """Turn a form that was sent into what it says.

    Args:
        address: the thread it was opened from.
        author: who sent it.
        ref: the form's reference.
        values: what was typed, by field.
        view: Slack's id of the view and its hash: one opening of it, sent once.
        at: when, seconds since the epoch.
    """
    return Form(id=f"form:{view}", address=address, author=author, at=at, rows=ROWS, ref=ref, values=dict(values))


def team_of(body: Payload) -> str:
    """Return the workspace the app is installed in; in a channel shared with others neither author nor channel need be of it.

    Source: docs.slack.dev/apis/events-api#authorizations.
    """
    return _team(body)


def names_team(body: Payload) -> bool:
    """Say whether a payload tells which workspace the app is installed in."""
    return bool(_team(body))


def _team(body: Payload) -> str:
    granted = (body.get("authorizations") or [{}])[0].get("team_id")
    user = body.get("user")
    home = user.get("team_id") if isinstance(user, Mapping) else None
    return str(granted or body.get("team_id") or (body.get("team") or {}).get("id") or home or "")
