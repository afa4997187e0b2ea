"""Puts messages into Discord's channels and threads, each once: what a broken connection left in doubt is looked for before it is posted again.

Before a message is posted, a mark says so; afterwards the mark holds its id. A mark without an id means that a post was under way when a connection
broke or a worker died. Two things keep it from standing there twice: its nonce, by which Discord knows it again for some minutes, and the id of
its first component, by which it is found in the channel later. Both are made of the turn.
Sources: docs.discord.com/developers/resources/message#create-message (nonce, enforce_nonce), /components/reference#anatomy-of-a-component (id).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

import structlog

from adapters.discord.bridge import Refusal
from adapters.discord.layout import COMPONENTS_V2
from adapters.discord.pieces import Message
from adapters.discord.rest import Rest
from orchestration.errors import PlatformUnavailable
from orchestration.ports import Cache

log = structlog.get_logger(__name__)

NO_MENTIONS: Mapping[str, Any] = {"parse": [], "replied_user": False}
KEPT = 24 * 3600.0
# See docs.discord.com/developers/topics/rate-limits: the limit of a channel is not documented; five in five seconds were met in practice.
POST_EVERY = 1.0
LONGEST_WAIT = 2.0
MESSAGES = "/channels/{channel_id}/messages"
ONE = "/channels/{channel_id}/messages/{message}"
# Error codes: docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes.
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, ANOTHERS, ARCHIVED = 10003, 10008, 50005, 50083
INVALID_FORM, TOO_LARGE, NO_ACCESS, NO_PERMISSION = 50035, 40005, 50001, 50013
# What of a message anybody sees.
_CONTENT = ("content", "embeds", "components", "attachments")
GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, ANOTHERS})
# In the place of an id: what was posted stood there empty, and was removed.
_DROPPED = b""
_EPOCH_MS = 1_420_070_400_000
_SKEW = 120.0
_MOST_SEARCHED = 100


class Dropped(Refusal):
    """What was sent was taken, and is not what stands there."""

    def __init__(self) -> None:
        super().__init__(INVALID_FORM, 200, "What was sent is not what stands there.")


class Pace(Protocol):
    """Spreads calls over time, for all workers together."""

    def wait(self, key: str, interval: float, most: float) -> float:
        """Take the key's next place in time, `interval` seconds after the one before; return the seconds until it. Farther than `most`, none is taken."""


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts, edits and removes messages by the bot's token; ids are "channel/message".

    Args:
        rest: Discord's API.
        marks: remembers what was posted.
        pace: keeps below Discord's rates.
        sleep: waits, seconds.
        clock: seconds since the epoch.
    """

    rest: Rest
    marks: Cache
    pace: Pace
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time

    def put(self, channel: str, once: str, message: Message, answered: str = "") -> str:
        """Post a message, or put it in the place of the one that was posted under the same key before.

        Args:
            channel: the channel or thread.
            once: key of the message.
            message: what to say.
            answered: id of the message in the channel that it answers; empty for none.

        Returns:
            Its id.

        Raises:
            PlatformUnavailable: it is not known to be posted; the same call again posts it once.
            Refusal: Discord does not take it.
        """
        earlier = self.posted(channel, once)
        if earlier and self.edit(earlier, message, once):
            return earlier
        body = {**_body(message, once), "allowed_mentions": mentioning(message)}
        if answered:
            body["message_reference"] = {"message_id": answered, "fail_if_not_exists": False}
        # Where the message of this key is gone, its nonce would bring nothing new.
        gone = earlier or self.marks.get(_mark(once)) == _DROPPED
        nonce = nonce_of(f"{once}:{self.clock()}" if gone else once)
        return self._post(channel, once, {**body, "nonce": nonce, "enforce_nonce": True}, message)

    def posted(self, channel: str, once: str) -> str | None:
        """Return the id of the message posted under a key; None where none was, or where nobody can tell."""
        mark = self.marks.get(_mark(once))
        if not mark:
            return None
        said = mark.decode()
        return said if "/" in said else self._found(channel, once, since=float(said))

    def edit(self, id_: str, message: Message, once: str = "") -> bool:
        """Put a message in the place of a posted one.

        Args:
            id_: of the posted message.
            message: what to say instead.
            once: key of the message.

        Returns:
            Whether it stands there now; not where the posted message is gone, or holds nothing of it and is removed.
        """
        channel, message_id = id_.split("/")[:2]
        body = _body(message, once)
        try:
            answer = self._patched(channel, message_id, body, message)
        except Refusal as refused:
            if refused.code in GONE or refused.not_found:
                return False
            raise
        if not holds(answer, body):
            self.remove(id_)
            return False
        if once:
            self.marks.put(_mark(once), id_.encode(), KEPT)
        return True

    def remove(self, id_: str) -> None:
        """Delete one of the bot's own messages; that it is gone already is as good."""
        channel, message = id_.split("/")[:2]
        self.rest.attempt("DELETE", ONE, channel_id=channel, message=message)

    def known(self, once: str) -> str | None:
        """Return the id of the message posted under a key, as far as it is remembered."""
        mark = self.marks.get(_mark(once))
        return mark.decode() if mark is not None and b"/" in mark else None

    def once(self, key: str, act: Callable[[], str]) -> str:
        """Do what cannot be looked for afterwards (an answer for one person alone), unless it was begun before.

        Returns:
            What `act` returned, also when it is asked for again; empty where it was begun and nobody knows how it ended.
        """
        mark = self.marks.get(_mark(key))
        if mark:
            return "" if mark == b"begun" else mark.decode()
        self.marks.put(_mark(key), b"begun", KEPT)
        try:
            done = act()
        except PlatformUnavailable as away:
            if away.retry_after is not None:
                self.marks.put(_mark(key), b"", KEPT)
            raise
        self.marks.put(_mark(key), done.encode(), KEPT)
        return done

    def _patched(self, channel: str, id_: str, body: Any, message: Message) -> Any:
        try:
            return self.rest.ask("PATCH", ONE, body, None, message.uploads, channel_id=channel, message=id_)
        except Refusal as refused:
            if refused.code != ARCHIVED:
                raise
            # A message in an archived thread is not edited; who may write in it may take it out of the archive.
            self.rest.ask("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=channel)
            return self.rest.ask("PATCH", ONE, body, None, message.uploads, channel_id=channel, message=id_)

    def _post(self, channel: str, once: str, body: dict[str, Any], message: Message) -> str:
        wait = self.pace.wait(f"discord:post:{channel}", POST_EVERY, LONGEST_WAIT)
        if wait > LONGEST_WAIT:
            raise PlatformUnavailable("The channel is busy.", wait)
        if wait > 0:
            self.sleep(wait)
        self.marks.put(_mark(once), str(self.clock()).encode(), KEPT)
        answer = self.rest.ask("POST", MESSAGES, body, None, message.uploads, channel_id=channel)
        id_ = f"{channel}/{answer['id']}"
        if not holds(answer, body):
            self.remove(id_)
            self.marks.put(_mark(once), _DROPPED, KEPT)
            raise Dropped
        self.marks.put(_mark(once), id_.encode(), KEPT)
        return id_

    def _found(self, channel: str, once: str, since: float) -> str | None:
        """Look for a message that may have been posted, by the id of its first component."""
        after = max(0, int((since - _SKEW) * 1000) - _EPOCH_MS) << 22
        try:
            answer = self.rest.ask(
                "GET", MESSAGES, query={"after": str(after), "limit": _MOST_SEARCHED}, channel_id=channel
            )
        except Refusal as refused:
            # Without the right to read there is still the nonce.
            log.warning("discord_not_searched", code=refused.code)
            return None
        wanted = component_id(once)
        fitting = (each for each in answer or () if any(found.get("id") == wanted for found in _walk(each)))
        return next((f"{channel}/{each['id']}" for each in fitting), None)


def holds(answer: Any, body: Mapping[str, Any]) -> bool:
    """Say whether a message holds what was sent; who stands in for Discord may drop components, or all of it, without a word."""
    if not isinstance(answer, Mapping):
        return True
    flags = answer.get("flags")
    meant, kept = int(body.get("flags") or 0) & COMPONENTS_V2, COMPONENTS_V2 if flags is None else int(flags)
    told = [answer[each] for each in _CONTENT if each in answer]
    return not (meant and not kept & COMPONENTS_V2) and (any(told) or not told)


def mentioning(message: Message) -> Mapping[str, Any]:
    """Return whom a new message may ring: the roles it is for, and nobody that data names."""
    return {**NO_MENTIONS, "roles": list(message.roles)} if message.roles else NO_MENTIONS


def nonce_of(once: str) -> str:
    """Return a key as a nonce: 24 characters; Discord takes 25."""
    return blake2b(once.encode(), digest_size=12).hexdigest()


def component_id(once: str) -> int:
    """Return a key as the id of a component: 31 bits, never 0, away from those that Discord gives itself."""
    return int.from_bytes(blake2b(once.encode(), digest_size=4).digest()) % (2**31 - 2**20) + 2**20


def _body(message: Message, once: str) -> dict[str, Any]:
    first, *rest = message.payload.get("components") or [None]
    marked = [] if first is None else [{**first, "id": component_id(once)} if once else first, *rest]
    components = {"components": marked} if "components" in message.payload else {}
    return {**message.payload, **components, "allowed_mentions": NO_MENTIONS}


def _mark(once: str) -> str:
    return f"discord:posted:{once}"


def _walk(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from message.get("components") or ()
