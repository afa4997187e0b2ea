"""The sign that a message was heard: the native status of its thread, or a reaction where Slack offers none.

Both are there for as long as the work lasts: a status is set back with the answer, a reaction taken back.

Source: docs.slack.dev/ai/agent-sessions, docs.slack.dev/reference/methods/assistant.threads.setStatus, /reactions.add, /reactions.remove.
"""

from dataclasses import dataclass

from adapters.slack.calls import Slack
from orchestration.messages import Address
from orchestration.messages.clean import clean
from orchestration.ports import Cache

SESSION = "agents.sessions.setStatus"
LEGACY = "assistant.threads.setStatus"
RENAME = "agents.sessions.rename"
LEGACY_RENAME = "assistant.threads.setTitle"
REACTION = "eyes"
LONGEST_TITLE = 80
KEPT = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Receipts:
    """Shows in a thread whether the bot is at work there.

    Args:
        slack: the workspace.
        marks: remembers which messages have the reaction.
    """

    slack: Slack
    marks: Cache

    def began(self, address: Address, *, title: str, user: str, message: str | None) -> None:
        """Say that something was heard and is being worked on.

        Args:
            address: the thread.
            title: what the thread is called, where this begins it.
            user: who asked.
            message: id of the message, to react to; None for a press.
        """
        thread = {"channel_id": address.channel, "thread_ts": address.thread}
        about = {"title": clean(title, LONGEST_TITLE) or None, "initiator_user_id": user}
        if self.slack.attempt(SESSION, status="processing", **thread, **about):
            return
        if self.slack.attempt(LEGACY, status="is working on it ...", **thread):
            return
        reaction = {"channel": address.channel, "timestamp": message, "name": REACTION}
        if message is not None and self.slack.attempt("reactions.add", **reaction):
            self.marks.put(_mark(address), " ".join([*self._marked(address), message]).encode(), KEPT)

    def renamed(self, address: Address, title: str) -> None:
        """Give a thread another title: docs.slack.dev/reference/methods/agents.sessions.rename; older agents have their own method for it."""
        thread = {"channel_id": address.channel, "thread_ts": address.thread}
        named = clean(title, LONGEST_TITLE)
        if named and not self.slack.attempt(RENAME, title=named, **thread):
            self.slack.attempt(LEGACY_RENAME, title=named, **thread)

    def ended(self, address: Address, *, asked: str | None = None, waiting: bool = False) -> None:
        """Say that the work is over; the older status ends by itself with the answer.

        Args:
            address: the thread.
            asked: id of what was answered; None where all in the thread is over.
            waiting: something was asked back.
        """
        status = "suspended" if waiting else "active"
        self.slack.attempt(SESSION, status=status, channel_id=address.channel, thread_ts=address.thread)
        marked = self._marked(address)
        over = [each for each in marked if asked is None or each == asked.partition(":")[0]]
        for each in over:
            self.slack.attempt("reactions.remove", channel=address.channel, timestamp=each, name=REACTION)
        if over:
            self.marks.put(_mark(address), " ".join(each for each in marked if each not in over).encode(), KEPT)

    def _marked(self, address: Address) -> list[str]:
        return (self.marks.get(_mark(address)) or b"").decode().split()


def _mark(address: Address) -> str:
    return f"slack:eyes:{address.key}"
