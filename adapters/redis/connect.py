"""From an address to a client, and from the vendor's errors to ours."""

import contextlib
import ssl
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from redis import Redis, exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import MasterNotFoundError, Sentinel

from orchestration.errors import Misconfigured, NetbotError, StoreUnavailable

PATIENCE = 5.0
CONNECT_WITHIN = 2.0


def connect(url: str, patience: float = PATIENCE) -> Redis:
    """Return a client of the Redis at an address; it connects when it is first used.

    Args:
        url: redis://, rediss://, unix:// or, through Sentinel, redis+sentinel://host:port,host:port/service/db. An encrypted one
            may name the certificates to trust: ?ssl_ca_certs=/path.pem.
        patience: seconds to wait for an answer; more than the longest a blocking command of this client waits.

    Returns:
        A client that answers in bytes.

    Raises:
        Misconfigured: it is no such address.
    """
    options = {
        "socket_timeout": patience,
        "socket_connect_timeout": min(CONNECT_WITHIN, patience),
        # Once more at once, for connections that were idle while the server was started anew. Never after a timeout: the
        # command may have been carried out. The library's own default are ten retries with back-off.
        "retry": Retry(NoBackoff(), 1, (exceptions.ConnectionError,)),
        # What protocol 3 adds is not used, and costs a handshake for each connection of each short-lived work horse.
        "protocol": 2,
        "driver_info": None,
    }
    try:
        scheme = urlsplit(url).scheme
        if scheme in {"redis+sentinel", "rediss+sentinel"}:
            return _through_sentinel(url, options)
        return Redis.from_url(url, **options)
    except ValueError as wrong:
        raise Misconfigured(
            "REDIS_URL is not the address of a Redis.",
            "Write redis://host:6379/0, rediss://..., unix:///path or redis+sentinel://host:26379/service/0.",
        ) from wrong


def _through_sentinel(url: str, options: dict[str, object]) -> Redis:
    parts = urlsplit(url)
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    service, _, database = parts.path.strip("/").partition("/")
    named = [urlsplit(f"//{each}") for each in hosts.split(",")]
    watchers = [(each.hostname, each.port or 26379) for each in named]
    if not service or not all(host for host, _ in watchers):
        raise ValueError(parts.scheme)
    trusted = parse_qs(parts.query).get("ssl_ca_certs", [None])[0]
    secure = {"ssl": True, "ssl_ca_certs": trusted} if parts.scheme == "rediss+sentinel" else {}
    login = {"username": unquote(user) or None, "password": unquote(password) or None}
    watched = Sentinel(watchers, sentinel_kwargs={**options, **secure}, **options, **secure, **login)  # type: ignore[no-untyped-call]
    client: Redis = watched.master_for(service, db=int(database or 0))  # type: ignore[no-untyped-call]
    return client


# The first that fits counts: what is more particular stands before what it derives from.
ERRORS: tuple[tuple[type[Exception], type[NetbotError], str, str], ...] = (
    (exceptions.AuthenticationError, Misconfigured, "Redis refuses the password.", "Check REDIS_URL."),
    (exceptions.AuthorizationError, Misconfigured, "Redis refuses the user.", "Check REDIS_URL."),
    (exceptions.AuthenticationWrongNumberOfArgsError, Misconfigured, "Redis refuses the password.", "Check REDIS_URL."),
    (exceptions.ExternalAuthProviderError, Misconfigured, "Redis refuses the user.", "Check REDIS_URL."),
    (
        exceptions.NoPermissionError,
        Misconfigured,
        "The user of REDIS_URL may not do what is needed.",
        "Give it all commands and keys.",
    ),
    (exceptions.ClusterError, Misconfigured, "REDIS_URL is a Redis cluster.", "Use one Redis, or Sentinel."),
    (exceptions.AskError, Misconfigured, "REDIS_URL is a Redis cluster.", "Use one Redis, or Sentinel."),
    (exceptions.TryAgainError, Misconfigured, "REDIS_URL is a Redis cluster.", "Use one Redis, or Sentinel."),
    (exceptions.ClusterCrossSlotError, Misconfigured, "REDIS_URL is a Redis cluster.", "Use one Redis, or Sentinel."),
    (exceptions.BusyLoadingError, StoreUnavailable, "Redis is still loading its data.", "Try again in a moment."),
    (
        exceptions.MaxConnectionsError,
        StoreUnavailable,
        "Too many connections to Redis are open.",
        "Try again in a moment.",
    ),
    (
        MasterNotFoundError,
        StoreUnavailable,
        "Sentinel knows no Redis of that name that is up.",
        "Check REDIS_URL and the Sentinels.",
    ),
    (
        exceptions.ReadOnlyError,
        StoreUnavailable,
        "Redis takes no writes: it is a replica.",
        "Let REDIS_URL name the primary.",
    ),
    (exceptions.OutOfMemoryError, StoreUnavailable, "Redis is full.", "Give it more memory."),
    (
        exceptions.TimeoutError,
        StoreUnavailable,
        "Redis does not answer in time.",
        "Check that it runs and can be reached.",
    ),
    (exceptions.ConnectionError, StoreUnavailable, "Redis does not answer.", "Check that it runs and can be reached."),
    (
        exceptions.RedisError,
        StoreUnavailable,
        "Redis does not take a command.",
        "Redis 6.2 or newer, or Valkey, is needed.",
    ),
)


@contextlib.contextmanager
def store_errors() -> Iterator[None]:
    """Turn what the vendor raises into the tree of errors.py; to be used around a block or on a function.

    Raises:
        StoreUnavailable: Redis is away or sick.
        Misconfigured: it is there, but not with these settings.
    """
    try:
        yield
    except tuple(each for each, *_ in ERRORS) as error:
        raise translated(error) from error


def translated(error: Exception) -> NetbotError:
    """Return our error for one of the vendor's; the vendor's text stays out, for it may hold an address."""
    if _is_untrusted(error):
        return Misconfigured(
            "The certificate of Redis is not trusted.",
            "Add ?ssl_ca_certs=/path.pem to REDIS_URL, with the certificate of the authority that signed it.",
        )
    for vendor, ours, text, advice in ERRORS:
        if isinstance(error, vendor):
            return ours(text, advice)
    raise TypeError(type(error).__name__)


def _is_untrusted(error: BaseException | None) -> bool:
    # The library tells it as a lost connection; what it was about stands behind that.
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
