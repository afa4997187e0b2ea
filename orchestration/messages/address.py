"""Where something was said, and by whom."""

from typing import Literal

from orchestration.messages.frozen import Frozen

Platform = Literal["terminal", "slack", "discord"]


class Address(Frozen):
    """A chat thread, which is one session.

    Args:
        platform: the platform the thread lives on.
        place: the workspace (Slack), guild (Discord), or "local" for the terminal.
        channel: the channel's id.
        thread: the thread's id within the channel.
    """

    platform: Platform
    place: str
    channel: str
    thread: str

    @property
    def key(self) -> str:
        """The session's key: the same thread always gives the same key."""
        return f"{self.platform}/{self.place}/{self.channel}/{self.thread}"


class Author(Frozen):
    """Somebody who speaks.

    Args:
        platform: the platform they speak on.
        place: the workspace or guild their account belongs to.
        id: the platform's id of the account.
        name: the name to show; data, never markup.
        groups: ids of the groups or roles the platform says they have here.
        is_guest: a guest, or a member of another organisation.
    """

    platform: Platform
    place: str
    id: str
    name: str = ""
    groups: tuple[str, ...] = ()
    is_guest: bool = False

    @property
    def key(self) -> str:
        """The person's key: unique over platforms and places."""
        return f"{self.platform}/{self.place}/{self.id}"
