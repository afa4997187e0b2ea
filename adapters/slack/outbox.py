"""Posts replies to Slack: in the thread they belong to, each once, private ones to the person alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from adapters.slack.blocks import escape, rich, words
from adapters.slack.calls import NOT_OFFERED, Refusal, Slack
from adapters.slack.poster import BLOCKS_REFUSED, Place, Poster
from adapters.slack.progress import Steps
from adapters.slack.receipts import Receipts
from adapters.slack.render import Message, Rendered, Upload, bare, render
from adapters.slack.streams import Streams
from orchestration.errors import Misconfigured
from orchestration.messages import Address, Author, Reply
from orchestration.progress import UnderWay

log = structlog.get_logger(__name__)

TOLD_PRIVATELY = "I answered you in a direct message: it is for you alone."
# The channel or thread is gone, or the bot was put out of it: no later try will do.
CLOSED = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "thread_not_found", "restricted_action", "user_not_found"}
)


@dataclass(frozen=True, slots=True)
class SlackOutbox:
    """`orchestration.ports.Outbox` for Slack.

    Args:
        workspace: opens a workspace's Web API by its id.
        poster: posts each message once.
        under_way: the work whose steps are shown.
    """

    workspace: Callable[[str], Slack]
    poster: Poster
    under_way: UnderWay = field(default_factory=UnderWay)

    def working(self, address: Address, asker: Author, turn: str, note: str) -> None:
        """Say that a turn is being worked on, and at what; shown where it takes longer than a moment."""

        def begin() -> Steps:
            place = Place(self.workspace(address.place), address.channel, address.thread)
            return Steps(self.poster, Streams(self.poster), place, _key(turn, 0), asker)

        self.under_way.note(turn, note, begin)

    def deliver(self, address: Address, turn: str, reply: Reply, amended: Sequence[str]) -> tuple[str, ...]:
        """Post a reply, or put it in the place of the messages `amended`.

        Returns:
            Slack's ids of what stands there now: "channel/timestamp".

        Raises:
            PlatformUnavailable: Slack is away or busy; the same call again posts what is missing.
            Misconfigured: a token or scope is wrong.
        """
        self.under_way.end(turn)
        slack = self.workspace(address.place)
        try:
            ids = self._deliver(slack, address, turn, reply, amended)
        except Refusal as refused:
            if refused.code not in CLOSED:
                raise
            log.warning("slack_closed", code=refused.code, address=address.key, reply_turn=turn)
            ids = ()
        Receipts(slack, self.poster.marks).ended(
            address, asked=reply.asked, waiting=reply.kind in {"question", "preview"}
        )
        return ids

    def _deliver(
        self, slack: Slack, address: Address, turn: str, reply: Reply, amended: Sequence[str]
    ) -> tuple[str, ...]:
        thread = Place(slack, address.channel, address.thread)
        Streams(self.poster).stop(thread, _key(turn, 0))
        apart = reply.private and not address.channel.startswith("D")
        place, key = thread, turn
        if apart:
            place, key = Place(slack, self._direct(slack, reply.person), None), f"{turn}:apart"
        ids, uploads = self._post(place, key, reply, f"{address.channel}/{address.thread}", amended)
        for number, upload in enumerate(uploads):
            self._attach(place, f"{turn}:file:{number}", ids, upload)
        steps = self.poster.posted(thread, _key(turn, 0))
        if steps is not None and steps not in ids:
            self.poster.remove(thread, steps)
        if apart and not amended:
            note = {"channel": address.channel, "thread_ts": address.thread, "user": reply.person}
            self.poster.once(f"{turn}:note", lambda: slack.attempt("chat.postEphemeral", text=TOLD_PRIVATELY, **note))
        return ids

    def _post(
        self, place: Place, key: str, reply: Reply, at: str, amended: Sequence[str]
    ) -> tuple[tuple[str, ...], tuple[Upload, ...]]:
        """Post a reply in the newest blocks, in older ones where Slack refuses those, in bare text where it refuses all."""
        ways = (render(reply, at=at), render(reply, newest=False, at=at), bare(reply))
        for rendered in ways[:-1]:
            try:
                return self._post_all(place, key, rendered, amended), rendered.uploads
            except Refusal as refused:
                if refused.code not in BLOCKS_REFUSED:
                    raise
                log.warning("slack_blocks_refused", code=refused.code, details=refused.details)
        return self._post_all(place, key, ways[-1], amended), ways[-1].uploads

    def _post_all(self, place: Place, key: str, rendered: Rendered, amended: Sequence[str]) -> tuple[str, ...]:
        ids: list[str] = []
        for number, message in enumerate(rendered.messages):
            there = amended[number] if number < len(amended) else None
            if there is None or not self.poster.edit(place, there, message):
                there = self.poster.put(_beneath(place, ids), _key(key, number), message)
            ids.append(there)
        for surplus in amended[len(ids) :]:
            self.poster.remove(place, surplus)
        return tuple(ids)

    def _attach(self, place: Place, once: str, ids: tuple[str, ...], upload: Upload) -> None:
        """Attach a file in the thread, by docs.slack.dev/messaging/working-with-files#uploading; that it cannot be attached is said there."""
        beneath = _beneath(place, ids)
        shown = (upload.name, upload.title, upload.alt, upload.content)
        try:
            self.poster.once(once, partial(place.slack.upload, beneath.channel, beneath.thread, *shown))
        except (Refusal, Misconfigured) as refused:
            log.warning("slack_file_refused", reason=refused.text)
            told = f"{upload.title}: the file could not be attached. {refused.sentence}"
            self.poster.put(beneath, f"{once}:refused", Message(escape(told), rich([[words(told)]])))

    @staticmethod
    def _direct(slack: Slack, person: str) -> str:
        """Open the direct message with a person: docs.slack.dev/reference/methods/conversations.open.

        Where that is not offered a post to the person's own id opens it: docs.slack.dev/reference/methods/chat.postMessage#channels.
        """
        try:
            return str(slack.call("conversations.open", users=person)["channel"]["id"])
        except Refusal as refused:
            if refused.code not in NOT_OFFERED:
                raise
            return person


def _beneath(place: Place, ids: Sequence[str]) -> Place:
    """Return the thread a reply goes on in: its own, or in a direct message that of its first message there."""
    return place if place.thread or not ids else Place(place.slack, place.channel, ids[0].partition("/")[2])


def _key(turn: str, number: int) -> str:
    return f"{turn}:{number}"
