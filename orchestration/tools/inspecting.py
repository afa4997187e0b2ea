"""One object: what is known of it, or the attributes that were asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.errors import Ambiguous
from orchestration.language.intent import select
from orchestration.language.reading import NameHit
from orchestration.messages import Button, Fact, Facts, Part, Run, prose
from orchestration.sessions.session import Focus
from orchestration.tools.absent import elsewhere, missing
from orchestration.tools.cells import at, name_of, name_run, text_of
from orchestration.tools.columns import Shown, column_of, expanded, hosted, needed
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.rows import page
from orchestration.tools.snapshot import MOST_REMEMBERED, hit_of
from orchestration.tools.wording import counted, ended, first_upper, inline, listed, number, plural

MOST_FACTS = 24
MOST_BUTTONS = 4
# What is no fact of the thing itself, or is said elsewhere.
_SILENT = frozenset(
    {
        "id",
        "url",
        "display",
        "display_url",
        "name",
        "slug",
        "_depth",
        "_occupied",
        "config_context",
        "local_context_data",
        "custom_fields",
    }
    | {"status", "connected_endpoints_reachable", "link_peers_type", "connected_endpoints_type", "cable_end"}
)
_LAST = ("tags", "description", "comments", "created", "last_updated")


def inspect(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell what is known of one object.

    Args:
        kit: of the turn.
        asked: the ask and its search; its columns are the attributes asked for.
        results: of the steps the search waits for.

    Raises:
        NotFound: there is none of that name.
        Ambiguous: there are several.
        NotUnderstood: it has no such attribute.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    # Two rows tell one from several; of several only what tells them apart is read.
    found = page(kit, search, (), "", 2)
    rows: Sequence[Row] = found.rows
    if not rows and search.names:
        rows = elsewhere(kit, about, search, ())
        if not rows:
            raise missing(kit, about, search, asked.near)
    if len(rows) == 1:
        return _told(kit, about, asked, rows[0], search.said)
    if len(rows) > 1 and asked.ask.selection is not None and len(asked.ask.selection.names) == 1:
        span = asked.ask.selection.names[0]
        choices = page(kit, search, needed(about, ()), "", MOST_REMEMBERED).rows
        text = f"Which {about.singular}? {number(found.total)} {about.plural} are called {span}."
        raise Ambiguous(text, span, tuple(hit_of(about, row) for row in choices))
    return find(kit, asked, results)


def _told(kit: Kit, about: ObjectType, asked: Asked, row: Row, said: str) -> Draft:
    columns = [column_of(kit, about, name) for name in expanded(about, asked.ask.columns)]
    (whole,) = hosted(kit, about, columns, [row])
    facts = _attributes(columns, whole) if columns else _facts(kit.catalogue, about, whole)
    head = _answer(about, columns, whole) if columns else _sentence(about, whole)
    parts: list[Part] = [prose(head)]
    if len(columns) != 1:
        title = Fact(label=first_upper(about.singular), value=name_run(whole, about, kit.inventory, strong=True))
        parts.append(Facts(facts=(title, *facts)))
    hit = hit_of(about, row)
    selection = asked.selection
    if selection is not None:
        selection = selection.model_copy(update={"names": [hit.name], "where": [], "refers": None})
    return Draft(
        intent="inspect",
        parts=tuple(parts),
        buttons=() if columns else _buttons(kit, about, row),
        understood=f"{about.singular} {hit.name}" + (f" · {said}" if said and said != hit.name else ""),
        url=kit.inventory.page(about.key, row["id"]),
        rows=(row,),
        focus=Focus(
            want="inspect",
            selection=selection,
            type=about.key,
            rows=(hit,),
            things=(hit,),
            grounds={**asked.grounds, hit.name: (hit,)},
            columns=tuple(asked.ask.columns),
        ),
        further=tuple(beside(about, whole, [each.at for each in columns])),
    )


def beside(about: ObjectType, row: Row, columns: Sequence[str]) -> Iterator[Focus]:
    """Return what else the thread is about after an object: what its attributes asked for point at, and what it lies in."""
    for name in dict.fromkeys((*columns, *(each for each in (about.within,) if each))):
        field, value = about.fields.get(name), row.get(name)
        if field is None or field.relation is None or not isinstance(value, dict) or "id" not in value:
            continue
        hit = NameHit(type=field.relation, id=value["id"], name=text_of(value))
        selection = select(hit.type, names=[hit.name])
        yield Focus(
            want="inspect", selection=selection, type=hit.type, rows=(hit,), things=(hit,), grounds={hit.name: (hit,)}
        )


def _attributes(columns: Sequence[Shown], row: Row) -> list[Fact]:
    return [Fact(label=each.title, value=Run(text=text_of(at(row, each.at), each.field) or "none")) for each in columns]


def _answer(about: ObjectType, columns: Sequence[Shown], row: Row) -> str:
    """Return the attributes as a sentence: "Serial number of core1: none."."""
    told = [f"{inline(each.title)} {text_of(at(row, each.at), each.field) or 'none'}" for each in columns]
    if len(columns) == 1:
        value = text_of(at(row, columns[0].at), columns[0].field) or "none"
        return ended(f"{first_upper(columns[0].title)} of {name_of(row, about)}: {value}")
    return ended(f"{name_of(row, about)}: {', '.join(told)}")


def _sentence(about: ObjectType, row: Row) -> str:
    """Return what it is, how it stands and where: "Device core1, active, in Akron."."""
    name = name_of(row, about)
    first = name if name.casefold().startswith(about.singular.casefold()) else f"{first_upper(about.singular)} {name}"
    status = text_of(row.get("status")).lower()
    where = next((text for each in (about.within, *about.also_within) if each and (text := text_of(row.get(each)))), "")
    return f"{', '.join(each for each in (first, status, f'in {where}' if where else '') if each)}."


def _facts(catalogue: Catalogue, about: ObjectType, row: Row) -> list[Fact]:
    """Return the type's own facts first, then everything else that is filled, its counters last."""
    silent = _SILENT | {about.name_field} | set(about.counters)
    first = [name for name in about.facts if name not in silent]
    rest = [name for name in about.fields if name not in silent and name not in first and name not in _LAST]
    names = [*first, *rest, *(name for name in _LAST if name not in first)]
    facts = [
        Fact(label=field.label, value=Run(text=text))
        for name in names
        if (field := about.fields.get(name)) is not None and field.readable
        and (text := text_of(row.get(name), field)) and not name.endswith("_count")
    ]  # fmt: skip
    customs = row.get("custom_fields") or {}
    facts += [
        Fact(label=described.label if described else name.replace("_", " "), value=Run(text=text))
        for name, value in customs.items()
        if (text := text_of(value, described := about.fields.get(f"cf_{name}")))
    ]
    counts = _counts(catalogue, about, row)
    facts = facts[: MOST_FACTS - bool(counts)]
    if counts:
        facts.append(Fact(label="Has", value=Run(text=listed([each for each, _, _ in counts]))))
    return facts


