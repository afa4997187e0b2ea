"""What the program is told by its environment: one frozen Settings, and a sentence for each value that is wrong."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from orchestration.errors import Misconfigured

_HTTP = "an address that begins with http:// or https:// and holds no user name, such as {example}"
_REDIS = "an address such as redis://localhost:6379/0, rediss://..., unix:///run/redis.sock or redis+sentinel://host:26379/mymaster/0"


def _http(given: str) -> str:
    parts = urlsplit(given)
    # `port` raises ValueError for a port that is no number.
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.port == 0 or " " in given:
        raise ValueError(given)
    return given.rstrip("/")


def _netbox(given: str) -> str:
    # People paste the address of the API, or of a page with a query.
    parts = urlsplit(_http(given))
    return f"{parts.scheme}://{parts.netloc}{re.sub(r'/api$', '', parts.path.rstrip('/'))}"


def _redis(given: SecretStr) -> SecretStr:
    parts = urlsplit(given.get_secret_value())
    named = parts.path if parts.scheme == "unix" else parts.netloc
    if parts.scheme not in {"redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel"} or not named:
        raise ValueError(parts.scheme)
    return given


def _proxy(given: SecretStr) -> SecretStr:
    parts = urlsplit(given.get_secret_value())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError(parts.scheme)
    return given


def _one_line(given: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\x21-\x7e]+", given.get_secret_value()):
        raise ValueError
    return given


Http = Annotated[str, AfterValidator(_http)]
Secret = Annotated[SecretStr, AfterValidator(_one_line)]
_SECRET = "one word of plain characters, without spaces or line breaks"  # noqa: S105 - says what a secret must look like


def _setting(name: str, about: str, must: str, default: Any = None, **limits: Any) -> Any:
    """Describe a setting: its variable, what it is for, and how "NAME must be ..." goes on when its value is wrong."""
    return Field(default, validation_alias=name, description=about, json_schema_extra={"must": must}, **limits)


def _state_folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "").strip()
    return (Path(state) if state else Path.home() / ".local" / "state") / "netbot"


class Settings(BaseSettings):
    """Everything that can be set, each by one environment variable; a blank one counts as unset.

    `Settings.model_fields` is the table of them: `validation_alias` is the variable, `description` what it is for.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=True)

    netbox_url: Annotated[str, AfterValidator(_netbox)] | None = _setting(
        "NETBOX_URL", "address of your NetBox", _HTTP.format(example="https://netbox.example.com")
    )
    netbox_token: Secret | None = _setting("NETBOX_TOKEN", "the bot's NetBox token, of either kind", _SECRET)
    netbox_ca_file: Path | None = _setting(
        "NETBOX_CA_FILE", "certificates to trust for a NetBox with a private CA (PEM)", "a path of a file"
    )
    netbox_proxy: Annotated[SecretStr, AfterValidator(_proxy)] | None = _setting(
        "NETBOT_NETBOX_PROXY",
        "the proxy before NetBox; it may hold a user name and password",
        "an address such as http://proxy.example.com:3128",
    )
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = _setting(
        "REDIS_URL", "Redis 6.2 or newer, or Valkey: redis, rediss, unix or redis+sentinel", _REDIS
    )
    openai_api_key: Secret | None = _setting("OPENAI_API_KEY", "key for the language model", _SECRET)
    openai_base_url: Http | None = _setting(
        "OPENAI_BASE_URL", "any OpenAI-compatible server", _HTTP.format(example="https://api.openai.com/v1")
    )
    model_small: str = _setting(
        "NETBOT_MODEL_SMALL", "the language model that reads what the rules do not", "a model's name", "gpt-4o-mini"
    )
    model_timeout: float = _setting(
        "NETBOT_MODEL_TIMEOUT",
        "seconds to wait for one answer of the language model",
        "a number of seconds from 1 to 60",
        15.0,
        ge=1,
        le=60,
    )
    slack_bot_token: Secret | None = _setting("SLACK_BOT_TOKEN", "Slack's xoxb-... token", _SECRET)
    slack_app_token: Secret | None = _setting("SLACK_APP_TOKEN", "Slack's xapp-... token (Socket Mode)", _SECRET)
    slack_signing_secret: Secret | None = _setting("SLACK_SIGNING_SECRET", "proves Slack's requests", _SECRET)
    slack_api_url: Http = _setting(
        "SLACK_API_URL", "Slack's Web API", _HTTP.format(example="https://slack.com/api/"), "https://slack.com/api"
    )
    slack_client_id: str | None = _setting(
        "SLACK_CLIENT_ID", "Slack's client id, for an app that several workspaces install", "the app's client id"
    )
    slack_client_secret: Secret | None = _setting("SLACK_CLIENT_SECRET", "Slack's client secret, likewise", _SECRET)
    slack_threads: Literal["asker", "all"] = _setting(
        "NETBOT_SLACK_THREADS",
        "who needs no mention in a thread of the bot: whoever asked there, or all",
        "asker or all",
        "asker",
    )
    discord_token: Secret | None = _setting("DISCORD_TOKEN", "the Discord bot's token", _SECRET)
    discord_api_url: Http = _setting(
        "DISCORD_API_URL",
        "Discord's API",
        _HTTP.format(example="https://discord.com/api/v10"),
        "https://discord.com/api/v10",
    )
    discord_gateway_url: str | None = _setting(
        "DISCORD_GATEWAY_URL",
        "Discord's gateway, where it is not the API's own",
        "an address that begins with ws:// or wss://",
        pattern=r"^wss?://\S+$",
    )
    discord_shards: int | None = _setting(
        "DISCORD_SHARDS",
        "how many connections to Discord's gateway, in place of as many as it recommends",
        "a number from 1 to 1000",
        ge=1,
        le=1000,
    )
    discord_style: Literal["components", "embeds"] = _setting(
        "NETBOT_DISCORD_STYLE",
        "how answers look in Discord: components of 2025, or the embeds before them",
        "components or embeds",
        "components",
    )
    discord_linking: Literal["on", "off"] = _setting(
        "NETBOT_DISCORD_LINKING", "whether people may link their NetBox tokens from Discord", "on or off", "off"
    )
    policy: Path | None = _setting(
        "NETBOT_POLICY", "the policy: who is answered, who may change what (netbot policy init)", "a path of a file"
    )
    vault_key: Secret | None = _setting(
        "NETBOT_VAULT_KEY",
        "encrypts people's own tokens and seals the record; the same on every machine",
        "one word of at least 32 plain characters",
        min_length=32,
    )
    home: Path = _setting(
        "NETBOT_HOME", "state folder: history, logs, the embedded server's data", "a path of a folder"
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "NETBOT_LOG_LEVEL", "how much the worker logs", "debug, info, warning or error", "info"
    )
    session_days: int = _setting(
        "NETBOT_SESSION_DAYS",
        "days until a silent thread is forgotten",
        "a number of days from 1 to 3650",
        30,
        ge=1,
        le=3650,
    )
    netbox_timeout: float = _setting(
        "NETBOT_NETBOX_TIMEOUT",
        "seconds to wait for one answer of NetBox",
        "a number of seconds from 1 to 120",
        15.0,
        ge=1,
        le=120,
    )

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, given: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value.strip() for name, value in given.items() if isinstance(value, str) and value.strip()}
        kept.setdefault("NETBOT_HOME", str(_state_folder()))
        return {**kept, "NETBOT_HOME": str(Path(kept["NETBOT_HOME"]).expanduser().absolute())}

    def secrets(self) -> tuple[str, ...]:
        """Return every secret that is set, for what must mask them."""
        held = (getattr(self, name) for name in type(self).model_fields)
        return tuple(each.get_secret_value() for each in held if isinstance(each, SecretStr))


