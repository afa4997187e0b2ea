"""`netbot link`, `unlink` and `forget`: a person's own NetBox token, and what is kept of them."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.messages import Author

Account = Annotated[str, typer.Option("--as", help="Another account than yours: <platform>/<workspace or guild>/<id>.")]


def link(account: Account = "") -> None:
    """Link your own NetBox token, so that your own permissions in NetBox decide what you see and change.

    It is asked for without being shown, checked against NetBox, and kept encrypted. `netbot unlink` removes it.
    """
    from pydantic import SecretStr

    from adapters.redis.connect import connect
    from bot.bootstrap import open_inventories
    from bot.changing import open_unlinking
    from bot.settings import read_settings, redis_url
    from bot.storing import stored
    from orchestration.changes.linking import Linking

    person = _person(account)
    token = typer.prompt("NetBox token", hide_input=True).strip()
    with stored(read_settings()) as told, connect(redis_url(told)) as client:
        linking = Linking(open_unlinking(told, client), open_inventories(told))
        linked = linking.link(person, SecretStr(token))
    whose = f" It is {linked.user}'s." if linked.user else ""
    typer.echo(f"Linked for {person.key}.{whose} From now on you read and write NetBox with it.")


def unlink(account: Account = "") -> None:
    """Remove your own NetBox token."""
    from adapters.redis.connect import connect
    from bot.changing import open_unlinking
    from bot.settings import read_settings, redis_url
    from bot.storing import stored

    person = _person(account)
    with stored(read_settings()) as told, connect(redis_url(told)) as client:
        removed = open_unlinking(told, client).unlink(person)
    typer.echo(f"Removed for {person.key}." if removed else f"No token is linked for {person.key}.")


def forget(person: Annotated[str, typer.Argument(help="An account: <platform>/<workspace or guild>/<id>.")]) -> None:
    """Remove what is kept of a person: turns, listings, changes they asked for, their token. The record of changes stays."""
    from adapters.redis.connect import connect
    from adapters.redis.proposals import RedisProposals
    from adapters.redis.queue import DAY
    from adapters.redis.sessions import RedisSessions
    from bot.changing import open_unlinking
    from bot.settings import read_settings, redis_url
    from bot.storing import stored
    from orchestration.changes.forgetting import Memory
    from orchestration.tools.wording import plural

    author = _person(person)
    with stored(read_settings()) as told, connect(redis_url(told)) as client:
        sessions = RedisSessions(client, told.session_days * DAY)
        gone = Memory(sessions, RedisProposals(client), open_unlinking(told, client)).forget_all(author.key)
    token = ", their token" if gone.token else ""
    typer.echo(
        f"Removed of {author.key}: turns in {plural(gone.threads, 'thread')}, {plural(gone.proposals, 'change')}{token}. The record stays."
    )


def _person(account: str) -> "Author":
    from pydantic import ValidationError

    from adapters.terminal.listener import owner
    from orchestration.messages import Author

    if not account:
        return owner()
    parts = account.split("/")
    try:
        return Author.model_validate(dict(zip(("platform", "place", "id"), parts, strict=True)))
    except (ValueError, ValidationError):
        typer.echo(f"{account} is no account: write <platform>/<workspace or guild>/<id>.", err=True)
        sys.exit(2)
