"""The session that pynetbox uses: time limits, retries of reads, the gate, the meter, and the headers of every request."""

import contextlib
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol

import requests
from pynetbox.core.query import TOKEN_PREFIX
from requests.adapters import HTTPAdapter

from adapters.netbox.meter import Counting
from orchestration.ports import Gate

# Only what changes nothing is asked again, and only where nobody may have answered: not where NetBox is slow.
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
BUSY = frozenset((429, 502, 503, 504))
PAUSES = (0.1, 0.4)
# A person waits: what cannot be answered within this is told.
PATIENCE = 8.0


class Pause(Protocol):
    """Waits for some seconds."""

    def __call__(self, seconds: float, /) -> None:
        """Wait."""


class NetBoxSession(requests.Session):
    """A session for one identity and one turn.

    Args:
        token: as NetBox shows it when it is made.
        pool: holds the connections; shared by the sessions of a process.
        gate: before every request.
        counting: the turn's meter.
        correlation: the turn's id.
        limits: seconds to wait for the connection, and for each part of an answer.
        verify: a file of certificates to trust, or True for those of certifi.
        proxies: by scheme.
        proving: whether its requests are proofs of filters, which are counted apart.
        pause: waits between two tries.
    """

    def __init__(
        self,
        *,
        token: str,
        pool: HTTPAdapter,
        gate: Gate | None,
        counting: Counting,
        correlation: str,
        limits: tuple[float, float],
        verify: str | bool = True,
        proxies: Mapping[str, str] | None = None,
        proving: bool = False,
        pause: Pause = time.sleep,
    ) -> None:
        super().__init__()
        self.version = ""
        self._gate, self._counting, self._limits, self._proving, self._pause = gate, counting, limits, proving, pause
        # A .netrc would be sent in place of the token, and proxies come by the settings.
        self.trust_env = False
        self.verify = verify
        self.proxies.update(proxies or {})
        # Nobody logs in here: a cookie would only mix two identities.
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.mount("https://", pool)
        self.mount("http://", pool)
        self.headers.update(
            {
                "Authorization": f"{'Bearer' if token.startswith(TOKEN_PREFIX) else 'Token'} {token}",
                "Accept": "application/json",
                "User-Agent": "netbox-chatops",
                "X-Correlation-ID": correlation,
            }
        )

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a request; a read that found nobody, or a busy server, is tried again within the person's patience."""
        # Never followed: a token would go where nobody set it, and a POST would become a GET.
        kwargs |= {"timeout": self._limits, "allow_redirects": False}
        until = time.monotonic() + PATIENCE
        for pause in PAUSES if request.method in SAFE else ():
            wait = pause
            try:
                response = self._once(request, **kwargs)
            except requests.ConnectionError as problem:
                if isinstance(problem, requests.exceptions.SSLError | requests.exceptions.ProxyError):
                    raise
                if time.monotonic() + wait > until:
                    raise
            else:
                asked = response.headers.get("Retry-After", "")
                wait = max(wait, float(asked)) if asked.isdigit() else wait
                if response.status_code not in BUSY or time.monotonic() + wait > until:
                    return response
            self._pause(wait)
        return self._once(request, **kwargs)

    def _once(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        with self._entered(), self._counting.request(proof=self._proving):
            response = super().send(request, **kwargs)
        if not self._proving and (request_id := response.headers.get("X-Request-ID")):
            self._counting.answered(request_id)
        self.version = response.headers.get("API-Version", self.version)
        return response

    def _entered(self) -> AbstractContextManager[None]:
        return contextlib.nullcontext() if self._gate is None else self._gate.entered()