def _counts(catalogue: Catalogue, about: ObjectType, row: Row) -> list[tuple[str, str, int]]:
    """Return the counters that are not zero: words, the counter's name, the figure."""
    found = []
    for name, field in about.fields.items():
        value = row.get(name)
        if (name in about.counters or name.endswith("_count")) and isinstance(value, int) and value:
            counted_type = about.counters.get(name, "")
            noun = inline(field.label.removesuffix(" count"))
            told = plural(value, noun, noun if noun.endswith("s") else "")
            found.append((counted(value, catalogue[counted_type]) if counted_type in catalogue else told, name, value))
    return found


def _buttons(kit: Kit, about: ObjectType, row: Row) -> tuple[Button, ...]:
    """Return buttons that list what the object's counters count, the whole state in their references."""
    buttons = []
    for name, counted_type in about.counters.items():
        value = row.get(name)
        link = next(
            (each for each in kit.catalogue.ways(counted_type, about.key) if each.param and not each.path), None
        )
        if isinstance(value, int) and value and link is not None:
            label = f"List {counted(value, kit.catalogue[counted_type])}"
            buttons.append(Button(label=label, ref=f"list:{counted_type}:{link.name}:{about.key}:{row['id']}"))
    return tuple(buttons[:MOST_BUTTONS])
