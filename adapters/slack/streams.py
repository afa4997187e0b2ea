"""Steps of long work, streamed into the message that becomes the answer, where Slack offers that to the app.

Sources: docs.slack.dev/reference/methods/chat.startStream, /chat.appendStream, /chat.stopStream, docs.slack.dev/changelog/2025/10/7/chat-streaming.
On no page but met in practice: a stream ends by itself after five minutes, and until it ends its message can be neither edited nor deleted
(`streaming_state_conflict`). What streams is the steps; the answer takes their place by an edit once the stream is stopped, for a stream carries no
`text` of its own, and what notifications read must be the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.slack.calls import Refusal
from adapters.slack.poster import KEPT, Place, Poster
from orchestration.errors import Misconfigured, PlatformUnavailable
from orchestration.messages import Author
from orchestration.messages.clean import clean

log = structlog.get_logger(__name__)

START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"
# So long it is remembered that a channel is offered no streams.
REMEMBERED = 3600.0
# Not on the pages: longer titles of steps were refused.
LONGEST_TITLE = 256


@dataclass(frozen=True, slots=True)
class Streams:
    """Streams steps.

    Args:
        poster: keeps the messages apart, and to Slack's rates.
    """

    poster: Poster

    def start(self, place: Place, once: str, asker: Author, notes: Sequence[str]) -> str:
        """Begin to stream where nothing is posted under the key.

        Args:
            place: the thread.
            once: key of the message.
            asker: whoever asked: outside of direct messages a stream has one person to follow it.
            notes: the steps so far, the last under way.

        Returns:
            The message's id; empty where Slack offers no stream there, which is remembered.

        Raises:
            PlatformUnavailable: whether it began cannot be told.
        """
        none = f"slack:streams:none:{place.channel}"
        if self.poster.marks.get(none):
            return ""
        direct = place.channel.startswith("D")
        recipient = {} if direct else {"recipient_user_id": asker.id, "recipient_team_id": asker.place}
        self.poster.marks.put(_open(once), b"1", KEPT)
        try:
            chunks = _chunks(once, notes, 0)
            return self.poster.begin(place, once, START, chunks=chunks, task_display_mode="plan", **recipient)
        except (Refusal, Misconfigured) as refused:
            log.info("slack_streams_not", channel=place.channel, reason=refused.text)
            self.poster.marks.put(none, b"1", REMEMBERED)
        except PlatformUnavailable as away:
            if away.retry_after is None:
                raise
        self.poster.marks.put(_open(once), b"", KEPT)
        return ""

    def append(self, place: Place, id_: str, once: str, notes: Sequence[str], shown: int) -> None:
        """Go on streaming.

        Args:
            place: whose workspace.
            id_: of the message.
            once: its key.
            notes: the steps so far, the last under way.
            shown: how many of them are shown.

        Raises:
            PlatformUnavailable: it may be tried again.
            Refusal, Misconfigured: the stream is over.
        """
        channel, _, ts = id_.partition("/")
        place.slack.call(APPEND, channel=channel, ts=ts, chunks=_chunks(once, notes, shown))

    def stop(self, place: Place, once: str) -> None:
        """End the stream under a key, whoever began it; afterwards its message can be edited. Without one nothing is done.

        Raises:
            PlatformUnavailable: it may be open yet.
        """
        if not self.poster.marks.get(_open(once)):
            return
        id_ = self.poster.posted(place, once)
        if id_ is not None:
            channel, _, ts = id_.partition("/")
            try:
                # The session is at work until the answer is there.
                place.slack.call(STOP, channel=channel, ts=ts, session_status="processing")
            except (Refusal, Misconfigured) as over:
                log.info("slack_stream_over", reason=over.text)
        self.poster.marks.put(_open(once), b"", KEPT)


def _chunks(once: str, notes: Sequence[str], shown: int) -> list[dict[str, Any]]:
    """Return what tells the steps that are new, and that those before them are done."""
    titles = [clean(each, LONGEST_TITLE) or "working" for each in notes]
    last = len(titles) - 1
    tasks = [
        {
            "type": "task_update",
            "id": f"{once}:{at}",
            "title": title,
            "status": "in_progress" if at == last else "complete",
        }
        for at, title in enumerate(titles)
        if at >= shown - 1
    ]
    return [{"type": "plan_update", "title": titles[last]}, *tasks]


def _open(once: str) -> str:
    return f"slack:streams:open:{once}"
