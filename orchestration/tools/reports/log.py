"""The change log and the journal: of an object, of a person, of a time, of everything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.language.intent import Order
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.plan import Asked
from orchestration.tools.reports.subject import search_of
from orchestration.tools.rows import everything
from orchestration.tools.search import Search, Term
from orchestration.tools.snapshot import hit_of
from orchestration.tools.wording import listed


def changes(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List changes, the latest first: who did what, when."""
    about = ("core.objectchange", "changed_object_id", "changed_object_type", "time")
    return _log(kit, asked, results, about, ("time", "user_name", "action", "changed_object_type", "message"))


def journal(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List journal entries, the latest first."""
    about = ("extras.journalentry", "assigned_object_id", "assigned_object_type", "created")
    return _log(kit, asked, results, about, ("created", "created_by", "kind", "assigned_object", "comments"))


def _log(
    kit: Kit, asked: Asked, results: Mapping[str, Any], log: tuple[str, str, str, str], columns: tuple[str, ...]
) -> Draft:
    type_, by_id, by_type, when = log
    search = search_of(asked, results)
    if search is None:
        search = Search(type_)
    elif search.type != type_:
        search = _about_objects(kit, search, type_, by_id, by_type)
    fields = kit.catalogue[type_].fields
    ask = asked.ask.model_copy(
        update={
            "sort": list(asked.ask.sort) or [Order(field=when, descending=True)],
        }
    )
    draft = find(kit, replace(asked, search=search, ask=ask), results, [each for each in columns if each in fields])
    focus = draft.focus.model_copy(update={"report": asked.ask.report}) if draft.focus else None
    return replace(draft, intent=asked.ask.want, focus=focus)


def _about_objects(kit: Kit, search: Search, type_: str, by_id: str, by_type: str) -> Search:
    """Return the search for what the log says of some objects."""
    about = kit.catalogue[search.type]
    rows = everything(kit, search, ("id", "display", about.name_field)).rows
    names = listed([hit_of(about, row).name for row in rows[:5]])
    said = f"{about.singular} {names}" if len(rows) == 1 else f"{about.plural} {search.phrase}"
    term = Term(
        by_id,
        "id",
        values=tuple(str(row["id"]) for row in rows),
        param=by_id,
        along=((by_type, search.type),),
        shows=by_id,
        said=said,
        phrase=f"of {names}" if len(rows) <= 5 else said,
    )
    if not rows:
        return Search(type_, (), said=said, phrase=said)
    return Search(type_, ((term,),), said=term.said, phrase=term.phrase)
