"""Loading the catalogue: facts and words put together, once a process."""

from collections.abc import Mapping
from functools import cache, partial

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.denied import denied_field, denied_filter
from orchestration.catalogue.facts import Facts, Lazy, read_facts
from orchestration.catalogue.links import links_of
from orchestration.catalogue.types import Field, Filter, Link, ObjectType
from orchestration.catalogue.words import places
from orchestration.catalogue.words.form import Words, listed

WORDS: Mapping[str, Words] = {**places.WORDS}


@cache
def load() -> Catalogue:
    """Return the catalogue of all types; made once a process, what is behind a type when it is first looked at."""
    facts = read_facts()
    return Catalogue(tuple(_object_type(facts, path) for path in facts.types), netbox=facts.netbox)


def _object_type(facts: Facts, path: str) -> ObjectType:
    about = facts.types[path]
    key = facts.keys[path]
    written = WORDS.get(key) or Words(*about["names"])
    within = written.within.split()
    return ObjectType(
        key=key,
        path=path,
        singular=written.singular,
        plural=written.plural,
        page=f"{path}/" if written.page is None else written.page,
        words=listed(written.said),
        name_field=written.name,
        also_named=tuple(written.also.split()),
        within=within[0] if within else None,
        also_within=tuple(within[1:]),
        columns=tuple(written.columns.split()),
        facts=tuple(written.facts.split()),
        indexed=written.indexed,
        fields=Lazy(partial(_fields, facts, path, written)),
        filters=Lazy(partial(_filters, facts, path)),
        links=Lazy(partial(_links, facts, path, written)),
        cache_seconds=written.keep,
        changeable=written.changeable,
    )


def _fields(facts: Facts, path: str, written: Words) -> dict[str, Field]:
    key = facts.keys[path]
    return {
        name: facts.field(name, row, listed(written.fields.get(name, "")), "")
        for name, row in facts.rows(path).items()
        if not denied_field(key, name)
    }


def _filters(facts: Facts, path: str) -> dict[str, Filter]:
    key = facts.keys[path]
    rows = facts.types[path]["filters"]
    return {name: facts.filter(name, row) for name, row in rows.items() if not denied_filter(key, name)}


def _links(facts: Facts, path: str, written: Words) -> dict[str, Link]:
    words = {name: listed(text) for name, text in written.fields.items()}
    return links_of(
        facts, path, words, {key: other.rsplit("/", 1)[1].replace("-", "_") for other, key in facts.keys.items()}
    )
