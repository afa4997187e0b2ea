"""What differs between the versions of NetBox, all of it: live on 4.7, by recorded answers on 4.4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

CHECKED = ("4.4", "4.5", "4.6", "4.7")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one version speaks.

    Args:
        etags: single objects carry an ETag, and If-Match holds for one object and for many.
        whole_bulks: a bulk that names an object that is not there does nothing; before 4.6 such a one was skipped in silence.
        own_user: `authentication-check/` tells whose token it is.
    """

    etags: bool
    whole_bulks: bool
    own_user: bool


def minor(version: str) -> str:
    """Return "4.7" of "4.7.3-Docker-3.2"; an empty text where it is no version."""
    parts = version.strip().split("-")[0].split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and all(part.isdigit() for part in parts[:2]) else ""


def is_checked(version: str) -> bool:
    """Say whether the bot is tested with a version of NetBox."""
    return minor(version) in CHECKED


def dialect(version: str) -> Dialect:
    """Return how a version speaks; one that is not known, as the oldest does, which asks most carefully."""
    known = minor(version)
    number = tuple(int(part) for part in known.split(".")) if known else (0, 0)
    return Dialect(etags=number >= (4, 6), whole_bulks=number >= (4, 6), own_user=number >= (4, 5))


def etag(last_updated: str) -> str:
    """Return the ETag of an object that was last updated at a time as NetBox tells it.

    NetBox makes it from the time in UTC (`ETagMixin._get_etag`), and tells the time in its own zone.
    """
    return f'W/"{datetime.fromisoformat(last_updated).astimezone(UTC).isoformat()}"'


def bulk_reasons(body: object, ids: Sequence[int | None]) -> dict[str, str]:
    """Return why a bulk was refused, by the place of the object among those sent and the field: {"2.vid": "..."}.

    Up to 4.5 a create answers with a list, one entry an object, empty for those that are well, and an update with the reasons of the
    first bad object alone; since then it is {"detail": ..., "errors": [{"index" or "id": ..., "errors": {...}}]}.

    Args:
        body: NetBox's answer.
        ids: of the objects, in the order in which they were sent; None for new ones.
    """
    if isinstance(body, list):
        entries = list(enumerate(body))
    elif isinstance(body, dict) and isinstance(body.get("errors"), list):
        entries = [
            (each["index"] if "index" in each else ids.index(each["id"]), each["errors"]) for each in body["errors"]
        ]
    else:
        return reasons(body)
    found: dict[str, str] = {}
    for place, errors in entries:
        found |= {f"{place}.{name}".rstrip("."): reason for name, reason in reasons(errors).items()}
    return found


def reasons(body: object) -> dict[str, str]:
    """Return the reasons of a refused object by field; "" for those that are of no field."""
    if isinstance(body, dict):
        return {
            ("" if name in ("__all__", "non_field_errors", "detail") else str(name)): _text(reason)
            for name, reason in body.items()
        }
    return {"": _text(body)} if body else {}


def _text(reason: object) -> str:
    if isinstance(reason, list | tuple):
        return " ".join(_text(each) for each in reason)
    if isinstance(reason, dict):
        return " ".join(f"{name}: {_text(each)}" for name, each in reason.items())
    return str(reason)
