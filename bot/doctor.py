"""`netbot doctor`: checks every setting and server that is needed, and says of each in a sentence how it is and what to do."""

import contextlib
import os
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from adapters.discord.health import Health as DiscordHealth
from adapters.discord.health import examine as examine_discord
from adapters.netbox.versions import CHECKED, is_checked
from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.health import count_workers, examine
from adapters.slack.health import examine as examine_slack
from adapters.slack.health import opens_sockets
from bot.bootstrap import QUEUE, open_inventories
from bot.catalogue_doctor import examine_catalogue
from bot.changing import open_policy
from bot.finding import Finding
from bot.modelling import open_model, open_rests
from bot.settings import Settings, WrongSettings, read_settings
from orchestration.agents.intent import FORM
from orchestration.catalogue.loading import load
from orchestration.errors import ModelUnusable, NetbotError, NotAllowed
from orchestration.ports import Inventory, Query

MOST_SKEW = 5.0
# That it answers is enough to know.
_FEW_TOKENS = 16
_LOOKED_AT = {"dcim.site": "sites", "dcim.device": "devices", "ipam.prefix": "prefixes", "ipam.vlan": "VLANs"}


def diagnose(*, catalogue: bool = False) -> int:
    """Print what every check came to.

    Args:
        catalogue: hold the catalogue against the NetBox too.

    Returns:
        The exit status: 1 when something is wrong.
    """
    wrong = False
    for finding in findings(catalogue=catalogue):
        print(f"{finding.level:<5}  {finding.text}", flush=True)
        wrong = wrong or finding.level == "wrong"
    return int(wrong)


def findings(*, catalogue: bool = False) -> Iterator[Finding]:
    """Check everything, what others stand on first."""
    try:
        settings = read_settings()
    except WrongSettings as wrong:
        yield from (Finding("wrong", sentence) for sentence in wrong.sentences)
        return
    yield Finding("ok", "The settings can be read.")
    for check in (_folder, _redis, _certificates, _netbox, _slack, _discord, _model):
        yield from _carefully(check, settings)
    if catalogue and settings.netbox_url is not None:
        yield from _carefully(examine_catalogue, settings)


