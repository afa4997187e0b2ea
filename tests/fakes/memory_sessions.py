"""What threads remember, in memory."""

from orchestration.messages import Address
from orchestration.sessions.forgetting import without, without_message
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, Turn


class MemorySessions:
    """`orchestration.ports.Sessions` in memory; `MemoryTurnQueue.finish` writes what this reads.

    Values are kept as JSON, so that whatever does not survive being stored does not survive here either.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, str] = {}
        self.listings: dict[str, str] = {}
        self.posted: dict[tuple[str, str], tuple[str, ...]] = {}
        self.moment = 0
        self.forgotten: dict[str, str] = {}

    def next_moment(self) -> str:
        """Return an id that is greater than all before."""
        self.moment += 1
        return f"{self.moment:010d}"

    def load(self, address: Address) -> Session:
        """Return the thread's session, a new one where there is none."""
        stored = self.sessions.get(address.key)
        return Session(address=address) if stored is None else Session.model_validate_json(stored)

    def listing(self, listing: str) -> Listing | None:
        """Return a listing by its id; None where it is gone."""
        stored = self.listings.get(listing)
        return None if stored is None else Listing.model_validate_json(stored)

    def message_ids(self, address: Address, turn: str) -> tuple[str, ...]:
        """Return the platform's ids of what was posted for a turn."""
        return self.posted.get((address.key, turn), ())

    def forget(self, person: str) -> int:
        """Remove a person's turns, and with them what the threads were about and the listings behind them."""
        self.forgotten[person] = self.next_moment()
        touched = 0
        for key, stored in list(self.sessions.items()):
            before = Session.model_validate_json(stored)
            after = without(before, person, self.forgotten[person])
            if after == before:
                continue
            touched += 1
            gone = {turn.id for turn in before.turns} - {turn.id for turn in after.turns}
            self.sessions[key] = after.model_dump_json()
            if not after.turns:
                del self.sessions[key]
            for id_ in list(self.listings):
                listing = Listing.model_validate_json(self.listings[id_])
                if listing.session == key and listing.turn in gone:
                    del self.listings[id_]
            for turn in gone:
                self.posted.pop((key, turn), None)
        return touched

    def drop(self, address: Address, message: str) -> bool:
        """Remove the turn of a message."""
        before = self.load(address)
        after = without_message(before, message)
        gone = {turn.id for turn in before.turns} - {turn.id for turn in after.turns}
        if not gone:
            return False
        self.sessions[address.key] = after.model_dump_json()
        for id_ in list(self.listings):
            if Listing.model_validate_json(self.listings[id_]).turn in gone:
                del self.listings[id_]
        return True

    def recent(self, person: str, most: int = 5) -> tuple[Turn, ...]:
        """Return a person's latest turns."""
        kept = [Session.model_validate_json(each) for each in self.sessions.values()]
        turns = [turn for each in kept for turn in each.turns if turn.author.key == person]
        return tuple(sorted(turns, key=lambda turn: turn.id, reverse=True)[:most])

    def save(self, session: Session) -> None:
        """Keep a session, without what was forgotten since it was read."""
        for person, moment in self.forgotten.items():
            session = without(session, person, moment)
        self.sessions[session.address.key] = session.model_dump_json()
