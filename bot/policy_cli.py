"""`netbot policy`: write a policy to begin with, check one, show what somebody may."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.changes.policy import Policy

app = typer.Typer(help="Who is answered, and who may change what.", no_args_is_help=True, rich_markup_mode=None)

File = Annotated[Path | None, typer.Option(help="The policy file; NETBOT_POLICY unless told.")]


@app.command()
def init(path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("netbot-policy.toml")) -> None:
    """Write a commented policy to begin with; a file that is there is left alone."""
    from orchestration.changes.policy_starter import starter

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter())
    except OSError as wrong:
        typer.echo(f"{path} is not written: {wrong.strerror}.", err=True)
        sys.exit(1)
    typer.echo(
        f"Written to {path}. Edit it, check it with `netbot policy check --file {path}`, and set NETBOT_POLICY={path.absolute()}."
    )


@app.command()
def check(file: File = None) -> None:
    """Say what is wrong in a policy, by line; exit status 1 when something is."""
    from orchestration.changes.policy_file import WrongPolicy
    from orchestration.tools.wording import plural

    try:
        policy, path = _read(file)
    except WrongPolicy as wrong:
        for line, told in wrong.faults:
            typer.echo(f"line {line}: {told}", err=True)
        sys.exit(1)
    answered = "is" if len(policy.places) == 1 else "are"
    counts = (
        f"{plural(len(policy.places), 'place')} {answered} answered",
        plural(len(policy.grants), "grant"),
        plural(len(policy.people), "person", "people"),
    )
    typer.echo(f"{path or 'No file'}: nothing wrong. {', '.join(counts)}.")


@app.command()
def show(
    person: Annotated[str, typer.Argument(help="A person of the policy, or an account: slack/T1/U1.")],
    file: File = None,
) -> None:
    """Show what somebody may, where."""
    from orchestration.changes.policy_words import accounts_of, described

    policy, _ = _read(file)
    accounts = accounts_of(policy, person)
    if not accounts:
        typer.echo(
            f"The policy knows no {person}. Accounts are written <platform>/<workspace or guild>/<id>.", err=True
        )
        sys.exit(1)
    for account in accounts:
        for line in described(policy, account):
            typer.echo(line)


def _read(file: Path | None) -> "tuple[Policy, Path | None]":
    from bot.changing import open_policy
    from bot.settings import read_settings
    from orchestration.catalogue.loading import load

    settings = read_settings()
    chosen = settings if file is None else settings.model_copy(update={"policy": file})
    return open_policy(chosen, load()), chosen.policy
