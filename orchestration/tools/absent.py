"""What to say when a name is not there: other names by which it may go, else the nearest names."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotFound
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit
from orchestration.ports import Query
from orchestration.tools.kit import Kit
from orchestration.tools.proof import Row
from orchestration.tools.rows import LONGEST_PAGE
from orchestration.tools.search import NAMED, Search, Term
from orchestration.tools.snapshot import hit_of
from orchestration.tools.wording import listed

MOST_NEAREST = 5
LEAST_ALIKE = 60.0


def nearest(kit: Kit, about: ObjectType, name: str, type_hint: Sequence[str] = ()) -> tuple[NameHit, ...]:
    """Return the names most like one that is not there, best first.

    The index of names knows them; where it was never built, or does not hold this type, one request reads up to 1,000 names.
    """
    if about.indexed and kit.names.built_at(kit.scope) is not None:
        return kit.names.nearest(kit.scope, normalise(name), (*type_hint, about.key), MOST_NEAREST)
    fields = tuple(dict.fromkeys(("id", "display", about.name_field, *(each for each in (about.within,) if each))))
    rows = kit.inventory.list(Query(type=about.key, fields=fields, limit=LONGEST_PAGE)).rows
    hits = {row["id"]: hit_of(about, row) for row in rows}
    scored = process.extract(
        normalise(name),
        {id_: normalise(hit.name) for id_, hit in hits.items()},
        scorer=fuzz.WRatio,
        limit=MOST_NEAREST,
        score_cutoff=LEAST_ALIKE,
    )
    return tuple(hits[id_].model_copy(update={"score": score / 100}) for _, score, id_ in scored)


def elsewhere(kit: Kit, about: ObjectType, search: Search, fields: Sequence[str]) -> tuple[Row, ...]:
    """Return the objects that a name fits though it is not their name: a slug, an asset tag, the one name it is a part of.

    Whatever else the search says holds of them too; where NetBox has no filter for that, there are none.
    """
    name, rest = search.names[0], beside_names(search)
    if not all(term.param for term in rest):
        return ()
    along = tuple(pair for term in rest for pair in term.params)
    named = about.filters.get(about.name_field)
    params = [(field, name) for field in about.also_named if field in about.filters]
    if named is not None and "ic" in named.lookups:
        params.append((f"{about.name_field}__ic", name))
    queries = [Query(type=about.key, params=(pair, *along), fields=tuple(fields), limit=2) for pair in params]
    # A part of several names is none of them; a slug or an asset tag is exact.
    return next((page.rows for page in kit.pages(queries) if page.total == 1), ())


def beside_names(search: Search) -> tuple[Term, ...]:
    """Return the terms of a search that say something else than a name."""
    return tuple(term for term in search.terms if not term.phrase.startswith(NAMED))


def missing(
    kit: Kit, about: ObjectType, search: Search, known: Mapping[str, tuple[NameHit, ...]] | None = None
) -> NotFound:
    """Return what to say of a name that no object of a type has, or none where it was sought.

    Args:
        kit: of the turn.
        about: the type.
        search: what was looked for, by a name at least.
        known: the nearest names that the reader found already.
    """
    name = search.names[0]
    near = tuple(hit for hit in (known or {}).get(name, ()) if hit.type == about.key) or nearest(kit, about, name)
    if about.within:
        # The same name elsewhere is no help where it was said where.
        near = tuple(hit for hit in near if normalise(hit.name) != normalise(name))
    where = " ".join(dict.fromkeys(term.phrase for term in beside_names(search) if term.phrase))
    text = f"No {about.singular} {name}{' ' if where else ''}{where}."
    if not near and not where and (few := _few(kit, about)):
        return NotFound(f"{text} There {'is' if len(few) == 1 else 'are'} {listed(few)}.", "", name)
    advice = f"Try a part of its name: {about.plural} with {name.split('-', maxsplit=1)[0]} in the name."
    return NotFound(text, advice, name, near)


def _few(kit: Kit, about: ObjectType) -> list[str]:
    """Return the names of all objects of a type that has no more than can be told in a line; none where it has more."""
    fields = tuple(dict.fromkeys(("id", "display", about.name_field, *(each for each in (about.within,) if each))))
    page = kit.inventory.list(Query(type=about.key, fields=fields, limit=MOST_NEAREST))
    names = [hit_of(about, row).name for row in page.rows] if page.total <= MOST_NEAREST else []
    return list(dict.fromkeys(names))
