"""A question to one list of NetBox: what must hold of its rows, and how NetBox is told."""

from dataclasses import dataclass, replace
from typing import Literal

from orchestration.language.intent import Op

Shape = Literal["id", "choice", "text", "number", "flag", "time", "network", "length", "tag", "custom"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must hold of each row: a filter that NetBox is sent, a check on its rows, or both.

    Args:
        field: what it is about, by its name in the catalogue.
        shape: how values of the field compare.
        op: how field and values compare.
        values: any of these fits; ids as digits, choices by value, times as ISO 8601.
        negated: none of them may fit.
        param: the filter with its look-up; None where NetBox has none: then rows are fetched and checked here.
        sent: what the filter is sent in place of `values`, where that differs.
        ids_from: steps whose ids join the values.
        shows: the record's field that shows whether it holds; None where the record does not show it.
        said: the condition in a few words: "site Akron".
        phrase: the same as it follows a noun: "in Akron".
    """

    field: str
    shape: Shape
    op: Op
    values: tuple[str, ...] = ()
    negated: bool = False
    param: str | None = None
    sent: tuple[str, ...] | None = None
    ids_from: tuple[str, ...] = ()
    shows: str | None = None
    said: str = ""
    phrase: str = ""

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """The filters to send."""
        if self.param is None:
            return ()
        return tuple((self.param, value) for value in (self.values if self.sent is None else self.sent))

    def filled(self, ids: tuple[str, ...]) -> "Term":
        """Return the term with the ids that earlier steps found among its values."""
        return replace(self, values=(*self.values, *ids), ids_from=())


@dataclass(frozen=True, slots=True)
class Search:
    """Rows of one type of which all terms of at least one branch hold.

    Args:
        type: key of the type.
        branches: each a list of terms; one branch in nearly all cases.
        names: the names it looks for, where NetBox is asked by name; for saying what was not found.
        plural: whether several objects of one name are welcome.
    """

    type: str
    branches: tuple[tuple[Term, ...], ...] = ((),)
    names: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The steps whose ids it waits for."""
        return tuple(dict.fromkeys(step for branch in self.branches for term in branch for step in term.ids_from))

    @property
    def shows(self) -> tuple[str, ...]:
        """The fields that prove its terms."""
        shown = (term.shows for branch in self.branches for term in branch)
        return tuple(dict.fromkeys(field for field in shown if field))

    @property
    def narrow(self) -> bool:
        """Whether NetBox is sent any filter in every branch."""
        return all(any(term.param for term in branch) for branch in self.branches)

    @property
    def here(self) -> bool:
        """Whether rows must be fetched and checked here."""
        return len(self.branches) > 1 or any(term.param is None for branch in self.branches for term in branch)

    @property
    def said(self) -> str:
        """The conditions in a few words, " · " between them."""
        spoken = [" · ".join(term.said for term in branch if term.said) for branch in self.branches]
        return " or ".join(dict.fromkeys(each for each in spoken if each))

    @property
    def phrase(self) -> str:
        """The conditions as they follow a noun; of several branches the shared start is lost, so all are said."""
        spoken = [" ".join(term.phrase for term in branch if term.phrase) for branch in self.branches]
        return " or ".join(dict.fromkeys(each for each in spoken if each))
