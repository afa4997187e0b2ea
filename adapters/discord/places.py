"""Which session a channel, a thread or a message of Discord belongs to, and where a session is posted.

- A mention in a channel begins a session (guild, channel, id of the message). The thread made on a message has the message's own id, so
  the session is posted to the channel of that id. Source: discord.com/developers/docs/resources/channel#start-thread-from-message.
- What is said in a thread that began otherwise (a forum post too) belongs to (guild, parent channel, thread).
- A slash command has no message when it comes: its session is (guild, channel, id of the interaction). Once its answer is posted, a thread made
  on the answer carries the session on.
- A direct message is one session: ("@me", channel, channel).

What is shown elsewhere than in its session's own channel (an answer to a command, anything ephemeral or private) is noted by its message id,
so that a press under it finds its way back.
"""

from dataclasses import dataclass

from orchestration.messages import Address
from orchestration.ports import Cache

DIRECT = "@me"


@dataclass(frozen=True, slots=True)
class Places:
    """What is remembered of where sessions are shown.

    Args:
        marks: where it is remembered.
        kept: seconds it is remembered.
    """

    marks: Cache
    kept: float

    def shown(self, message: str, address: Address) -> None:
        """Note that a message outside its session's own channel belongs to that session."""
        self.marks.put(f"discord:shown:{message}", address.model_dump_json().encode(), self.kept)

    def shown_in(self, message: str) -> Address | None:
        """Return the session a message was noted to belong to; None for that of the channel it stands in."""
        return _read(self.marks.get(f"discord:shown:{message}"))

    def opened(self, thread: str, address: Address) -> None:
        """Note that a thread carries a session on, and that the session is posted there from now on."""
        self.marks.put(f"discord:opened:{thread}", address.model_dump_json().encode(), self.kept)
        self.marks.put(f"discord:channel:{address.key}", thread.encode(), self.kept)

    def posted_in(self, channel: str, address: Address) -> None:
        """Note that a session is posted to a channel that no thread could be opened in."""
        self.marks.put(f"discord:channel:{address.key}", channel.encode(), self.kept)

    def session_in(self, thread: str) -> Address | None:
        """Return the session that a thread was opened for; None where it was opened for none."""
        return _read(self.marks.get(f"discord:opened:{thread}"))

    def channel_of(self, address: Address) -> str:
        """Return the id of the channel a session is posted to: the thread opened for it, else the one its address names.

        Where that is no channel yet, it is the id of the message in `address.channel` to make it on.
        """
        noted = self.marks.get(f"discord:channel:{address.key}")
        return address.thread if noted is None else noted.decode()


def _read(kept: bytes | None) -> Address | None:
    return None if kept is None else Address.model_validate_json(kept)
