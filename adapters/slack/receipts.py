"""The sign that a message was heard: the native status of its thread, or a reaction where Slack offers none.

Source: docs.slack.dev/ai/agent-sessions, docs.slack.dev/reference/methods/assistant.threads.setStatus, /reactions.add.
"""

from dataclasses import dataclass

from adapters.slack.calls import Slack
from orchestration.messages import Address
from orchestration.messages.clean import clean

SESSION = "agents.sessions.setStatus"
LEGACY = "assistant.threads.setStatus"
RENAME = "agents.sessions.rename"
LEGACY_RENAME = "assistant.threads.setTitle"
REACTION = "eyes"
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Receipts:
    """Shows in a thread whether the bot is at work there.

    Args:
        slack: the workspace.
    """

    slack: Slack

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
        if message is not None:
            self.slack.attempt("reactions.add", channel=address.channel, timestamp=message, name=REACTION)

    def renamed(self, address: Address, title: str) -> None:
        """Give a thread another title: docs.slack.dev/reference/methods/agents.sessions.rename; older agents have their own method for it."""
        thread = {"channel_id": address.channel, "thread_ts": address.thread}
        named = clean(title, LONGEST_TITLE)
        if named and not self.slack.attempt(RENAME, title=named, **thread):
            self.slack.attempt(LEGACY_RENAME, title=named, **thread)

    def ended(self, address: Address, *, waiting: bool = False) -> None:
        """Say that the work is over; the older status ends by itself with the answer.

        Args:
            address: the thread.
            waiting: something was asked back.
        """
        status = "suspended" if waiting else "active"
        self.slack.attempt(SESSION, status=status, channel_id=address.channel, thread_ts=address.thread)
