"""`netbot doctor --catalogue`: holds the catalogue against the NetBox there is, and proves every filter on it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from adapters.netbox.inventory import NetBoxInventory
from bot.bootstrap import open_inventories
from bot.finding import Finding
from bot.settings import Settings
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.comparing import compare
from orchestration.catalogue.loading import load
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NetbotError, NotAllowed
from orchestration.ports import Query

AT_ONCE = 4
# NetBox makes its schema anew each time, some 10 MB of it.
PATIENCE = 180.0


def examine_catalogue(settings: Settings) -> Iterator[Finding]:
    """Say what only one of both has, and which filters this NetBox ignores; some thousand small requests.

    Args:
        settings: of the program.

    Raises:
        NetbotError: NetBox does not answer.
    """
    patient = settings.model_copy(update={"netbox_timeout": PATIENCE})
    with open_inventories(patient).open(None, "doctor") as inventory:
        yield from held_against(load(), inventory)


def held_against(catalogue: Catalogue, inventory: NetBoxInventory) -> Iterator[Finding]:
    """Say what only one of a catalogue and a NetBox has, and which filters that NetBox ignores.

    Args:
        catalogue: all object types.
        inventory: NetBox, with the rights of whoever looks.
    """
    yield from _compared(catalogue, inventory)
    yield from _proven(catalogue, inventory)


def _compared(catalogue: Catalogue, inventory: NetBoxInventory) -> Iterator[Finding]:
    differences = compare(catalogue, inventory)
    fields = sum(field.readable for about in catalogue for field in about.fields.values())
    if not differences:
        yield Finding("ok", f"The catalogue fits this NetBox: {len(list(catalogue))} types with {fields:,} fields.")
    # What NetBox lacks is asked for in vain; what it has besides is only not known.
    yield from (Finding("wrong" if each.where == "catalogue" else "note", each.text) for each in differences)


def _proven(catalogue: Catalogue, inventory: NetBoxInventory) -> Iterator[Finding]:
    def prove(about: ObjectType) -> dict[str, str] | None:
        try:
            inventory.list(Query(type=about.key, fields=("id",), limit=1, fresh=True))
            return inventory.ignored(about.key)
        except NotAllowed:
            return None
        except NetbotError as wrong:
            return {about.key: wrong.sentence}

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip((about.key for about in catalogue), pool.map(prove, catalogue), strict=True))
    hidden = [key for key, wrong in found.items() if wrong is None]
    ignored = [f"{key}: {wrong}" for key, each in found.items() if each for wrong in each.values()]
    asked = sum(
        1 + len(each.lookups) for about in catalogue if about.key not in hidden for each in about.filters.values()
    )
    if hidden:
        yield Finding(
            "note", f"The token may not see {len(hidden)} types, whose filters are not proven: {', '.join(hidden)}."
        )
    if not ignored:
        yield Finding("ok", f"This NetBox applies all {asked:,} filters of the catalogue that the token may use.")
    yield from (Finding("wrong", each) for each in ignored)
