"""The filters that one NetBox is known to know: proven once for each version, by whichever worker asks first."""

import threading
import time
from collections.abc import Iterable

from orchestration.catalogue.types import ObjectType
from orchestration.errors import StoreUnavailable
from orchestration.ports import Cache

DAYS = 7 * 24 * 3600.0
# A custom field may be deleted at any time, and its filter is ignored from then on.
CUSTOM_SECONDS = 300.0


class Proven:
    """What is proven of one NetBox, shared by the turns of a process and, by the cache, by all workers.

    Args:
        cache: where it is kept beyond the process; None for nowhere.
        instance: which NetBox.
    """

    def __init__(self, cache: Cache | None, instance: str) -> None:
        self._cache, self._instance = cache, instance
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}
        self._version = ""

    @property
    def version(self) -> str:
        """The version of NetBox as its last answer told it; empty where none has."""
        if not self._version:
            self._version = (self._kept("version") or b"").decode()
        return self._version

    def seen(self, version: str) -> None:
        """Take in what an answer tells of the version; what was proven of another says nothing of it."""
        with self._lock:
            if not version or version == self._version:
                return
            self._version = version
            self._until.clear()
        self._keep("version", version.encode(), DAYS)

    def missing(self, about: ObjectType, params: Iterable[tuple[str, str]]) -> list[str]:
        """Return the filters of a question that are still to be proven."""
        return [
            param for param in dict.fromkeys(name for name, _ in params) if not self._holds(self._name(about, param))
        ]

    def keep(self, about: ObjectType, param: str) -> None:
        """Note that a filter is proven."""
        seconds = CUSTOM_SECONDS if param.startswith("cf_") else DAYS
        name = self._name(about, param)
        self._until[name] = time.monotonic() + seconds
        self._keep(name, b"1", seconds)

    def _name(self, about: ObjectType, param: str) -> str:
        return f"{self.version}|{about.key}|{param}"

    def _holds(self, name: str) -> bool:
        if self._until.get(name, 0.0) > time.monotonic():
            return True
        if self._kept(name) is None:
            return False
        # How long it still holds elsewhere is not told: it is looked up again before long.
        self._until[name] = time.monotonic() + CUSTOM_SECONDS
        return True

    def _kept(self, name: str) -> bytes | None:
        try:
            return self._cache.get(self._key(name)) if self._cache else None
        except StoreUnavailable:
            return None

    def _keep(self, name: str, value: bytes, seconds: float) -> None:
        try:
            if self._cache:
                self._cache.put(self._key(name), value, seconds, [f"{self._instance}|proofs"])
        except StoreUnavailable:
            return

    def _key(self, name: str) -> str:
        return f"proof|{self._instance}|{name}"
