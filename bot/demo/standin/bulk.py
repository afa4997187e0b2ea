"""Several objects in one request: all of them or none, with errors for each as NetBox 4.7 gives them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.demo.standin.deletion import Protected
from bot.demo.standin.errors import Invalid, Refused
from bot.demo.standin.store import Store

Entry = dict[str, Any]


def atomically(store: Store, work: Callable[[], Any]) -> Any:
    """Do some work on the store, or nothing of it where it fails."""
    store.begin()
    try:
        done = work()
    except Exception:
        store.roll_back()
        raise
    store.commit()
    return done


def each(
    store: Store, entries: list[Entry], work: Callable[[Entry], Any], key: Callable[[int, Entry], Entry], verb: str
) -> list[Any]:
    """Do some work with each entry of a bulk.

    Args:
        store: which is changed.
        entries: what is asked, one after the other.
        work: what to do with one of them.
        key: what an entry's errors are filed under: its index or its id.
        verb: what is done, such as "created".

    Raises:
        Refused: with the errors of every entry that could not be done; nothing is done then.
    """
    done: list[Any] = []
    errors: list[Entry] = []
    status = 400

    def all_of_them() -> None:
        nonlocal status
        for index, entry in enumerate(entries):
            try:
                done.append(work(entry))
            except Protected as problem:
                status = 409
                message = f"Unable to delete: {problem.count} dependent object(s) prevent deletion."
                errors.append({**key(index, entry), "errors": {"__all__": [message]}})
            except Invalid as problem:
                errors.append({**key(index, entry), "errors": problem.body})
        if errors:
            raise Refused(
                {"detail": f"{len(errors)} of {len(entries)} objects could not be {verb}.", "errors": errors}, status
            )

    atomically(store, all_of_them)
    return done


def identified(entries: Any, known: Callable[[int], bool]) -> list[Entry]:
    """Return the entries of a bulk change or deletion, each of which must name one object of its own.

    Raises:
        Refused: the body is no list, or entries name no object, one twice, or one that is not there.
    """
    if not isinstance(entries, list):
        empty = entries in (None, {}, "")
        got = "no data was submitted" if empty else f"got {type(entries).__name__}"
        raise Refused({"detail": f"Expected a list of objects, but {got}."})
    errors: list[Entry] = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            errors.append(
                {
                    "index": index,
                    "errors": {"__all__": [f"Invalid data. Expected a dictionary, but got {type(entry).__name__}."]},
                }
            )
        elif not str(entry.get("id", "")).lstrip("-").isdigit():
            message = "A valid integer is required." if "id" in entry else "This field is required."
            errors.append({"index": index, "errors": {"id": [message]}})
    _refuse(errors, len(entries), "failed validation")
    ids = [int(entry["id"]) for entry in entries]
    twice = [(number, count) for number, count in Counter(ids).items() if count > 1]
    _refuse(
        [
            {
                "id": number,
                "errors": {"id": [f"Each object may be specified only once; ID {number} is listed {count} times"]},
            }
            for number, count in twice
        ],
        len(ids),
        "are listed more than once",
    )
    missing = [number for number in ids if not known(number)]
    _refuse(
        [{"id": number, "errors": {"id": [f"Object with ID {number} does not exist"]}} for number in missing],
        len(ids),
        "could not be found",
    )
    return [{**entry, "id": number} for entry, number in zip(entries, ids, strict=True)]


def _refuse(errors: list[Entry], total: int, what: str) -> None:
    if errors:
        raise Refused({"detail": f"{len(errors)} of {total} objects {what}.", "errors": errors})
