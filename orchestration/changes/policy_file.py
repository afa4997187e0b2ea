"""From the policy file (TOML) to the policy; what is wrong is told by line."""

import re
import tomllib
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orchestration.changes.policy import REQUESTS_AN_HOUR, TURNS_A_MINUTE, Grant, Limits, Place, Policy, Right, Scope
from orchestration.errors import Misconfigured

_Text = Annotated[str, Field(min_length=1, max_length=300)]
_Where = Annotated[str, Field(pattern=r"^(terminal|slack|discord)/[^/\s]+(/[^/\s]+)?$")]
_Account = Annotated[str, Field(pattern=r"^(terminal|slack|discord)/[^/\s]+/[^/\s]+$")]
_Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
_Count = Annotated[int, Field(ge=1, le=1_000_000)]
_Operation = Literal["create", "update", "delete"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Place(_Table):
    where: _Where
    may: list[Right] = ["read", "propose"]
    token: _Variable | None = None
    turns_a_minute: _Count | None = None
    requests_an_hour: _Count | None = None


class _Scope(_Table):
    operations: list[_Operation] = []
    types: list[_Text] = []
    tenants: list[_Text] = []
    sites: list[_Text] = []


class _Grant(_Scope):
    who: Annotated[list[_Text], Field(min_length=1)]
    may: Annotated[list[Right], Field(min_length=1)]
    where: list[_Where] = []


class _Limits(_Table):
    turns_a_minute: _Count = TURNS_A_MINUTE
    requests_an_hour: _Count = REQUESTS_AN_HOUR


class _Home(_Table):
    discord: _Text | None = None


class _File(_Table):
    people: dict[str, list[_Account]] = {}
    groups: dict[str, list[_Text]] = {}
    places: list[_Place] = []
    grants: list[_Grant] = []
    second_person: list[_Scope] = []
    limits: _Limits = _Limits()
    tokens: dict[str, _Variable] = {}
    home: _Home = _Home()


class WrongPolicy(Misconfigured):
    """A policy file that cannot be used.

    Args:
        faults: (line, what is wrong) of each.
    """

    def __init__(self, faults: tuple[tuple[int, str], ...]) -> None:
        self.faults = faults
        told = " ".join(f"line {line}: {text}" for line, text in faults)
        super().__init__(f"The policy cannot be used: {told}", "Run `netbot policy check`.")


def read_policy(text: str, types: Collection[str], owner: str) -> Policy:
    """Read a policy from its file's text.

    Args:
        text: TOML.
        types: keys of the object types there are.
        owner: key of the terminal owner's account, who may all.

    Raises:
        WrongPolicy: something in it is wrong; each fault of its form is told with its line, and where the form is right each of its content.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        at = re.search(r"at line (\d+)", str(wrong))
        line = int(at[1]) if at else len(text.splitlines())
        raise WrongPolicy(((line, f"no TOML: {str(wrong).partition(' (at')[0]}."),)) from None
    try:
        file = _File.model_validate(table)
    except ValidationError as wrong:
        told = {(line_of(text, each["loc"]), _sentence(each)) for each in wrong.errors(include_url=False)}
        raise WrongPolicy(tuple(sorted(told))) from None
    if faults := tuple(sorted((line_of(text, where), fault) for where, fault in _misfits(file, types))):
        raise WrongPolicy(faults)
    return _policy(file, owner)


def line_of(text: str, where: tuple[int | str, ...]) -> int:
    """Return the line of a value in a TOML file.

    Args:
        text: the file.
        where: keys and places in lists that lead there: ("grants", 1, "may").

    Returns:
        The line, from 1; of what stands nearest around it where it is not found itself.
    """
    lines = text.splitlines()
    table = str(where[0]) if where else ""
    heads = [
        number for number, line in enumerate(lines, 1) if re.match(rf"\s*\[\[?\s*{re.escape(table)}\s*\]\]?", line)
    ]
    place = where[1] if len(where) > 1 and isinstance(where[1], int) else 0
    if not heads:
        return _key_line(lines, table, 1) or 1
    start = heads[min(place, len(heads) - 1)]
    keys = [each for each in where[1:] if isinstance(each, str)]
    return (_key_line(lines, keys[0], start + 1) if keys else 0) or start


def _key_line(lines: list[str], key: str, start: int) -> int:
    for number, line in enumerate(lines[start - 1 :], start):
        if number > start and re.match(r"\s*\[", line):
            return 0
        if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return 0


def _sentence(error: Any) -> str:
    field = ".".join(str(each) for each in error["loc"] if not isinstance(each, int))
    told = {
        "extra_forbidden": f"{field} is not known.",
        "missing": f"{field} is missing.",
        "literal_error": f"{field} is {error['input']!r}; it can be {error.get('ctx', {}).get('expected', '')}.",
        "string_pattern_mismatch": _form(str(error["loc"][0]), field, error["input"]),
    }
    return told.get(error["type"], f"{field}: {error['msg'].lower()}.")


def _form(table: str, field: str, given: Any) -> str:
    if "token" in field:
        # What stands there may be the token itself: it is not repeated.
        return f"{field} must be the name of an environment variable, not the token itself."
    form = "<platform>/<workspace or guild>"
    if table == "people":
        return f"{field} is {given!r}; an account is {form}/<id>."
    return f"{field} is {given!r}; a place is {form}, or that and /<channel>."


def _misfits(file: _File, types: Collection[str]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    known = {*file.people, *file.groups}
    named: list[tuple[tuple[int | str, ...], str]] = [
        (("groups", name), each) for name, members in file.groups.items() for each in members
    ]
    named += [(("grants", place, "who"), each) for place, grant in enumerate(file.grants) for each in grant.who]
    named += [(("tokens", each), each) for each in file.tokens]
    for where, who in named:
        if who not in known and "/" not in who:
            yield where, f"{who!r} is neither among [people] nor among [groups]."
    for table, scopes in (("grants", file.grants), ("second_person", file.second_person)):
        for place, scope in enumerate(scopes):
            for each in scope.types:
                if not any(fnmatchcase(type_, each) for type_ in types):
                    yield (
                        (table, place, "types"),
                        f"{each!r} fits no object type; they are written as ipam.vlan or ipam.*.",
                    )
    both = sorted(set(file.people) & set(file.groups))
    for each in both:
        yield ("groups", each), f"{each!r} is a person and a group."
    yield from _shared(file)


def _shared(file: _File) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Find accounts that are under two names: whose second self they are would depend on the order."""
    whose: dict[str, str] = {}
    for name, account in ((name, each) for name, accounts in file.people.items() for each in accounts):
        if (first := whose.setdefault(account, name)) != name:
            yield ("people", name), f"{account!r} is {first}'s already: put all accounts of one person under one name."


def _policy(file: _File, owner: str) -> Policy:
    return Policy(
        people={name: tuple(accounts) for name, accounts in file.people.items()},
        groups={name: tuple(members) for name, members in file.groups.items()},
        places=tuple(Place(each.where, frozenset(each.may), each.token, _own_limits(each)) for each in file.places),
        grants=tuple(
            Grant(tuple(each.who), frozenset(each.may), tuple(each.where), _scope(each)) for each in file.grants
        ),
        second_person=tuple(_scope(each) for each in file.second_person),
        limits=Limits(file.limits.turns_a_minute, file.limits.requests_an_hour),
        tokens=dict(file.tokens),
        home=file.home.model_dump(exclude_none=True),
        owner=owner,
    )


def _own_limits(place: _Place) -> Limits | None:
    if place.turns_a_minute is None and place.requests_an_hour is None:
        return None
    # A place that limits one thing limits only that.
    return Limits(place.turns_a_minute or 1_000_000, place.requests_an_hour or 1_000_000)


def _scope(of: _Scope) -> Scope:
    return Scope(tuple(of.operations), tuple(of.types), tuple(of.tenants), tuple(of.sites))
