"""What the stand-in answers when it refuses, as exceptions that carry status and body.

Refused
├── Invalid       400, errors by field
├── Forbidden     403
├── Missing       404
├── Conflict      409
└── Stale         412
"""

from typing import Any

Errors = dict[str, list[str]]
DENIED = "You do not have permission to perform this action."


class Refused(Exception):
    """A request is not done; `status` and `body` say so to the client."""

    status = 400

    def __init__(self, body: Any, status: int | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(body)
        self.body = body
        self.status = status or type(self).status
        self.headers = headers or {}


class Invalid(Refused):
    """Values do not fit; the body names them by field, `__all__` for what concerns several."""

    @property
    def errors(self) -> Errors:
        """The messages by field."""
        return self.body if isinstance(self.body, dict) else {"__all__": list(self.body)}


class Forbidden(Refused):
    """The token may not do this."""

    status = 403

    def __init__(self, detail: str = DENIED) -> None:
        super().__init__({"detail": detail})


class Missing(Refused):
    """There is no such object, or the token may not see it."""

    status = 404

    def __init__(self, model: str = "") -> None:
        super().__init__({"detail": f"No {model} matches the given query." if model else "Not found."})


class Conflict(Refused):
    """Other objects stand in the way."""

    status = 409


class Stale(Refused):
    """The object is not the one the client read before."""

    status = 412
