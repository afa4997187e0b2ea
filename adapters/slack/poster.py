"""Puts messages into a Slack thread, each once: what a broken connection left in doubt is looked for before it is posted again.

Before a message is posted, a mark says so; afterwards the mark holds its id. A mark without an id means that a post was under way when a connection
broke or a worker died: then the thread is searched for a message whose metadata carries the same turn (docs.slack.dev/messaging/message-metadata).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from adapters.slack.calls import Refusal, Slack
from adapters.slack.render import Message
from orchestration.errors import Misconfigured, PlatformUnavailable
from orchestration.ports import Cache

log = structlog.get_logger(__name__)

EVENT = "netbot_turn"
KEPT = 24 * 3600.0
# docs.slack.dev/apis/web-api/rate-limits: about one post a second and channel; chat.update is tier 3, 50 a minute.
POST_EVERY = 1.0
EDIT_EVERY = 1.2
LONGEST_WAIT = 2.0
# Blocks of another time than the server's: without them the message is posted all the same.
BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "only_one_table_allowed", "unsupported_block"}
)
GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "streaming_state_conflict"}
)
_SKEW = 120.0


class Pace(Protocol):
    """Spreads calls over time, for all workers together."""

    def wait(self, key: str, interval: float, most: float) -> float:
        """Take the key's next place in time, `interval` seconds after the one before; return the seconds until it. Farther than `most`, none is taken."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to post.

    Args:
        slack: the workspace.
        channel: the channel, or a direct message.
        thread: the thread's id; None to begin one.
    """

    slack: Slack
    channel: str
    thread: str | None


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts, edits and removes messages.

    Args:
        marks: remembers what was posted.
        pace: keeps to Slack's rates.
        sleep: waits, seconds.
        clock: seconds since the epoch.
    """

    marks: Cache
    pace: Pace
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time

    def put(self, place: Place, once: str, message: Message) -> str:
        """Post a message, or put it in the place of the one that was posted under the same key before.

        Args:
            place: where.
            once: key of the message.
            message: what to say.

        Returns:
            Its id: "channel/timestamp".

        Raises:
            PlatformUnavailable: it is not known to be posted; the same call again posts it once.
            Refusal: Slack does not take it.
        """
        earlier = self.posted(place, once)
        if earlier and self.edit(place, earlier, message, once):
            return earlier
        return self._post(place, once, message)

    def posted(self, place: Place, once: str) -> str | None:
        """Return the id of the message posted under a key; None where none was, or where nobody can tell."""
        said = (self.marks.get(_mark(once)) or b"").decode()
        if not said or "/" in said:
            return said or None
        found = self._found(place, once, since=float(said))
        if found is not None:
            self.marks.put(_mark(once), found.encode(), KEPT)
        return found

    def edit(self, place: Place, id_: str, message: Message, once: str = "", *, may_drop: bool = False) -> bool:
        """Put a message in the place of a posted one.

        Args:
            place: whose workspace.
            id_: of the posted message.
            message: what to say instead.
            once: key of the message, kept in its metadata.
            may_drop: do nothing where the channel's edits come too fast.

        Returns:
            Whether it stands there now; not where the posted message is gone, or where the edit was dropped.
        """
        channel, _, ts = id_.partition("/")
        if not self._paced(f"edit:{channel}", EDIT_EVERY, may_drop=may_drop):
            return False
        metadata = _metadata(once) if once else None
        try:
            place.slack.call(
                "chat.update", channel=channel, ts=ts, text=message.text, blocks=message.blocks, metadata=metadata
            )
        except Refusal as refused:
            if refused.code in GONE:
                return False
            raise
        if once:
            self.marks.put(_mark(once), id_.encode(), KEPT)
        return True

    def remove(self, place: Place, id_: str) -> None:
        """Delete one of the bot's own messages; that it is gone already is as good."""
        channel, _, ts = id_.partition("/")
        place.slack.attempt("chat.delete", channel=channel, ts=ts)

    def once(self, key: str, act: Callable[[], object]) -> None:
        """Do what cannot be looked for afterwards (a file, a note for one person), unless it was begun before.

        Raises:
            PlatformUnavailable, Refusal, Misconfigured: what `act` raises; only where Slack said "later" is it done again.
        """
        if self.marks.get(_mark(key)):
            return
        self.marks.put(_mark(key), b"begun", KEPT)
        try:
            act()
        except PlatformUnavailable as away:
            if away.retry_after is not None:
                self.marks.put(_mark(key), b"", KEPT)
            raise

    def begin(self, place: Place, once: str, method: str, **args: Any) -> str:
        """Make a message by a method of Slack's, where none is posted under the key.

        Returns:
            Its id: "channel/timestamp".

        Raises:
            PlatformUnavailable: it is not known to be there; `posted` looks for it.
            Refusal, Misconfigured: Slack does not take it.
        """
        self._paced(f"post:{place.channel}", POST_EVERY, may_drop=False)
        self.marks.put(_mark(once), str(self.clock()).encode(), KEPT)
        try:
            answer = place.slack.call(method, channel=place.channel, thread_ts=place.thread, **args)
        except (Refusal, Misconfigured, PlatformUnavailable) as failed:
            if not isinstance(failed, PlatformUnavailable) or failed.retry_after is not None:
                # Slack said that it is not there.
                self.marks.put(_mark(once), b"", KEPT)
            raise
        id_ = f"{answer['channel']}/{answer['ts']}"
        self.marks.put(_mark(once), id_.encode(), KEPT)
        return id_

    def _post(self, place: Place, once: str, message: Message) -> str:
        shown = {"text": message.text, "blocks": message.blocks, "unfurl_links": False, "unfurl_media": False}
        return self.begin(place, once, "chat.postMessage", metadata=_metadata(once), **shown)

    def _paced(self, key: str, interval: float, *, may_drop: bool) -> bool:
        wait = self.pace.wait(f"slack:{key}", interval, 0.0 if may_drop else LONGEST_WAIT)
        if may_drop:
            return wait <= 0
        if wait > LONGEST_WAIT:
            raise PlatformUnavailable("The channel is busy.", wait)
        if wait > 0:
            self.sleep(wait)
        return True

    def _found(self, place: Place, once: str, since: float) -> str | None:
        """Look for a message that may be there, by the key in its metadata, or in the steps that are streamed into it."""
        where: dict[str, Any] = {"channel": place.channel, "oldest": f"{since - _SKEW:.6f}", "limit": 200}
        method = "conversations.replies" if place.thread else "conversations.history"
        try:
            answer = place.slack.ask(method, ts=place.thread, include_all_metadata=True, inclusive=True, **where)
        except (Refusal, Misconfigured) as refused:
            # Without the right to read, better twice than never.
            log.warning("slack_not_searched", reason=refused.text)
            return None
        fitting = (each for each in answer.get("messages", ()) if once in {_key_of(each), *_keys_of_steps(each)})
        return next((f"{place.channel}/{each['ts']}" for each in fitting), None)


def _keys_of_steps(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that `streams.py` gives to steps."""
    for block in message.get("blocks") or ():
        for task in (block, *(block.get("tasks") or ())):
            yield str(task.get("task_id") or "").rpartition(":")[0]


def _mark(once: str) -> str:
    return f"slack:posted:{once}"


def _metadata(once: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"turn": once}}


def _key_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    turn = (metadata.get("event_payload") or {}).get("turn")
    return turn if metadata.get("event_type") == EVENT and isinstance(turn, str) else None
