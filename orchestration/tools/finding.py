"""Finding the objects of a selection at once, for whoever drafts a change."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.language.intent import Selection
from orchestration.language.reading import NameHit
from orchestration.ports import Finder
from orchestration.tools.absent import elsewhere, missing
from orchestration.tools.filling import Picked, fill
from orchestration.tools.kit import Kit
from orchestration.tools.picking import pick
from orchestration.tools.references import References
from orchestration.tools.rows import page
from orchestration.tools.translate import Translator


def finder(
    kit: Kit,
    references: References,
    near: Mapping[str, tuple[NameHit, ...]],
) -> Finder:
    """Return what finds the records of a selection.

    Args:
        kit: of the turn.
        references: fills in what refers to the thread, and knows what names mean.
        near: the nearest of names that are not there, where the reader found them.
    """

    def find(selection: Selection, fields: Sequence[str] = (), most: int = 1000) -> tuple[dict[str, Any], ...]:
        meant = references.in_selection(selection)
        translator = Translator(kit.catalogue, references.grounds, near)
        search = translator.search(meant)
        results: dict[str, Picked] = {}
        for step in translator.steps:
            results[step.id] = pick(kit, step.args, results)
        search = fill(search, results)
        about = kit.catalogue[search.type]
        rows = page(kit, search, fields, "", most).rows[:most]
        if not rows and search.names:
            rows = elsewhere(kit, about, search, fields)
            if not rows:
                raise missing(kit, about, search, near)
        return rows

    return find
