"""Whether a row that NetBox returned is what was asked for.

NetBox ignores a filter it does not know and returns everything, so no row is believed on the filter's word alone where its own
fields can tell.
"""

import ipaddress
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from orchestration.errors import ProofFailed
from orchestration.tools.search import Search, Shape, Term

Row = dict[str, Any]


def holds(term: Term, row: Row) -> bool | None:
    """Say whether a term holds of a row; None where the row does not show it."""
    if term.shows is None or term.origin is not None:
        return None
    first, _, second = term.shows.partition(".")
    if first not in row:
        return None
    shown = row[first]
    if second:
        shown = shown.get(second) if isinstance(shown, dict) else None
    if term.field.startswith("cf_"):
        shown = shown.get(term.field.removeprefix("cf_")) if isinstance(shown, dict) else None
        shown = bare(shown) if term.shape == "custom" else shown
    if term.op in {"empty", "set"}:
        fits: bool | None = (shown in (None, "", [], {})) == (term.op == "empty")
    else:
        fits = _FITS[term.shape](term, shown)
    return None if fits is None else fits != term.negated


def wanted(search: Search, row: Row) -> bool:
    """Say whether a fetched row belongs to the answer, by the terms that are checked here."""
    return any(all(holds(term, row) is not False for term in branch) for branch in search.branches)


def prove(terms: Iterable[Term], rows: Iterable[Row], plural: str) -> None:
    """Check NetBox's rows against the filters it was sent.

    Args:
        terms: the terms of one request.
        rows: its rows.
        plural: what the rows are, for the error.

    Raises:
        ProofFailed: a row contradicts a filter.
    """
    filters = [term for term in terms if term.param is not None]
    for row in rows:
        for term in filters:
            if holds(term, row) is False:
                raise ProofFailed(
                    f"NetBox returned {plural} that do not fit the filter {term.param}; I do not show them.",
                    "Ask in another way, and tell whoever looks after the bot.",
                )


def _ids(shown: Any) -> set[str]:
    if isinstance(shown, list):
        return {each for one in shown for each in _ids(one)}
    if isinstance(shown, dict):
        return {str(shown.get("id"))}
    return set() if shown is None else {str(shown)}


def _id(term: Term, shown: Any) -> bool:
    return bool(_ids(shown) & set(term.values))


def bare(shown: Any) -> Any:
    """Return a choice's value, and anything else as it is."""
    return shown.get("value") if isinstance(shown, dict) and "value" in shown else shown


def _choice(term: Term, shown: Any) -> bool:
    if isinstance(shown, list):
        # A custom field may hold several.
        return any(_choice(term, each) for each in shown)
    return str(bare(shown)).casefold() in {value.casefold() for value in term.values}


def _text(term: Term, shown: Any) -> bool | None:
    if isinstance(shown, list):
        return any(_text(term, each) for each in shown)
    if isinstance(shown, dict):
        names = [shown[key] for key in ("value", "label", "name", "display") if shown.get(key) is not None]
        return any(_text(term, each) for each in names)
    text = str(shown if shown is not None else "").casefold()
    compare = _TEXT.get(term.op)
    return None if compare is None else any(compare(text, value.casefold()) for value in term.values)


_TEXT: dict[str, Callable[[str, str], bool]] = {
    "eq": str.__eq__,
    "contains": str.__contains__,
    "starts": str.startswith,
    "ends": str.endswith,
}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda shown, value: shown == value,
    "lt": lambda shown, value: shown < value,
    "lte": lambda shown, value: shown <= value,
    "gt": lambda shown, value: shown > value,
    "gte": lambda shown, value: shown >= value,
}


def _number(term: Term, shown: Any) -> bool | None:
    plain = bare(shown)
    if plain is None:
        return False
    try:
        return any(_ORDER[term.op](float(plain), float(value)) for value in term.values)
    except (KeyError, TypeError, ValueError):
        return None


def _flag(term: Term, shown: Any) -> bool:
    """Compare a yes or no; a field that is filled counts as yes ("cabled" by the cable)."""
    return bool(shown) == (term.values[:1] == ("true",))


def moment(text: str) -> datetime | None:
    """Read a time or a day; a day is its first moment, UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _time(term: Term, shown: Any) -> bool | None:
    at = moment(str(shown or ""))
    values = [moment(value) for value in term.values]
    if at is None or term.op not in _ORDER:
        return None
    return any(_ORDER[term.op](at, value) for value in values if value)


def network(text: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Read a prefix or an address with or without its mask; None where it is neither."""
    try:
        return ipaddress.ip_network(str(text), strict=False)
    except ValueError:
        return None


def contains(outer: Any, inner: Any) -> bool:
    """Say whether a network holds another, itself included."""
    return outer.version == inner.version and bool(inner.subnet_of(outer))


_HOSTS = ("address", "start_address", "end_address")


def _network(term: Term, shown: Any) -> bool | None:
    # An address lies where its host does, whatever mask it is written with: NetBox looks at the host alone.
    here = network(str(bare(shown)).split("/")[0] if term.shows in _HOSTS else bare(shown))
    values = [each for each in map(network, term.values) if each]
    if here is None or not values:
        return None
    if term.op == "within":
        return any(contains(value, here) for value in values)
    if term.op == "covers":
        return any(contains(here, value) for value in values)
    # An address is asked for by its host: with or without its mask it is the same one.
    return any(str(shown) == value or str(shown).split("/")[0] == value for value in term.values)


def _length(term: Term, shown: Any) -> bool | None:
    here = network(bare(shown))
    return None if here is None else _number(term, here.prefixlen)


def _tag(term: Term, shown: Any) -> bool | None:
    if not isinstance(shown, list):
        return None
    tags = {str(each.get(key)).casefold() for each in shown for key in ("id", "slug", "name")}
    return bool(tags & {value.casefold() for value in term.values})


def _custom(term: Term, shown: Any) -> bool | None:
    return _text(term, shown) if term.op in _TEXT else _number(term, shown)


_FITS: dict[Shape, Callable[[Term, Any], bool | None]] = {
    "id": _id,
    "choice": _choice,
    "text": _text,
    "number": _number,
    "flag": _flag,
    "time": _time,
    "network": _network,
    "length": _length,
    "tag": _tag,
    "custom": _custom,
}
