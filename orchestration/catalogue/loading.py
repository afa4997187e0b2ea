"""Loading the catalogue: facts and words put together, once a process."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.denied import denied_field, denied_filter
from orchestration.catalogue.facts import WRITABLE, Facts, Lazy, read_facts
from orchestration.catalogue.links import links_of
from orchestration.catalogue.types import Field, Filter, Link, Meant, ObjectType
from orchestration.catalogue.words import (
    addresses,
    bookkeeping,
    circuits,
    devices,
    people,
    places,
    ports,
    power,
    templates,
    tunnels,
    virtual,
)
from orchestration.catalogue.words.fields import BEFORE, FIELDS, UNITS, UNITS_THERE
from orchestration.catalogue.words.form import Words, listed
from orchestration.catalogue.words.values import value_words

# In this order a word that may mean several types is read.
WORDS: Mapping[str, Words] = {
    **places.WORDS,
    **devices.WORDS,
    **ports.WORDS,
    **power.WORDS,
    **addresses.WORDS,
    **circuits.WORDS,
    **people.WORDS,
    **virtual.WORDS,
    **tunnels.WORDS,
    **bookkeeping.WORDS,
    **templates.WORDS,
}


# Where NetBox's own label says something else than the field is.
LABELS_THERE = {("dcim.devicetype", "u_height"): "Height"}
# What a counter counts where its name does not say it.
COUNTED = {
    ("core.datasource", "file_count"): "core.datafile",
    ("dcim.virtualchassis", "member_count"): "dcim.device",
    ("extras.tag", "tagged_items"): "extras.taggeditem",
    ("ipam.prefix", "children"): "ipam.prefix",
    ("virtualization.virtualmachine", "interface_count"): "virtualization.vminterface",
    ("vpn.tunnel", "terminations_count"): "vpn.tunneltermination",
}


@cache
def load() -> Catalogue:
    """Return the catalogue of all types; made once a process, what is behind a type when it is first looked at."""
    facts = read_facts()
    paths = {key: path for path, key in facts.keys.items()}
    order = [*(paths[key] for key in WORDS), *(path for path, key in facts.keys.items() if key not in WORDS)]
    return Catalogue(tuple(_object_type(facts, path) for path in order), netbox=facts.netbox)


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
        links=Lazy(partial(_links, facts, path)),
        counters=Lazy(partial(_counters, facts, path)),
        filter_words=Lazy(partial(_filter_words, facts, path, written)),
        value_words=Lazy(partial(_value_words, facts, path)),
        cache_seconds=written.keep,
        changeable=written.changeable,
    )


def _fields(facts: Facts, path: str, written: Words) -> dict[str, Field]:
    key = facts.keys[path]
    found = {
        name: facts.field(name, row, _said(name, written), UNITS_THERE.get((key, name), UNITS.get(name, "")))
        for name, row in facts.rows(path).items()
        if not denied_field(key, name)
    }
    return {name: replace(field, label=LABELS_THERE.get((key, name), field.label)) for name, field in found.items()}


def _filters(facts: Facts, path: str) -> dict[str, Filter]:
    key = facts.keys[path]
    rows = facts.types[path]["filters"]
    return {name: facts.filter(name, row) for name, row in rows.items() if not denied_filter(key, name)}


def _links(facts: Facts, path: str) -> dict[str, Link]:
    return links_of(facts, path, {name: listed(text) for name, text in BEFORE.items()}, facts.plurals)


def _filter_words(facts: Facts, path: str, written: Words) -> dict[str, tuple[str, ...]]:
    """Return the words for links and filters that are no fields."""
    names = {name.removesuffix("_id") for name in _filters(facts, path)} - facts.rows(path).keys()
    return {name: words for name in sorted(names) if (words := _said(name, written))}


def _value_words(facts: Facts, path: str) -> dict[str, tuple[Meant, ...]]:
    key, about = facts.keys[path], facts.types[path]
    shown = {name for name in about["fields"] if not denied_field(key, name)}
    return value_words(key, frozenset(shown | {name for name in about["filters"] if not denied_filter(key, name)}))


def _counters(facts: Facts, path: str) -> dict[str, str]:
    """Return what a type's counters count: device_count devices, ipaddress_count IP addresses."""
    found = {}
    for name, row in facts.rows(path).items():
        if row[0] == "integer" and not row[2] & WRITABLE:
            counted = name.removesuffix("_count").removeprefix("count_")
            key = COUNTED.get((facts.keys[path], name)) or (counted != name and facts.model(counted))
            if key:
                found[name] = key
    return found


def _said(name: str, written: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*listed(written.fields.get(name, "")), *listed(FIELDS.get(name, "")))))
