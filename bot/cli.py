"""The commands. Each imports what it needs when it runs, so that `netbot --help` is there at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import audit_cli, discord_cli, link_cli, policy_cli, slack_cli
from orchestration.errors import Misconfigured, NetbotError

app = typer.Typer(
    name="netbot",
    help="Ask NetBox from a chat thread, and change it after a confirmed preview.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line, and nothing else.")]


@app.command()
def demo(
    picture: Annotated[Path | None, typer.Option(help="Show the tour and draw it into this file (SVG).")] = None,
) -> None:
    """Talk to a NetBox of an invented company; without a terminal, show a tour and leave.

    Starts an embedded Redis, a NetBox stand-in and a worker, which end with it. With NETBOX_URL set it is that NetBox you talk to.
    """
    from bot.talking import demonstrate

    sys.exit(demonstrate(picture))


@app.command()
def chat(
    json: Json = False,
    session: Annotated[str, typer.Option(help="Go on with the thread of this name; a new one unless told.")] = "",
) -> None:
    """Talk to NetBox in this terminal.

    What REDIS_URL and NETBOX_URL leave unset is started: an embedded Redis, a NetBox stand-in. Several chats share them.
    With --json it reads {"session": ID, "say": TEXT} or {"session": ID, "click": REF} a line and prints a line for each.
    """
    from bot.talking import talk, talk_json

    if json:
        talk_json()
    else:
        talk(session)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask; quote it.")],
    json: Json = False,
) -> None:
    """Ask one question and leave.

    Exit status: 0 answered, 2 not understood or asked back, 1 failed or refused.
    """
    from bot.talking import ask_once

    sys.exit(ask_once(question, as_json=json))


@app.command()
def worker() -> None:
    """Answer what comes in, from the terminal and the chat platforms; needs NETBOX_URL and REDIS_URL.

    Logs to standard error, one JSON object a line. Run as many as you like, on any machine that reaches the same Redis.
    """
    from bot.worker import work

    work()


@app.command()
def standin(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; any free one unless told.")] = 0,
    load: Annotated[
        Path | None, typer.Option(help="Objects to hold in place of the invented company (JSON, or JSON in gzip).")
    ] = None,
    reader_tenant: Annotated[
        str | None, typer.Option(help="Slug of the tenant whose sites and devices the reader's token sees.")
    ] = None,
) -> None:
    """Serve a NetBox stand-in, for trying and testing; prints its address and tokens when it answers."""
    from bot.demo.standin import run

    try:
        run(port, load, reader_tenant)
    except (OSError, ValueError) as wrong:
        what = str(load) if load else f"127.0.0.1:{port}"
        raise Misconfigured(
            f"The stand-in cannot be served from {what}: {getattr(wrong, 'strerror', None) or wrong}."
        ) from wrong


@app.command()
def redis(folder: Annotated[Path, typer.Argument(help="Where its data is kept.")]) -> None:
    """Serve the embedded Redis on its own, for a Procfile; prints REDIS_URL when it answers."""
    from bot.serving import serve_redis

    serve_redis(folder)


@app.command()
def doctor(
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Hold the catalogue against the NetBox too, and prove its filters.")
    ] = False,
) -> None:
    """Check every setting and server that is needed, a sentence each; exit status 1 when something is wrong."""
    from bot.doctor import diagnose

    sys.exit(diagnose(catalogue=catalogue))


app.add_typer(policy_cli.app, name="policy")
app.add_typer(slack_cli.app, name="slack")
app.add_typer(discord_cli.app, name="discord")
app.command()(audit_cli.audit)
app.command()(link_cli.link)
app.command()(link_cli.unlink)
app.command()(link_cli.forget)


def main() -> None:
    """Run a command; whatever goes wrong is a sentence on standard error, never a traceback."""
    try:
        app()
    except NetbotError as known:
        typer.echo(known.sentence, err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read the output has left; nothing is to be flushed to them when the interpreter ends.
        sys.stdout = None
        sys.exit(1)


if __name__ == "__main__":
    main()
