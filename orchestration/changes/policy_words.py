"""A policy in words: what one person may."""

from collections.abc import Iterator

from orchestration.changes.policy import Grant, Policy, Scope
from orchestration.messages import Author


def accounts_of(policy: Policy, who: str) -> tuple[Author, ...]:
    """Return the accounts of somebody.

    Args:
        policy: the policy.
        who: a person of the policy, or an account: "slack/T1/U1".
    """
    keys = policy.people.get(who, (who,) if who.count("/") == 2 else ())
    parts = [key.split("/") for key in keys]
    return tuple(Author.model_validate({"platform": each[0], "place": each[1], "id": each[2]}) for each in parts)


def described(policy: Policy, account: Author) -> Iterator[str]:
    """Return what an account may, a line each.

    What the platform says of its groups is not known here: grants to "@..." groups are told as such.

    Args:
        policy: the policy.
        account: whose.
    """
    person, *groups = policy.roles(account)
    yield f"{account.key}: {person}" + (f", in {', '.join(groups)}" if groups else "")
    if account.platform == "terminal" and policy.owner in ("", account.key):
        yield "  may all, in the terminal"
    for place in policy.places:
        if place.where.split("/")[0] == account.platform:
            yield f"  in {place.where}, like everybody there: {', '.join(sorted(place.may))}"
    named = {account.key, person, *groups}
    for grant in policy.grants:
        if named & set(grant.who):
            yield f"  {_granted(grant)}"
        elif by_platform := [each for each in grant.who if each.startswith(f"@{account.platform}/{account.place}/")]:
            yield f"  as a member of {', '.join(by_platform)}: {_granted(grant)}"
    for scope in policy.second_person:
        yield f"  somebody else must confirm: {_scoped(scope) or 'every change'}"
    limits = policy.limits
    yield f"  at most {limits.turns_a_minute} messages a minute, {limits.requests_an_hour} NetBox requests an hour"
    token = next((variable for who, variable in policy.tokens.items() if who in named), None)
    yield f"  reads and writes with {token or 'the token of the place, else of the bot'}, unless they have linked their own"


def _granted(grant: Grant) -> str:
    where = f"in {', '.join(grant.where)}" if grant.where else "in every place that is answered"
    scope = _scoped(grant.scope)
    return f"{where}: {', '.join(sorted(grant.may))}{f' ({scope})' if scope else ''}"


def _scoped(scope: Scope) -> str:
    parts = [
        ", ".join(scope.operations),
        ", ".join(scope.types),
        f"tenants {', '.join(scope.tenants)}" if scope.tenants else "",
        f"sites {', '.join(scope.sites)}" if scope.sites else "",
    ]
    return "; ".join(each for each in parts if each)
