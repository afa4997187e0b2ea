"""`netbot slack` and what belongs to it."""

import json
from typing import Annotated

import typer

app = typer.Typer(help="Listen to Slack; see docs/slack.md.", invoke_without_command=True, rich_markup_mode=None)

Address = Annotated[
    str, typer.Option(help="Where Slack reaches the bot over HTTPS, for HTTP mode: https://bot.example.com")
]


@app.callback()
def listen(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Take HTTP requests in place of opening sockets.")] = False,
    host: Annotated[str, typer.Option(help="Where to take them.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to take them.")] = 3000,
) -> None:
    """Listen to Slack: over sockets (Socket Mode), which need no address of your own, or by HTTP.

    Needs NETBOX_URL, REDIS_URL, SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (sockets) or SLACK_SIGNING_SECRET (HTTP). Start as many as you like.
    Answers come from `netbot worker`.
    """
    if context.invoked_subcommand is not None:
        return
    from bot.logs import configure_logs
    from bot.settings import read_settings
    from bot.slack_app import listen as listen_to_slack

    settings = read_settings()
    configure_logs(settings.log_level, settings.secrets())
    listen_to_slack(settings, http=http, host=host, port=port)


@app.command()
def manifest(
    name: Annotated[str, typer.Option(help="What the app is called in Slack.")] = "NetBox",
    http: Address = "",
) -> None:
    """Print the app's manifest, to create the app from at api.slack.com/apps."""
    from adapters.slack.manifest import manifest as made

    typer.echo(json.dumps(made(name, http.rstrip("/") or None), indent=2))
