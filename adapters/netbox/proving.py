"""Proving all filters of a type: many with one question where NetBox names each value it cannot read, the others one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.netbox.proof import IMPOSSIBLE, Count, prove
from orchestration.catalogue.types import ObjectType
from orchestration.errors import Invalid, NetbotError

# Django's text fields take no such character (ProhibitNullCharactersValidator); a filter by a text takes any other.
UNREADABLE = "\0"
# Questions with more filters join more tables than a database likes, and servers refuse longer addresses.
AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proving all filters of a type came to.

    Args:
        held: how many NetBox applies.
        untold: those of which nothing could be told, since NetBox holds nothing to tell it from.
        ignored: what is wrong, by filter.
    """

    held: int
    untold: tuple[str, ...]
    ignored: Mapping[str, str]


def prove_all(about: ObjectType, count: Count) -> Proofs:
    """Prove all filters of a type with all their look-ups.

    Args:
        about: the type.
        count: asks NetBox how many rows fit filters; raises Invalid, with the reasons by filter, where it does not take them.

    Raises:
        NetbotError: NetBox does not count the type's objects.
    """
    every = count([])
    params = list(_params(about))
    read = _refused(params, IMPOSSIBLE, count)
    # What NetBox makes of a filter's look-ups it reads alike; that the filter itself is applied is looked at on its own.
    read |= _refused([each for each in params if "__" in each and each not in read], UNREADABLE, count)
    held, untold, ignored = len(read), [], {}
    for param in params:
        if param in read:
            continue
        try:
            if every and (_tells_apart(about, param, every, count) or prove(about, param, (), count)):
                held += 1
            else:
                untold.append(param)
        except NetbotError as wrong:
            ignored[param] = wrong.sentence
    return Proofs(held, tuple(untold), ignored)


def _params(about: ObjectType) -> Iterator[str]:
    for name, known in about.filters.items():
        yield name
        yield from (f"{name}__{lookup}" for lookup in sorted(known.lookups))


def _tells_apart(about: ObjectType, param: str, every: int, count: Count) -> bool:
    """Say whether a filter of yes and no is seen to leave something out, which saves asking for the other half."""
    either = param.endswith("__empty") or about.filters[param.partition("__")[0]].kind == "boolean"
    return either and count([(param, "true")]) != every


def _refused(params: Sequence[str], value: str, count: Count) -> set[str]:
    """Return the filters whose value NetBox says it cannot read; what refuses a value reads it."""
    found: set[str] = set()
    for start in range(0, len(params), AT_ONCE):
        try:
            count([(param, value) for param in params[start : start + AT_ONCE]])
        except Invalid as refusal:
            found |= refusal.fields.keys()
        except NetbotError:
            # Some filters break over such a value: each is proven alone.
            continue
    return found & set(params)
