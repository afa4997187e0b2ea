"""`netbot doctor --catalogue`: holds the catalogue against the NetBox there is, and proves every filter on it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from adapters.netbox.inventory import NetBoxInventory
from adapters.netbox.proving import Proofs
from bot.bootstrap import open_inventories
from bot.finding import Finding
from bot.settings import Settings
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.comparing import compare
from orchestration.catalogue.loading import load
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NetbotError, NotAllowed

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
    yield from proven(catalogue, inventory)


def _compared(catalogue: Catalogue, inventory: NetBoxInventory) -> Iterator[Finding]:
    differences = compare(catalogue, inventory)
    fields = sum(field.readable for about in catalogue for field in about.fields.values())
    if not differences:
        yield Finding("ok", f"The catalogue fits this NetBox: {len(list(catalogue))} types with {fields:,} fields.")
    # What NetBox lacks is asked for in vain; what it has besides is only not known.
    yield from (Finding("wrong" if each.where == "catalogue" else "note", each.text) for each in differences)


def proven(catalogue: Catalogue, inventory: NetBoxInventory) -> Iterator[Finding]:
    """Prove the filters; what an app's types came to is told when they are through, so that one sees it go on."""

    def prove(about: ObjectType) -> Proofs | NetbotError:
        try:
            return inventory.proofs(about.key)
        except NetbotError as wrong:
            return wrong

    with ThreadPoolExecutor(AT_ONCE) as pool:
        types = sorted(catalogue, key=lambda about: about.path)
        found = zip(types, pool.map(prove, types), strict=True)
        for app, results in groupby(found, key=lambda each: each[0].path.partition("/")[0]):
            yield from _of_app(app, list(results))


def _of_app(app: str, results: Sequence[tuple[ObjectType, Proofs | NetbotError]]) -> Iterator[Finding]:
    """Say what proving the filters of an app's types came to."""
    proofs = [(about, found) for about, found in results if isinstance(found, Proofs)]
    held, untold = sum(found.held for _, found in proofs), sum(len(found.untold) for _, found in proofs)
    yield Finding("ok", f"{app}: NetBox applies {held:,} filters of {len(proofs)} types.")
    if untold:
        yield Finding("note", f"{app}: of {untold:,} filters nothing can be told, as there are no such objects.")
    for about, found in results:
        if isinstance(found, NotAllowed):
            yield Finding("note", f"The token may not see {about.plural}: their filters are not proven.")
        elif isinstance(found, NetbotError):
            yield Finding("wrong", f"{about.key}: {found.sentence}")
        else:
            yield from (Finding("wrong", f"{about.key}: {wrong}") for wrong in found.ignored.values())
