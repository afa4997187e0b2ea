"""`netbot discord` and what belongs to it."""

from typing import Annotated

import typer

app = typer.Typer(help="Listen to Discord; see docs/discord.md.", invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def listen(context: typer.Context) -> None:
    """Listen to Discord's gateway.

    Needs NETBOX_URL, REDIS_URL and DISCORD_TOKEN. Start one: Discord tells every one of them everything. Answers come from `netbot worker`.
    """
    if context.invoked_subcommand is not None:
        return
    from bot.discord_app import listen as listen_to_discord
    from bot.logs import configure_logs
    from bot.settings import read_settings

    settings = read_settings()
    configure_logs(settings.log_level, settings.secrets())
    listen_to_discord(settings)


@app.command()
def invite(
    application: Annotated[
        str, typer.Option(help="The application's id; asked of Discord with DISCORD_TOKEN unless told.")
    ] = "",
) -> None:
    """Print the link that invites the bot to a guild, with the least permissions."""
    from adapters.discord.health import examine
    from adapters.discord.invite import invite as made
    from bot.settings import read_settings
    from orchestration.errors import Misconfigured

    settings = read_settings()
    if not application and settings.discord_token is None:
        raise Misconfigured("DISCORD_TOKEN is not set.", "Set it, or tell the application's id with --application.")
    if not application and settings.discord_token is not None:
        application = examine(settings.discord_token.get_secret_value(), settings.discord_api_url).application
    typer.echo(made(application))
