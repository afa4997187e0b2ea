"""Asking NetBox over pynetbox's session: what comes back is JSON of the form that was expected, or an error of the tree."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from pynetbox.core.query import ContentError, RequestError

from adapters.netbox.errors import read_json, told
from adapters.netbox.session import NetBoxSession
from orchestration.catalogue.denied import cleaned
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotAllowed, NotOffered

Params = Sequence[tuple[str, str]]
Rows = list[dict[str, Any]]


class Asking:
    """Reads of one NetBox.

    Args:
        session: what sends them.
        api: NetBox's address with /api.
    """

    def __init__(self, session: NetBoxSession, api: str) -> None:
        self._session, self._api = session, api
        self.host = urlsplit(api).netloc

    @property
    def version(self) -> str:
        """The version that NetBox told in its last answer; empty where there was none."""
        return self._session.version

    def get(self, path: str, params: Params = ()) -> Any:
        """Return the JSON at a path below /api/, or its text where it is a drawing."""
        return self._guarded("GET", path, params, _json_or_drawing)

    def options(self, path: str) -> dict[str, Any]:
        """Return what NetBox says of a list to whoever asks how to use it."""
        found: dict[str, Any] = self._guarded("OPTIONS", path, (), _object)
        return found

    def rows(self, about: ObjectType, params: Params) -> tuple[Rows, int]:
        """Return the rows of a list, without what is never shown, and how many fit in all."""
        try:
            body = self._guarded("GET", f"{about.path}/", params, _page)
        except NotOffered:
            raise NotOffered(f"This NetBox has no {about.plural}: it is version {self.version}.") from None
        except NotAllowed as refused:
            raise NotAllowed(f"This token may not see {about.plural}.", refused.advice) from None
        return [cleaned(about.key, row) for row in body["results"]], body["count"]

    def _guarded(self, verb: str, path: str, params: Params, read: Callable[[requests.Response], Any]) -> Any:
        try:
            return read(_well(self._session.request(verb, f"{self._api}/{path}", params=list(params))))
        # Nothing of the exception goes on: its text may hold the token.
        except (OSError, UnicodeError, RequestError, ContentError) as problem:
            raise told(problem, self.host) from None


def _well(response: requests.Response) -> requests.Response:
    if not 200 <= response.status_code < 300:
        raise RequestError(response)
    return response


def _json_or_drawing(response: requests.Response) -> Any:
    if response.headers.get("Content-Type", "").startswith("image/svg"):
        return response.text
    body = read_json(response)
    if body is None:
        raise ContentError(response)
    return body


def _object(response: requests.Response) -> dict[str, Any]:
    body = read_json(response)
    if not isinstance(body, dict):
        raise ContentError(response)
    return body


def _page(response: requests.Response) -> dict[str, Any]:
    body = _object(response)
    if not (isinstance(body.get("results"), list) and isinstance(body.get("count"), int)):
        raise ContentError(response)
    return body
