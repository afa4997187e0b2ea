"""The book that the company's things are entered in."""

import unicodedata
from random import Random
from typing import Any


class Book:
    """Everything there is, and where to find it by name.

    Args:
        random: decides what chance decides.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.objects: dict[str, list[dict[str, Any]]] = {}
        self._ids: dict[tuple[str, str], int] = {}

    def add(self, list_name: str, known_as: str = "", **fields: Any) -> int:
        """Enter a thing; returns its id, under which `id_of` finds it by the name given or its own."""
        things = self.objects.setdefault(list_name, [])
        number = len(things) + 1
        things.append({"id": number, **fields})
        called = known_as or fields.get("name") or fields.get("model") or ""
        if called:
            self._ids.setdefault((list_name, called), number)
        return number

    def named(self, list_name: str, name: str, **fields: Any) -> int:
        """Enter a thing that has a name and a slug made from it."""
        return self.add(list_name, name=name, slug=slug(name), **fields)

    def id_of(self, list_name: str, name: str) -> int:
        """Return the id of a thing entered before."""
        return self._ids[list_name, name]

    def thing(self, list_name: str, number: int) -> dict[str, Any]:
        """Return a thing entered before, to write more on it."""
        return self.objects[list_name][number - 1]

    def serial(self, maker: str) -> str:
        """Return a serial number such as the maker would give."""
        return maker[:2].upper() + "".join(self.random.choice("0123456789ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(9))

    def cable(self, a: tuple[str, int], b: tuple[str, int], kind: str, **fields: Any) -> int:
        """Plug a cable into two things, each named by type and id."""
        ends: dict[str, Any] = {
            f"{side}_terminations": [{"object_type": end[0], "object_id": end[1]}] for side, end in (("a", a), ("b", b))
        }
        return self.add("dcim/cables", **ends, type=kind, status="connected", **fields)


def slug(name: str) -> str:
    """Return a name as NetBox makes slugs of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(each if each.isalnum() else " " for each in plain).split())
