"""Who may what, where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from orchestration.changes.proposal import Touch
from orchestration.messages import Address, Author

Right = Literal["read", "propose", "confirm", "administer"]

TURNS_A_MINUTE = 30
REQUESTS_AN_HOUR = 5000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person, or one place, may use up.

    Args:
        turns_a_minute: messages and presses.
        requests_an_hour: requests to NetBox.
    """

    turns_a_minute: int = TURNS_A_MINUTE
    requests_an_hour: int = REQUESTS_AN_HOUR


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is answered.

    Args:
        where: "slack/T1" for a workspace or guild, "slack/T1/C1" for one of its channels.
        may: what everybody there may.
        token: name of the environment variable with the NetBox token to read with there; None for the bot's own.
        limits: what the place as a whole may use up; None for no limit of its own.
    """

    where: str
    may: frozenset[Right] = frozenset({"read", "propose"})
    token: str | None = None
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which changes something is about; an empty part limits nothing.

    Args:
        operations: create, update, delete.
        types: keys of object types, "*" standing for any letters: "ipam.*".
        tenants, sites: names or slugs.
    """

    operations: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def covers(self, touch: Touch) -> bool:
        """Say whether it is about a change; an object without a tenant is not among those of any."""
        return (
            (not self.operations or touch.op in self.operations)
            and (not self.types or any(fnmatchcase(touch.type, each) for each in self.types))
            and (not self.tenants or any(each in self.tenants for each in touch.tenants))
            and (not self.sites or any(each in self.sites for each in touch.sites))
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may beyond what everybody in a place may.

    Args:
        who: people and groups.
        may: what.
        where: places; empty for all that are answered.
        scope: which changes it is about.
    """

    who: tuple[str, ...]
    may: frozenset[Right]
    where: tuple[str, ...] = ()
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy.

    Args:
        people: accounts by person: the same human on several platforms.
        groups: members by group: people, accounts, and "@<platform>/<place>/<id>" for a platform's groups and roles.
        places: places that are answered.
        grants: what somebody may beyond that.
        second_person: changes that somebody else than the asker must confirm.
        limits: what each person may use up.
        tokens: name of the environment variable with the NetBox token to read and write with, by person or group; the first that fits counts.
        home: the guild whose members are answered in direct messages, by platform; where none is named, the first that is listed.
        owner: key of the account of the terminal's owner, who may all; empty for every account of the terminal.
    """

    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    grants: tuple[Grant, ...] = ()
    second_person: tuple[Scope, ...] = ()
    limits: Limits = field(default_factory=Limits)
    tokens: dict[str, str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    owner: str = ""

    def answers(self, author: Author, address: Address) -> bool:
        """Say whether anything is answered: the place is listed, or the person owns the terminal; guests never."""
        return not author.is_guest and (self._owns(author, address) or self.place(address) is not None)

    def may(self, right: Right, author: Author, address: Address, touches: Sequence[Touch] = ()) -> bool:
        """Say whether somebody may do something to all that is touched.

        Args:
            right: what they want to do.
            author: who.
            address: where.
            touches: what is touched; none where nothing is changed.
        """
        if not self.answers(author, address):
            return False
        place = self.place(address)
        if self._owns(author, address) or (place is not None and right in place.may):
            return True
        granted = [each for each in self.grants if right in each.may and self._reaches(each, author, address)]
        return bool(granted) and all(any(each.scope.covers(touch) for each in granted) for touch in touches)

    def needs_second(self, touches: Sequence[Touch]) -> bool:
        """Say whether somebody else than the asker must confirm a change."""
        return any(scope.covers(touch) for scope in self.second_person for touch in touches)

    def confirmers(self, address: Address, touches: Sequence[Touch]) -> tuple[str, ...]:
        """Return the people and groups whom the policy names to confirm a change there."""
        named = [
            who
            for each in self.grants
            if "confirm" in each.may
            and _within(each.where, address)
            and all(each.scope.covers(touch) for touch in touches)
            for who in each.who
        ]
        return tuple(dict.fromkeys(named))

    def called(self, address: Address, touches: Sequence[Touch]) -> tuple[str, ...]:
        """Return the ids of the platform's own groups there whose members the policy names to confirm a change: "@discord/<guild>/<id>" by its id."""
        here = f"@{address.platform}/{address.place}/"
        named = self._within_groups(self.confirmers(address, touches))
        return tuple(dict.fromkeys(each.removeprefix(here) for each in named if each.startswith(here)))

    def place(self, address: Address) -> Place | None:
        """Return the place an address is in, the channel before its workspace; None where it is not listed."""
        found = [each for each in self.places if _within((each.where,), address)]
        return max(found, key=lambda each: len(each.where), default=None)

    def lists(self, platform: str, workspace: str) -> bool:
        """Say whether a workspace or guild, or a channel of it, is listed."""
        return any(each.where.split("/")[:2] == [platform, workspace] for each in self.places)

    def home_of(self, platform: str) -> str | None:
        """Return the guild whose members are answered in direct messages, which tell no roles; None for none."""
        listed = (each.where.split("/") for each in self.places)
        first = next((guild for where, guild, *_ in listed if where == platform and not guild.startswith("@")), None)
        return self.home.get(platform) or first

    def person(self, author: Author) -> str:
        """Return who an account belongs to: the name in the policy, else the account's key."""
        return next((name for name, accounts in self.people.items() if author.key in accounts), author.key)

    def accounts(self, author: Author) -> tuple[str, ...]:
        """Return the keys of all accounts of whoever an account belongs to, that one first."""
        return tuple(dict.fromkeys((author.key, *self.people.get(self.person(author), ()))))

    def roles(self, author: Author) -> tuple[str, ...]:
        """Return the person and the groups an account belongs to."""
        return (self.person(author), *(name for name in self.groups if self._is(author, name)))

    def token_name(self, author: Author, address: Address) -> str | None:
        """Return the environment variable whose token somebody reads and writes with; None for the bot's own."""
        own = next((variable for who, variable in self.tokens.items() if self._is(author, who)), None)
        return own or self.place_token(address)

    def place_token(self, address: Address) -> str | None:
        """Return the environment variable whose token everybody in a place reads with; None for the bot's own."""
        place = self.place(address)
        return place.token if place else None

    def limits_of(self, author: Author, address: Address) -> Limits | None:
        """Return what somebody may use up; None for the terminal's owner, whose own NetBox and machine it is, and whose programs ask quickly."""
        return None if self._owns(author, address) else self.limits

    def _within_groups(self, named: Sequence[str], seen: frozenset[str] = frozenset()) -> Iterator[str]:
        for each in named:
            yield each
            if each not in seen:
                yield from self._within_groups(self.groups.get(each, ()), seen | {each})

    def _owns(self, author: Author, address: Address) -> bool:
        local = author.platform == address.platform == "terminal"
        return local and self.owner in ("", author.key)

    def _reaches(self, grant: Grant, author: Author, address: Address) -> bool:
        return _within(grant.where, address) and any(self._is(author, who) for who in grant.who)

    def _is(self, author: Author, who: str, seen: frozenset[str] = frozenset()) -> bool:
        if who == author.key or author.key in self.people.get(who, ()):
            return True
        if who.startswith("@"):
            platform, place, group = f"{who[1:]}//".split("/")[:3]
            return (platform, place) == (author.platform, author.place) and group in author.groups
        return who not in seen and any(self._is(author, each, seen | {who}) for each in self.groups.get(who, ()))


def _within(places: tuple[str, ...], address: Address) -> bool:
    at = f"{address.platform}/{address.place}/{address.channel}/"
    return not places or any(at.startswith(f"{each}/") for each in places)


def open_to_terminal() -> Policy:
    """Return the policy where there is no file: whoever sits at the terminal may all, nobody is answered elsewhere."""
    return Policy()
