"""`orchestration.ports.Inventories`: opens NetBox for somebody."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import pynetbox
from requests.adapters import HTTPAdapter

from adapters.netbox.asking import Asking
from adapters.netbox.freshness import LOG_SECONDS, Freshness
from adapters.netbox.inventory import NetBoxInventory
from adapters.netbox.keeping import OWN_TOKEN_SECONDS, Keeping
from adapters.netbox.meter import Counting
from adapters.netbox.proven import DAYS, Proven
from adapters.netbox.session import NetBoxSession
from adapters.netbox.writing import Writing
from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import Misconfigured
from orchestration.ports import Cache, Gate

# As many as the gate lets through at once.
CONNECTIONS = 10


class NetBoxInventories:
    """Opens one NetBox, for one identity and one turn at a time.

    Args:
        url: of NetBox, without /api.
        token: the bot's own; None where it has none.
        catalogue: all object types.
        gate: before every request; None for none.
        cache: where answers and proofs are kept; None for nowhere.
        ca_file: certificates to trust in place of the usual ones.
        proxies: by scheme.
        connect: seconds to wait for a connection.
        read: seconds to wait for each part of an answer.
        log_every: seconds after which NetBox's log is asked whether what is kept still holds.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        catalogue: Catalogue,
        *,
        gate: Gate | None = None,
        cache: Cache | None = None,
        ca_file: str | None = None,
        proxies: Mapping[str, str] | None = None,
        connect: float = 3.0,
        read: float = 30.0,
        log_every: float = LOG_SECONDS,
    ) -> None:
        self._url, self._token, self._catalogue = url.rstrip("/"), token, catalogue
        self._gate, self._cache, self._log_every = gate, cache, log_every
        self._session = partial(
            NetBoxSession, gate=gate, limits=(connect, read), verify=ca_file or True, proxies=proxies
        )
        self._proven = Proven(cache, self._url)
        self._pool, self._process = HTTPAdapter(pool_maxsize=CONNECTIONS), os.getpid()

    @contextmanager
    def open(self, token: str | None, correlation: str, *, kept: bool = True) -> Iterator[NetBoxInventory]:
        """Open NetBox with a token (None: the bot's own) for one turn; requests carry the correlation id.

        Args:
            token: whose rights are used.
            correlation: id of the turn.
            kept: whether answers are kept, and given again.

        Raises:
            Misconfigured: there is no token.
        """
        used = token or self._token
        if not used:
            raise Misconfigured(
                "NETBOX_TOKEN is not set.", "Make a token in NetBox (your name, API Tokens) and set it."
            )
        counting = Counting()
        start = partial(self._session, token=used, counting=counting, correlation=correlation)
        api = pynetbox.api(self._url, token=used)
        api.http_session = start(pool=self._connections())
        asking = Asking(api.http_session, api.base_url)
        digest = hashlib.sha256(f"{self._url}\n{used}".encode()).hexdigest()[:16]
        keeping = Keeping(self._cache if kept else None, self._url, digest, OWN_TOKEN_SECONDS if token else DAYS)
        yield NetBoxInventory(
            asking=asking,
            proving=Asking(start(pool=self._connections(), proving=True), api.base_url),
            writing=Writing(lambda: start(pool=HTTPAdapter(pool_connections=1, pool_maxsize=1)), asking, api.base_url),
            catalogue=self._catalogue,
            proven=self._proven,
            keeping=keeping,
            freshness=Freshness(asking, self._catalogue, keeping, self._log_every),
            counting=counting,
        )

    def _connections(self) -> HTTPAdapter:
        """Return the connections of this process: two processes on one connection would read each other's answers."""
        if self._process != os.getpid():
            self._pool, self._process = HTTPAdapter(pool_maxsize=CONNECTIONS), os.getpid()
        return self._pool
