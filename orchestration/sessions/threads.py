"""Which threads the bot is spoken to in, and by whom: what decides whether a message without a mention is meant for it.

In a thread in which somebody asked, they need no further mention. When another person has spoken there since, people are talking to each other:
then the bot keeps out until it is mentioned again, or until they have been silent for a while.
"""

from dataclasses import dataclass

from orchestration.messages import Address
from orchestration.ports import Cache

# People who talk to each other answer within minutes.
TALK_LASTS = 900.0
OWN, JOINED = b"own", b"joined"


@dataclass(frozen=True, slots=True)
class Threads:
    """What is remembered of threads.

    Args:
        marks: where.
        kept: seconds a silent thread is remembered.
        for_all: nobody needs a mention in a thread in which anybody asked.
    """

    marks: Cache
    kept: float
    for_all: bool = False

    def knows(self, address: Address) -> bool:
        """Say whether the bot was asked something in a thread."""
        return self.marks.get(_thread(address)) is not None

    def began_apart(self, address: Address) -> bool:
        """Say whether a thread began without the bot."""
        return self.marks.get(_thread(address)) != OWN

    def asked_last(self, address: Address) -> str:
        """Return the id of the message with which the bot was last asked in a thread that began without it; empty where it was not."""
        return (self.marks.get(_thread(address)) or b"").removeprefix(OWN).removeprefix(JOINED).decode()

    def asked(self, address: Address, user: str, *, own: bool, message: str = "") -> None:
        """Note that somebody asked the bot.

        Args:
            address: the thread.
            user: who.
            own: the thread begins with the question.
            message: id of the message they asked with; empty for a press.
        """
        if own or not self.knows(address) or (message and self.began_apart(address)):
            self.marks.put(_thread(address), OWN if own else JOINED + message.encode(), self.kept)
        self.marks.put(_asker(address, user), b"1", self.kept)
        self.marks.put(_talk(address), b"", TALK_LASTS)

    def talked(self, address: Address, user: str) -> None:
        """Note that somebody said something to others in a thread."""
        self.marks.put(_talk(address), user.encode(), TALK_LASTS)

    def means_the_bot(self, address: Address, user: str) -> bool:
        """Say whether what somebody says in a thread without naming anybody is said to the bot."""
        if not self.knows(address):
            return False
        if not (self.for_all or self.marks.get(_asker(address, user))):
            return False
        last = self.marks.get(_talk(address))
        return not last or self.for_all


def _thread(address: Address) -> str:
    return f"thread:{address.key}"


def _asker(address: Address, user: str) -> str:
    return f"asker:{address.key}:{user}"


def _talk(address: Address) -> str:
    return f"talk:{address.key}"
