"""The change desk: takes in what people want changed, and what they press."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes import replies
from orchestration.changes.asking import asked_again, sheet_of
from orchestration.changes.confirming import PRESSED, Confirming, Press
from orchestration.changes.draft import drafted
from orchestration.changes.missing import Missing
from orchestration.changes.settle import Settler
from orchestration.changes.undoing import undo_wishes
from orchestration.changes.update import NothingToDo
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Wish
from orchestration.errors import Ambiguous, Invalid, NotFound, NotUnderstood, Refused
from orchestration.language.intent import Ask
from orchestration.language.reading import Reading
from orchestration.messages import Author, Button, Click, Form, Reply, prose
from orchestration.ports import Drafted, Finder, Inventory
from orchestration.sessions.session import Question, Session

UNDO = re.compile(r"change:undo:(p-[0-9a-f]{8})")
_WANTS = frozenset({"create", "allocate", "update", "delete", "connect"})
_LABEL = 75


@dataclass(frozen=True, slots=True)
class Desk:
    """`orchestration.ports.ChangeDesk`.

    Args:
        catalogue: all object types.
        confirming: takes presses in.
    """

    catalogue: Catalogue
    confirming: Confirming

    def propose(
        self,
        asks: Sequence[Ask],
        reading: Reading,
        session: Session,
        turn: str,
        *,
        author: Author,
        inventory: Inventory,
        find: Finder,
    ) -> Drafted:
        """Draft what the asks want; nothing is written.

        Args:
            asks: the asks that change something, in the message's order.
            reading: the whole reading: its grounds say what names mean.
            session: the thread's memory: its topic names the proposal that waits.
            turn: id of the turn to answer.
            author: who asks.
            inventory: NetBox, with the asker's rights.
            find: finds the objects of a selection.

        Raises:
            NotFound, Ambiguous: a name means nothing, or several things.
            Unavailable: NetBox is away.
        """
        press = Press(author, session.address, turn, "")
        placed = _placed(asks, reading.intent.asks)
        wanted = [(index, ask) for index, ask in placed if ask.want in _WANTS]
        undoes = any(ask.want == "undo" for ask in asks)
        if not wanted and not undoes:
            return self._cancel(session, press)
        want = wanted[0][1].want if wanted else "undo"
        try:
            wishes = (
                self._undo(session, alone=not wanted)
                if undoes
                else Settler(self.catalogue, find, dict(reading.grounds)).wishes(wanted)
            )
            return self._preview(wishes, want, session, press, inventory)
        except Missing as missing:
            return self._ask_back(missing, reading, session, turn, want)
        except (NotFound, Ambiguous):
            raise
        except NothingToDo as idle:
            reply = replies.plain(turn, idle.sentence, "answer", want)
            return Drafted(replies=(reply,), proposal=session.topic.proposal)
        except Refused as refused:
            return self._refuse(refused, reading, session, turn, want)

    def press(self, pressed: Click | Form, session: Session, turn: str, inventory: Inventory) -> Drafted:
        """Do what a button of a proposal stands for: confirm, cancel, undo."""
        if undone := UNDO.fullmatch(pressed.ref):
            return self._undo_of(
                undone[1], Press(pressed.author, pressed.address, turn, pressed.ref), session, inventory
            )
        came = self.confirming(Press(pressed.author, pressed.address, turn, pressed.ref), inventory)
        waiting = session.topic.proposal
        # A press on another proposal of the thread leaves the one that waits alone.
        if came.proposal is None and waiting is not None and f":{waiting}" not in pressed.ref:
            return came.model_copy(update={"proposal": waiting})
        return came

    def _preview(
        self, wishes: tuple[Wish, ...], want: str, session: Session, press: Press, inventory: Inventory
    ) -> Drafted:
        draft = drafted(wishes, inventory, self.catalogue)
        maker = self.confirming.maker
        made = maker.make(
            wishes,
            draft,
            asker=press.by,
            address=press.address,
            turn=press.turn,
            inventory=inventory,
            intent=want,
        )
        shown = replies.preview(made, self.confirming.rights.told(made), self.confirming.rights.called(made))
        return Drafted(replies=(shown, *self._put_aside(session, press, made.id)), proposal=made.id)

    def _undo(self, session: Session, *, alone: bool) -> tuple[Wish, ...]:
        """Return what undoes the thread's last change; the record of its presses tells which that was."""
        if not alone:
            raise NotUnderstood("I undo one change at a time.", f'Say "undo that" alone. {UNCHANGED}')
        for turn in reversed(session.turns):
            pressed = PRESSED.match(turn.said)
            kept = self.confirming.proposals.find(pressed[1]) if pressed else None
            if kept is not None and kept.state == "applied" and kept.proposal.address.key == session.address.key:
                return undo_wishes(kept)
        if session.topic.proposal is not None:
            waits = f"{session.topic.proposal} only waits to be confirmed: there is nothing to undo yet."
            raise NotUnderstood(waits, f'Say "cancel" to drop it. {UNCHANGED}')
        raise NotUnderstood("There is no change in this thread that I could undo.", UNCHANGED)

    def _undo_of(self, id_: str, press: Press, session: Session, inventory: Inventory) -> Drafted:
        """Preview what undoes the change whose message the button stands under."""
        kept = self.confirming.proposals.find(id_)
        try:
            if kept is None or kept.state != "applied" or kept.proposal.address.key != session.address.key:
                raise NotUnderstood("That button belongs to something that is over.", UNCHANGED)
            return self._preview(undo_wishes(kept), "undo", session, press, inventory)
        except (Refused, NothingToDo) as refused:
            reply = replies.plain(press.turn, refused.sentence, "refusal", "undo")
            return Drafted(replies=(reply,), proposal=session.topic.proposal)

    def _put_aside(self, session: Session, press: Press, new: str) -> tuple[Reply, ...]:
        """Let the change that waited in the thread go: one waits at a time, so that "never mind" is never in doubt."""
        kept = self.confirming.proposals.find(session.topic.proposal) if session.topic.proposal else None
        if kept is None or kept.proposal.id == new or not self.confirming.rights.may_cancel(press.by, kept.proposal):
            return ()
        if not self.confirming.maker.supersede(kept, press.turn, press.by, f"{new} takes its place."):
            return ()
        return (replies.ended(kept, f"{press.turn}-old", f"Replaced by {new} below. {UNCHANGED}", "answer"),)

    def _cancel(self, session: Session, press: Press) -> Drafted:
        kept = self.confirming.proposals.find(session.topic.proposal) if session.topic.proposal else None
        if kept is None:
            text = f"Nothing waits to be confirmed here. {UNCHANGED}"
            return Drafted(replies=(replies.plain(press.turn, text, "answer", "cancel"),))
        if not self.confirming.rights.may_cancel(press.by, kept.proposal):
            text = f"Only {replies.called(kept.proposal.asker)} and who confirms it can cancel {kept.proposal.id}."
            reply = replies.plain(press.turn, text, "refusal", "cancel", private=True)
            return Drafted(replies=(reply,), proposal=kept.proposal.id)
        return self.confirming.cancelled(kept, press, amend=False)

    def _refuse(self, refused: Refused, reading: Reading, session: Session, turn: str, want: str) -> Drafted:
        """Say why not; what was filled into a form can be mended there."""
        again = asked_again(session.topic.question, reading, refused) if isinstance(refused, Invalid) else None
        if again is not None:
            return self._ask(again, refused.sentence, session, turn, want)
        reply = replies.plain(turn, refused.sentence, "refusal", want)
        return Drafted(replies=(reply,), proposal=session.topic.proposal)

    def _ask_back(self, missing: Missing, reading: Reading, session: Session, turn: str, want: str) -> Drafted:
        """Ask for what is missing, with what NetBox has as buttons; the values picked are read as words."""
        buttons = tuple(
            Button(label=value[:_LABEL], ref=f"pick:{place}:={value[:60]}")
            for place, value in enumerate(missing.values)
        )
        question = Question(
            intent=reading.intent,
            about=f"field:{missing.field}" if missing.field else "type",
            ask=missing.ask,
            values=missing.values,
            grounds=dict(reading.grounds),
        )
        question = question.model_copy(update={"sheet": sheet_of(missing, question)})
        return self._ask(question, missing.text, session, turn, want, buttons)

    @staticmethod
    def _ask(
        question: Question, text: str, session: Session, turn: str, want: str, buttons: tuple[Button, ...] = ()
    ) -> Drafted:
        parts, sheet = (prose(text),), question.sheet
        reply = Reply(turn=turn, kind="question", intent=want, parts=parts, buttons=buttons, sheet=sheet)
        return Drafted(replies=(reply,), question=question, proposal=session.topic.proposal)


def _placed(asks: Sequence[Ask], among: Sequence[Ask]) -> list[tuple[int, Ask]]:
    """Return the asks with their places in the intent; asks that are alike keep their order."""
    placed: list[tuple[int, Ask]] = []
    place = 0
    for ask in asks:
        while place < len(among) and among[place] != ask:
            place += 1
        placed.append((place, ask))
        place += 1
    return placed
