"""Filling forms in: opened within the press, checked before they are sent on, a Continue button between two pages.

A modal cannot follow a modal, so that what is wrong, and what comes next, stands in a message for the person alone with a button under it.
Source: discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord import buttons
from adapters.discord.escaping import escape
from adapters.discord.forms import modal, page_in, pages, typed_in
from adapters.discord.handover import Handover
from adapters.discord.render import render
from adapters.discord.responding import Responding
from orchestration.messages import Author, Sheet, faults
from orchestration.messages.clean import clean

Data = Mapping[str, Any]
GONE = "That form is not kept any more. Ask again."


@dataclass(frozen=True, slots=True)
class Filling:
    """Opens forms and takes them, and shows private answers.

    Args:
        handover: keeps forms, what was typed so far, and private answers.
        responding: answers interactions.
    """

    handover: Handover
    responding: Responding

    def open(self, data: Data, author: Author, turn: str, page: int = 0) -> None:
        """Open a page of a turn's form."""
        sheet = self.handover.sheet(turn)
        if sheet is None or page >= len(pages(sheet)):
            self.responding.say(data, GONE)
            return
        typed = self.handover.typed(turn, author.id)
        wrong = faults(sheet, typed) if typed else {}
        if not self.responding.open(data, modal(turn, sheet, page, typed, wrong)):
            self.responding.say(data, "Discord did not open the form. Press again, or answer in words.")

    def go_on(self, data: Data, author: Author, ref: str) -> None:
        """Open the page that a Continue button names."""
        turn, _, page = ref.rpartition(":")
        self.open(data, author, turn, int(page) if page.isdecimal() else 0)

    def filled(self, data: Data, author: Author) -> tuple[str, dict[str, str]] | None:
        """Take a page that was sent.

        Returns:
            The form's reference and all its values; None where something is wrong, or more is to come: the person is told.
        """
        sent = page_in(data["data"]["custom_id"])
        sheet = None if sent is None else self.handover.sheet(sent[0])
        if sent is None or sheet is None:
            self.responding.say(data, GONE)
            return None
        turn, page = sent
        typed = {**self.handover.typed(turn, author.id), **typed_in(data["data"])}
        self.handover.keep_typed(turn, author.id, typed)
        wrong = faults(sheet, typed)
        here = {blank.name for blank in pages(sheet)[page]}
        if told := [sentence for name, sentence in wrong.items() if name in here]:
            self._continued(data, " ".join(told), "Correct it", turn, page)
        elif page + 1 < len(pages(sheet)):
            self._continued(data, _progress(sheet, page), "Continue", turn, page + 1)
        elif wrong:
            first = next(at for at, blanks in enumerate(pages(sheet)) if any(each.name in wrong for each in blanks))
            self._continued(data, " ".join(wrong.values()), "Correct it", turn, first)
        else:
            return sheet.ref, {name: typed[name] for name in (blank.name for blank in sheet.blanks) if name in typed}
        return None

    def show(self, data: Data, author: Author, turn: str) -> None:
        """Show a private answer to the person it is for."""
        reply = self.handover.private(turn, author.id)
        if reply is None:
            self.responding.say(data, "That answer is for somebody else, or not kept any more.")
            return
        self.responding.show(data, render(reply))

    def _continued(self, data: Data, text: str, label: str, turn: str, page: int) -> None:
        row = buttons.row([buttons.button(label, buttons.continuer(turn, page), "primary")])
        self.responding.say(data, escape(clean(text, None)), [row])


def _progress(sheet: Sheet, page: int) -> str:
    return f"Page {page + 1} of {len(pages(sheet))} is filled in."
