"""A question to one list of NetBox: what must hold of its rows, and how NetBox is told."""

from dataclasses import dataclass, replace
from typing import Literal

from orchestration.language.intent import Op

# How the phrase of a term begins that says a name.
NAMED = "named "
Shape = Literal["id", "choice", "text", "number", "flag", "time", "network", "length", "tag", "custom"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a term's values come from when an earlier step must find them.

    Args:
        step: the step; its records tell.
        take: the field of the records whose value is taken; of a nested object or a list of them the ids.
        alike: fields that the term's rows must have the same as the record ("vrf").
        count: only objects that so many records point at: ("gte", 4); None for any number.
    """

    step: str
    take: str = "id"
    alike: tuple[str, ...] = ()
    count: tuple[Op, float] | None = None


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
        along: filters that go along with it.
        origin: the step that finds its values.
        shows: the record's field that shows whether it holds, "device_type.manufacturer" for one within another; None where rows do not show it.
        said: the condition in a few words: "site Akron".
        phrase: the same as it follows a noun: "in Akron".
    """

    field: str
    shape: Shape
    op: Op = "eq"
    values: tuple[str, ...] = ()
    negated: bool = False
    param: str | None = None
    sent: tuple[str, ...] | None = None
    along: tuple[tuple[str, str], ...] = ()
    origin: Origin | None = None
    shows: str | None = None
    said: str = ""
    phrase: str = ""

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """The filters to send."""
        if self.param is None:
            return self.along
        sent = self.values if self.sent is None else self.sent
        return (*((self.param, value) for value in sent), *self.along)

    def filled(self, values: tuple[str, ...]) -> "Term":
        """Return the term with the values that an earlier step found."""
        return replace(self, values=values, origin=None)


Branch = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Rows of one type of which all terms of at least one branch hold.

    Args:
        type: key of the type.
        branches: each a list of terms; one branch in nearly all cases, none where nothing can fit.
        names: the names it looks for, where NetBox is asked by name: what to say when there is nothing.
        said: the reading in a few words: "site Akron · status active".
        phrase: the same as it follows a noun: "in Akron with status active".
    """

    type: str
    branches: tuple[Branch, ...] = ((),)
    names: tuple[str, ...] = ()
    said: str = ""
    phrase: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms of all branches."""
        return tuple(term for branch in self.branches for term in branch)

    @property
    def needs(self) -> tuple[str, ...]:
        """The steps that it waits for."""
        return tuple(dict.fromkeys(term.origin.step for term in self.terms if term.origin))

    @property
    def shows(self) -> tuple[str, ...]:
        """The fields that prove its terms."""
        return tuple(dict.fromkeys(term.shows.split(".")[0] for term in self.terms if term.shows))

    @property
    def narrow(self) -> bool:
        """Whether NetBox is sent a filter in every branch."""
        return all(any(term.param for term in branch) for branch in self.branches)

    @property
    def here(self) -> bool:
        """Whether rows must be fetched and checked here."""
        return any(term.param is None for term in self.terms)
