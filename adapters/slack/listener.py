"""Listens to Slack: what is meant for the bot is stored durably, and only then is Slack told that it has arrived."""

import contextlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.slack import incoming
from adapters.slack.blocks import escape, rich, words
from adapters.slack.calls import Refusal, Slack
from adapters.slack.home import help_blocks
from adapters.slack.incoming import Heard
from adapters.slack.people import People
from adapters.slack.receipts import Receipts
from adapters.slack.spoken import context_of
from orchestration.changes.confirming import settles
from orchestration.errors import NetbotError, Refused, StoreUnavailable
from orchestration.messages import Address, Author, Click, Form, Utterance
from orchestration.ports import Cache, Stops
from orchestration.sessions.threads import Threads
from orchestration.stopping import means_stop, told

log = structlog.get_logger(__name__)

Body = Mapping[str, Any]
MOST_READ = 100
LATEST_EDIT = 600.0
_ONCE = 3600.0


@dataclass(frozen=True, slots=True)
class Listener:
    """What Slack sends, and what becomes of it.

    Args:
        accept: stores a message and rings; None where it was there already. May raise StoreUnavailable and Refused.
        admits: says whether anything is answered to this author there.
        administers: says whether somebody may stop what others asked.
        workspace: opens a workspace's Web API by its id.
        people: looks people up.
        threads: which threads the bot is spoken to in.
        stops: what is not wanted any more.
        forget: removes what is kept of a message, by its key.
        marks: remembers what came already.
        later: does what can wait until Slack has its acknowledgement.
        examples: questions with names that somebody may see.
        clock: seconds since the epoch.
    """

    accept: Callable[[Utterance | Click | Form], str | None]
    admits: Callable[[Utterance | Click | Form], bool]
    administers: Callable[[Author, Address], bool]
    workspace: Callable[[str], Slack]
    people: People
    threads: Threads
    stops: Stops
    forget: Callable[[Address, str], bool]
    marks: Cache
    later: Executor
    examples: Callable[[Author, Address], tuple[str, ...]]
    clock: Callable[[], float] = time.time

    def message(self, body: Body, bot: str) -> None:
        """Take an `app_mention` or `message` event.

        Raises:
            StoreUnavailable, PlatformUnavailable: Slack must deliver it again.
        """
        match body["event"].get("subtype"):
            case "message_changed":
                self._edited(body, bot)
            case "message_deleted":
                self._deleted(body)
            case _:
                said = incoming.heard(body, bot)
                if said is not None and self._means_the_bot(said):
                    self._take(said, bot)

    def command(self, body: Body, say: Callable[..., object]) -> None:
        """Take a slash command: its question is posted as a quotation, and answered in a thread under that.

        Args:
            body: the command's fields.
            say: answers the person privately.
        """
        team, channel = body["team_id"], body["channel_id"]
        author = self.people.author(team, body["user_id"])
        asked = incoming.commanded(body, author, thread="", at=self.clock())
        if not self.admits(asked):
            say("Nobody is answered here, or not you: whoever runs the bot lists the places and people that are.")
            return
        if asked.text == "help":
            say("What I can do", blocks=help_blocks(self.examples(author, asked.address)))
            return
        if not self._first(asked.key):
            return
        try:
            thread = self._quoted(self.workspace(team), channel, author, asked.text)
        except Refusal as refused:
            log.info("slack_command_refused", code=refused.code)
            say("I am not a member here. Invite me with /invite, or write to me directly.")
            return
        said = asked.model_copy(update={"address": asked.address.model_copy(update={"thread": thread})})
        self.threads.asked(said.address, author.id, own=True)
        try:
            turn = self.accept(said)
        except (Refused, StoreUnavailable) as known:
            say(known.sentence)
            return
        self._receipt(turn, said, title=said.text)

    def shortcut(self, body: Body, bot: str, say: Callable[..., object]) -> None:
        """Take the message shortcut: the question is what the message says, the answer goes into its thread."""
        team, channel, message = str(body["team"]["id"]), body["channel"]["id"], body["message"]
        author = self.people.author(team, body["user"]["id"], body["user"].get("team_id", ""))
        own = context_of([{**message, "user": ""}], bot, before=f"{message['ts']}~")
        asked = incoming.shortcut(body, author, at=self.clock(), context=own)
        if not self.admits(asked):
            say("Nobody is answered here, or not you.")
            return
        try:
            context = self._context(asked.address, bot, before=message["ts"])
        except Refusal:
            say("I am not a member of this channel. Invite me with /invite, then ask again.")
            return
        with _told(say):
            turn = self.accept(asked.model_copy(update={"context": (*context, *own)}))
            self.threads.asked(asked.address, author.id, own=False)
            self._receipt(turn, asked, title=asked.text)
        log.info("slack_shortcut", channel=channel)

    def press(self, body: Body, say: Callable[..., object]) -> None:
        """Take a press of a button."""
        address = incoming.pressed_in(body)
        pressed = incoming.click(body, self._presser(body), at=self.clock())
        if settles(pressed.ref):
            # Groups and guests are remembered for minutes; whoever confirms must be of the group still.
            pressed = incoming.click(body, self._presser(body, anew=True), at=pressed.at)
        if not self.admits(pressed):
            say("Nobody is answered here, or not you.")
            return
        with _told(say):
            turn = self.accept(pressed)
            if not incoming.is_rating(body):
                self.threads.asked(address, pressed.author.id, own=False)
                self._receipt(turn, pressed, title="")

    def stop(self, body: Body) -> None:
        """Take the native stop button: for whoever asked, and for administrators; never in the middle of writing.

        Source: docs.slack.dev/reference/events/agent_session_stopped.
        """
        event = body["event"]
        team = incoming.team_of(body)
        address = Address(platform="slack", place=team, channel=event["channel"], thread=event["thread_ts"])
        self._stop(address, self.people.author(team, event["user"]))

    def _stop(self, address: Address, author: Author) -> None:
        everybodys = self.administers(author, address)
        taken = self.stops.withdraw(address, None if everybodys else author.key)
        self.later.submit(self.whisper, address.place, address.channel, address.thread, author.id, told(taken))
        if taken.waiting and not taken.working:
            self.later.submit(Receipts(self.workspace(address.place), self.marks).ended, address)

    def ask_from_home(self, body: Body) -> None:
        """Take an example that was pressed in the home tab: it is asked in the direct message with the bot."""
        author, value = self._presser(body), body["actions"][0]["value"]
        slack = self.workspace(incoming.team_of(body))
        channel = str(slack.call("conversations.open", users=author.id)["channel"]["id"])
        command = {"team_id": incoming.team_of(body), "channel_id": channel, "user_id": author.id, "text": value}
        self.command(
            {**command, "trigger_id": body["trigger_id"]}, lambda text, **_: log.info("not_asked", reason=text)
        )

    def whisper(self, team: str, channel: str, thread: str | None, user: str, text: str) -> None:
        """Say something to one person, that may be lost."""
        slack = self.workspace(team)
        slack.attempt("chat.postEphemeral", channel=channel, thread_ts=thread, user=user, text=escape(text))

    def _means_the_bot(self, said: Heard) -> bool:
        if said.at_bot or said.direct:
            return True
        if said.opens:
            return False
        if not said.at_others and self.threads.means_the_bot(said.address, said.user):
            return True
        if self.threads.knows(said.address):
            self.threads.talked(said.address, said.user)
        return False

    def _take(self, said: Heard, bot: str, *, edit: bool = False) -> None:
        author = self.people.author(said.team, said.user, said.home)
        if author.is_guest:
            log.info("slack_stranger", address=said.address.key)
            return
        context: tuple[str, ...] = ()
        if not said.opens and not said.direct and self.threads.began_apart(said.address):
            with contextlib.suppress(Refusal):
                context = self._context(said.address, bot, before=said.ts, after=self.threads.asked_last(said.address))
        asked = incoming.utterance(said, author, bot, context=context, edit=edit)
        if not self.admits(asked):
            log.info("not_answered", address=said.address.key, author=author.key)
            return
        if self.marks.get(_over_mark(asked.key)):
            log.info("taken_back_before_it_came", message=asked.key)
            return
        if means_stop(asked.text):
            # A mention comes twice.
            if self._first(asked.key):
                self._stop(said.address, author)
            return
        try:
            turn = self.accept(asked)
        except Refused as refused:
            where = (said.team, said.channel, said.thread, said.user)
            self.later.submit(self.whisper, *where, refused.sentence)
            return
        self.threads.asked(said.address, said.user, own=said.opens or said.direct, message=said.ts)
        self._receipt(turn, asked, title=asked.text, message=said.ts)
        if edit and said.opens and turn is not None:
            # The thread is called by the question that began it.
            self.later.submit(Receipts(self.workspace(said.team), self.marks).renamed, asked.address, asked.text)

    def _edited(self, body: Body, bot: str) -> None:
        """Take the new wording of a message just asked, once; what was asked before is taken back where it is not answered."""
        said = incoming.edited(body, bot)
        if said is None or self.clock() - float(said.ts) > LATEST_EDIT:
            return
        author = self.people.author(said.team, said.user, said.home)
        before = incoming.utterance(said, author, bot)
        if not said.at_bot and not said.direct and not self.marks.get(_heard_mark(before.key)):
            return
        # Events may come in another order: what was typed first is not answered after what it became.
        self.marks.put(_over_mark(before.key), b"1", _ONCE)
        self.stops.withdraw(said.address, author.key, before.key)
        self._take(said, bot, edit=True)

    def _deleted(self, body: Body) -> None:
        """End what is not answered yet of a deleted message, and remove what is kept of it."""
        found = incoming.deleted(body)
        if found is None:
            return
        address, ts = found
        for key in (f"slack/{address.place}/{address.channel}/{id_}" for id_ in (ts, f"{ts}:edit")):
            if self.marks.get(_heard_mark(key)):
                self.stops.withdraw(address, None, key)
                self.forget(address, key)
            else:
                # It may come yet.
                self.marks.put(_over_mark(key), b"1", _ONCE)

    def _context(self, address: Address, bot: str, before: str, after: str = "") -> tuple[str, ...]:
        """Read what others said in a thread, in between two of its messages: a source of names and addresses."""
        thread = {"channel": address.channel, "ts": address.thread, "oldest": after or None, "limit": MOST_READ}
        found = self.workspace(address.place).ask("conversations.replies", **thread)
        return context_of(list(found.get("messages") or ()), bot, before, after)

    def _presser(self, body: Body, *, anew: bool = False) -> Author:
        user = body["user"]
        return self.people.author(incoming.team_of(body), user["id"], user.get("team_id", ""), anew=anew)

    def _first(self, key: str) -> bool:
        """Say whether something came for the first time."""
        mark = f"slack:came:{key}"
        if self.marks.get(mark):
            return False
        self.marks.put(mark, b"1", _ONCE)
        return True

    def _receipt(self, turn: str | None, asked: Utterance | Click, *, title: str, message: str | None = None) -> None:
        """Show that something was heard, once it is stored, and note its key for edits and deletions."""
        if turn is None:
            return
        if message is not None:
            self.marks.put(_heard_mark(asked.key), b"1", self.threads.kept)
        receipts = Receipts(self.workspace(asked.address.place), self.marks)
        self.later.submit(receipts.began, asked.address, title=title, user=asked.author.id, message=message)

    @staticmethod
    def _quoted(slack: Slack, channel: str, author: Author, text: str) -> str:
        """Post what was asked by a command, for Slack shows it to nobody: docs.slack.dev/interactivity/implementing-slash-commands."""
        lead = f"{author.name} asks:"
        quote = {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words(text[:2000])]}]}
        posted = slack.call(
            "chat.postMessage",
            channel=channel,
            text=escape(f"{lead} {text[:2000]}"),
            blocks=[*rich([[words(lead)]]), quote],
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(posted["ts"])


@contextlib.contextmanager
def _told(say: Callable[..., object]) -> Any:
    """Tell the person privately what went wrong: Slack does not deliver a press again."""
    try:
        yield
    except NetbotError as known:
        say(known.sentence)


def _heard_mark(key: str) -> str:
    return f"slack:heard:{key}"


def _over_mark(key: str) -> str:
    return f"slack:over:{key}"