class WrongSettings(Misconfigured):
    """Settings that cannot be read.

    Args:
        sentences: one for each wrong value, no secret in any.
    """

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        WrongSettings: a value is wrong; all that are wrong are told.
    """
    try:
        return Settings()
    except ValidationError as wrong:
        sentences = tuple(dict.fromkeys(_sentence(str(each["loc"][0]), each["input"]) for each in wrong.errors()))
        raise WrongSettings(sentences) from None


def redis_url(settings: Settings) -> str:
    """Return the address of the Redis.

    Raises:
        Misconfigured: none is set.
    """
    if settings.redis_url is None:
        raise Misconfigured("REDIS_URL is not set.", "Set it to your Redis, such as redis://localhost:6379/0.")
    return settings.redis_url.get_secret_value()


def _sentence(name: str, given: Any) -> str:
    field = variables()[name]
    extra = field.json_schema_extra
    must = extra["must"] if isinstance(extra, dict) else ""
    # An address may hold a password, a token is one.
    shown = (
        "" if isinstance(given, SecretStr) or "URL" in name or "Secret" in str(field.annotation) else f", not {given!r}"
    )
    return f"{name} must be {must}{shown}."


def variables() -> dict[str, FieldInfo]:
    """Return every setting by its environment variable."""
    return {str(field.validation_alias): field for field in Settings.model_fields.values()}