def _carefully(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    """Do a check; what it runs into is told in the words in which the chat tells it."""
    try:
        yield from check(settings)
    except NetbotError as known:
        yield Finding("wrong", known.sentence)


def _folder(settings: Settings) -> Iterator[Finding]:
    place = settings.home
    while not place.exists():
        place = place.parent
    if os.access(place, os.W_OK | os.X_OK) and place.is_dir():
        yield Finding("ok", f"The state folder {settings.home} can be written.")
    else:
        yield Finding("wrong", f"The state folder {settings.home} cannot be written. Set NETBOT_HOME to another.")


def _redis(settings: Settings) -> Iterator[Finding]:
    if settings.redis_url is None:
        yield Finding("note", "REDIS_URL is not set: demo, chat and ask start a Redis of their own; worker needs one.")
        with tempfile.TemporaryDirectory(prefix="netbot-") as folder, Embedded(Path(folder)) as server:
            yield from _health(server.url, "The embedded Redis starts")
    else:
        url = settings.redis_url.get_secret_value()
        yield from _health(url, "Redis answers")
        yield _workers(url)


def _health(url: str, answers: str) -> Iterator[Finding]:
    with closing(connect(url)) as client:
        health = examine(client)
    if not health.new_enough:
        yield Finding("wrong", f"REDIS_URL is a {health.name}. Redis 6.2 or newer, or Valkey, is needed.")
        return
    yield Finding("ok", f"{answers}: {health.name}.")
    if health.evicts:
        yield Finding(
            "wrong", "Redis throws keys away when its memory is full. Set its maxmemory-policy to noeviction."
        )
    if not health.persists:
        yield Finding(
            "note", "Redis writes no append-only file: questions may be lost when it restarts. Set appendonly yes."
        )
    if abs(health.skew) > MOST_SKEW:
        yield Finding(
            "wrong", f"The clocks of Redis and this machine differ by {abs(health.skew):.0f} s. Set them by NTP."
        )


def _workers(url: str) -> Finding:
    with closing(connect(url)) as client:
        count = count_workers(client, QUEUE)
    if not count:
        return Finding("wrong", "No worker answers: what is asked waits. Start one with `netbot worker`.")
    return Finding("ok", f"{count} {'worker answers' if count == 1 else 'workers answer'}.")


def _certificates(settings: Settings) -> Iterator[Finding]:
    if settings.netbox_ca_file is None:
        return
    try:
        ssl.create_default_context(cafile=str(settings.netbox_ca_file))
    except (OSError, ssl.SSLError):
        yield Finding(
            "wrong", f"NETBOX_CA_FILE {settings.netbox_ca_file} holds no certificates that can be read (PEM)."
        )
    else:
        yield Finding("ok", "NETBOX_CA_FILE holds certificates.")


def _netbox(settings: Settings) -> Iterator[Finding]:
    if settings.netbox_url is None:
        yield Finding("note", "NETBOX_URL is not set: demo, chat and ask talk to a stand-in; worker needs it.")
        return
    if settings.netbox_token is None:
        yield Finding("wrong", "NETBOX_TOKEN is not set. Make a token in NetBox (your name, API Tokens) and set it.")
        return
    with open_inventories(settings).open(None, "doctor") as inventory:
        version = str(inventory.fetch("status/").body.get("netbox-version", "")).split("-")[0]
        yield Finding("ok", f"NetBox {version} answers at {settings.netbox_url}, and takes the token.")
        if not is_checked(version):
            yield Finding("note", f"NetBox {version} is not checked: {CHECKED[0]} to {CHECKED[-1]} are.")
        yield from _rights(inventory)


def _rights(inventory: Inventory) -> Iterator[Finding]:
    """Say what the token sees and may create; what it may not even list, it sees none of."""
    seen = [f"{total} {name}" for key, name in _LOOKED_AT.items() if (total := _total(inventory, key))]
    if seen:
        yield Finding("ok", f"The token sees {', '.join(seen)}.")
    else:
        yield Finding(
            "note", "The token sees nothing: NetBox is empty, or the token's permissions leave nothing to see."
        )
    creatable = [name for key, name in _LOOKED_AT.items() if inventory.options(key)]
    if creatable:
        yield Finding("ok", f"The token may create {', '.join(creatable)}.")
    else:
        yield Finding("note", "The token may only read: changes will be refused.")


def _total(inventory: Inventory, key: str) -> int:
    try:
        return inventory.list(Query(type=key, fields=("id",), limit=1)).total
    except NotAllowed:
        return 0


def _slack(settings: Settings) -> Iterator[Finding]:
    if settings.slack_bot_token is None:
        yield Finding("note", "SLACK_BOT_TOKEN is not set: nothing is answered in Slack.")
        return
    found = examine_slack(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    yield Finding("ok", f"Slack takes the token: {found.bot} in {found.team}.")
    for scope, reason in (found.lacking or {}).items():
        yield Finding(
            "wrong",
            f"The Slack app lacks the scope {scope}, {reason}. Update it from `netbot slack manifest` and install it again.",
        )
    if found.lacking == {}:
        yield Finding("ok", "The Slack app has every scope it needs.")
    if found.channels is not None:
        yield _membership(found.channels)
    if settings.slack_app_token is not None:
        opens_sockets(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
        yield Finding("ok", "Slack opens sockets for SLACK_APP_TOKEN.")
    elif settings.slack_signing_secret is None:
        text = "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set: `netbot slack` cannot listen."
        yield Finding("wrong", text)
    if settings.policy is None:
        yield Finding(
            "wrong", "NETBOT_POLICY is not set: nobody in Slack is answered. Write one with `netbot policy init`."
        )


def _model(settings: Settings) -> Iterator[Finding]:
    """Ask the model once, with the real form: that tells address, key, model and whether it takes the form, all at once."""
    model = open_model(settings, most_tokens=_FEW_TOKENS)
    if model is None:
        text = "OPENAI_API_KEY is not set: messages are read by rules alone."
        if settings.openai_base_url is not None:
            text += " A server that needs no key takes any word for one."
        yield Finding("note", text)
        return
    left = _rest_of_model(settings)
    if left:
        yield Finding(
            "note", f"The language model failed a while ago: workers go on without it for another {left:.0f} s."
        )
    with contextlib.suppress(ModelUnusable):  # An answer that is cut is one all the same.
        model.fill("intent", FORM, "Fill the form.", ['{"message":"hello"}'])
    again = " Workers ask it again from now on." if left else ""
    _rest_of_model(settings, ends=True)
    yield Finding("ok", f"The language model {settings.model_small} answers, and takes the form.{again}")


def _rest_of_model(settings: Settings, *, ends: bool = False) -> float:
    """Return the seconds for which workers leave the model alone, or end that; 0 where there is no Redis to know it from."""
    if settings.redis_url is None:
        return 0.0
    with closing(connect(settings.redis_url.get_secret_value())) as client:
        rests = open_rests(settings, client)
        left = rests.told()
        if ends:
            rests.well()
        return left


def _membership(channels: tuple[str, ...]) -> Finding:
    if not channels:
        return Finding("note", "The Slack app is in no channel: invite it with /invite, or write to it directly.")
    shown = ", ".join(f"#{each}" for each in channels[:5])
    more = f" and {len(channels) - 5} more" if len(channels) > 5 else ""
    return Finding("ok", f"The Slack app is in {shown}{more}.")


def _discord(settings: Settings) -> Iterator[Finding]:
    if settings.discord_token is None:
        yield Finding("note", "DISCORD_TOKEN is not set: nothing is answered in Discord.")
        return
    found = examine_discord(settings.discord_token.get_secret_value(), settings.discord_api_url)
    yield Finding("ok", f"Discord takes the token: {found.bot}.")
    if found.reads_all is False:
        text = "Discord grants no message contents: people mention the bot in its threads, or use /netbox ask. Message Content Intent changes that."
        yield Finding("note", text)
    if found.public:
        text = "The Discord bot is public: anybody may invite it. Switch Public Bot off at discord.com/developers, Bot."
        yield Finding("note", text)
    if found.elsewhere:
        text = "Discord sends commands and presses to an Interactions Endpoint URL: clear it, or none of them reaches the bot."
        yield Finding("wrong", text)
    yield from _guilds(settings, found)


def _guilds(settings: Settings, found: DiscordHealth) -> Iterator[Finding]:
    """Say where the bot is, what it lacks there, and whether the policy answers anybody there."""
    if settings.policy is None:
        text = "NETBOT_POLICY is not set: nobody in Discord is answered. Write one with `netbot policy init`."
        yield Finding("wrong", text)
        return
    if found.guilds == ():
        yield Finding("note", "The Discord bot is in no guild: invite it with the link of `netbot discord invite`.")
    policy = open_policy(settings, load())
    for guild in found.guilds or ():
        if not policy.lists("discord", guild.id):
            yield Finding(
                "note", f"The Discord bot is in {guild.name}, which the policy does not list: nobody there is answered."
            )
            continue
        yield Finding("ok", f"The Discord bot is in {guild.name}.")
        for name, reason in guild.lacking.items():
            yield Finding("wrong", f"In {guild.name} the bot lacks the permission {name}: with it, it {reason}.")
