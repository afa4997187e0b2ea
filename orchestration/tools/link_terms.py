"""Links as terms: how a condition on what a type is linked with is told to NetBox."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import NotUnderstood
from orchestration.language.intent import Condition, Op, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.tools.search import Branch, Origin, Search, Term
from orchestration.tools.terms import MASKED

# What one is in, and what something is of, rather than with.
_PLACES = frozenset(
    {
        "dcim.location",
        "dcim.rack",
        "dcim.region",
        "dcim.site",
        "dcim.sitegroup",
        "ipam.prefix",
        "ipam.vlan",
        "ipam.vlangroup",
        "ipam.vrf",
        "virtualization.cluster",
        "virtualization.clustergroup",
    }
)
_OWNERS = frozenset({"*", "dcim.device", "dcim.manufacturer", "tenancy.tenant", "virtualization.virtualmachine"})


class Translating(Protocol):
    """What conditions on links need of the translation they are part of."""

    @property
    def catalogue(self) -> Catalogue:
        """The object types."""

    @property
    def grounds(self) -> Mapping[str, tuple[NameHit, ...]]:
        """What names mean."""

    def hits(self, text: str, type_: str) -> tuple[NameHit, ...]:
        """Return the objects of a type that a text means."""

    def type_of(self, selection: Selection) -> str:
        """Return the type of a selection."""

    def pick(self, selection: Selection, fields: Sequence[str] = (), *, single: str = "") -> str:
        """Add the step that finds the objects of a selection, and return its id."""

    def search_of(self, step: str) -> Search:
        """Return what a step searches for."""

    def leaf(
        self, about: ObjectType, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition."""


def by_id(ids: tuple[str, ...] = (), *, negated: bool = False, origin: Origin | None = None) -> Term:
    """Return the term for objects by their ids."""
    return Term("id", "id", "eq", ids, negated, "id__n" if negated else "id", origin=origin, shows="id")


def linking(about: ObjectType, link: Link, key: str, *, negated: bool) -> Term:
    """Return the term of a link without its values.

    Args:
        about: the type whose rows are meant.
        link: the link.
        key: the type that it leads to here.
        negated: whether it must not lead there.
    """
    along = tuple((name, key if value == "*" else value) for name, value in link.fixed)
    if link.takes != "id":
        # NetBox has no filter for what lies outside a network; rows show where they lie themselves.
        shown = next((each for each in MASKED if each in about.fields), None)
        op: Op = "covers" if link.param == "contains" else "within"
        return Term(
            link.name, "network", op, negated=negated, param=None if negated else link.param, along=along, shows=shown
        )
    param = f"{link.param}__n" if negated and link.param else link.param
    return Term(link.name, "id", negated=negated, param=param, along=along, shows=link.proof)


def unset(about: ObjectType, link: Link, op: Op) -> Term:
    """Return the term for a link that leads nowhere ("empty"), or anywhere ("set").

    Only a filter that knows the look-up `n` takes "null"; where there is none, the rows must show it.

    Raises:
        NotUnderstood: neither NetBox nor the rows can tell.
    """
    known = about.filters.get(link.param or "")
    param = None
    if known is not None and link.takes == "id" and "n" in known.lookups:
        param = link.param if op == "empty" else f"{link.param}__n"
    name = link.name.replace("_", " ")
    if param is None and link.proof is None:
        raise NotUnderstood(
            f"Of {about.plural} NetBox does not tell which are {'without' if op == 'empty' else 'with'} {name}."
        )
    said, phrase = (f"no {name}", f"without {name}") if op == "empty" else (f"with {name}", f"with {name}")
    return Term(link.name, "id", op, param=param, sent=("null",), shows=link.proof, said=said, phrase=phrase)


def taken(link: Link) -> tuple[str, ...]:
    """Return the fields of the target's records that a link's filter needs."""
    return (*(() if link.takes == "id" else (link.takes,)), *link.alike)


def origin(link: Link, step: str) -> Origin:
    """Return where a link's values come from when a step finds them."""
    return Origin(step, link.takes, link.alike)


def spoken(link: Link, said: str, names: str, *, negated: bool) -> tuple[str, str]:
    """Return a condition in a few words, and as it follows a noun.

    Args:
        link: the link.
        said: "site Akron".
        names: "Akron".
        negated: whether it must not hold.
    """
    if link.target in _PLACES:
        phrase = f"in {names}"
    elif link.target in _OWNERS:
        phrase = f"of {names}"
    else:
        phrase = f"with {said}"
    return (f"not {said}", f"not {phrase}") if negated else (said, phrase)


def walked(catalogue: Catalogue, about: ObjectType, path: Sequence[str], last: Condition) -> Condition:
    """Return a condition on what lies at the end of a path as conditions within conditions.

    Args:
        catalogue: the object types.
        about: where the path begins.
        path: names of links, nearest first.
        last: what must hold at its end; its field is filled in.
    """
    first = about.links[path[0]]
    if len(path) == 1:
        pointed = first.back is not None and last.op in {"eq", None} and last.selection is not None
        return last.model_copy(update={"field": path[0], "op": "set" if pointed else (last.op or "eq")})
    inner = walked(catalogue, catalogue[first.target], path[1:], last)
    return leaf(path[0], "set" if first.back is not None else "eq", selection=select(first.target, where=[inner]))
