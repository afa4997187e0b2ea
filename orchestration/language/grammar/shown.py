"""Fields that are named without a value: as columns to show, or as what must be set or empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import values
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import leaf
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def repeats(builder: Builder, item: Item) -> bool:
    """Say whether a field word only tells what the name before it is: "the Asia group"."""
    inner = builder.inner
    if inner is None or builder.last != "filter" or not inner.where or builder.link_role:
        return False
    return values.field_of(builder.mind, inner, item) == inner.where[-1].field


def as_predicate(builder: Builder, index: int) -> bool:
    """Take a yes-or-no field as what things are: "VRFs that do not enforce unique space", "prefixes that are marked utilized"."""
    item, main = builder.items[index], builder.main
    before = next(
        (each for each in reversed(builder.items[:index]) if not (each.role("all") or each.role("filler"))), None
    )
    if main is None or main.names or not main.said or main.kind is None or before is None or builder.link_role:
        return False
    if not item.field or not any(before.role(role) for role in ("that", "not", "be")) or before.content:
        return False
    field = values.field_of(builder.mind, main, item)
    described = builder.mind.catalogue[main.kind].fields.get(field or "")
    if field is None or described is None or described.kind != "boolean":
        return False
    _, _, negated = builder.take_link()
    main.where.append(leaf(field, "eq", ["false" if negated else "true"]))
    builder.last = "value"
    return True


_ONE = ("a", "an", "any")


def as_column(builder: Builder, item: Item) -> bool:
    """Take a word as a field: to show ("with their role and rack"), or that must be empty ("with no rack")."""
    main, inner = builder.main, builder.inner
    if main is None or inner is None or not (item.field or item.kinds):
        return False
    listing = builder.listing and builder.joint == "and" and not builder.link_role
    if builder.link_role not in ("with", "without") and not listing:
        return False
    nouns = [inner] if inner is main else [inner, main]
    return any(_takes_field(builder, noun, item, listing=listing) for noun in nouns)


def _takes_field(builder: Builder, noun: Noun, item: Item, *, listing: bool) -> bool:
    field = values.field_of(builder.mind, noun, item)
    if field is None:
        return False
    about = builder.mind.catalogue[noun.kind or ""]
    described = about.fields.get(field)
    if builder.link_role and described is not None and described.kind == "boolean":
        # "With descending units": those that have it so.
        noun.where.append(leaf(field, "eq", ["false" if builder.link_role == "without" else "true"]))
        builder.take_link()
        builder.last = "value"
        return True
    if builder.link_role == "without":
        link = about.links.get(field)
        if (link is not None and link.back) or field in about.counters:
            return False
        builder.take_link()
        noun.where.append(leaf(field, "empty"))
        builder.last = "value"
        return True
    if builder.link_role == "with" and _must_be_set(builder, noun, item, field):
        # "With a serial number", "with platform" is true of some; "with their serial numbers", "with name and site" shows them.
        builder.take_link()
        noun.where.append(leaf(field, "set"))
        builder.last = "value"
        return True
    shown = field in about.fields or field.startswith("cf_")
    if shown and (not item.plural or not item.kinds or listing) and field not in about.counters:
        builder.columns.append(item)
        builder.listing, builder.joint = True, ""
        builder.take_link()
        return True
    return False


def _must_be_set(builder: Builder, noun: Noun, item: Item, field: str) -> bool:
    """Say whether a field behind "with" tells which things are meant: by itself, and of those that may be empty."""
    article = builder.at(builder.index - 1)
    if article is not None and article.norm in _ONE:
        return not item.kinds or (field in builder.mind.catalogue[noun.kind or ""].fields and _ends_there(builder))
    about = builder.mind.catalogue[noun.kind or ""].fields.get(field)
    if item.plural or not noun.plural or noun.names or builder.columns or article is None or not article.role("with"):
        return False
    further = builder.at(builder.index + 1)
    listed = further is not None and (("," in item.after and further.content) or further.role("and"))
    may_be_empty = field.startswith("cf_") or (about is not None and (about.nullable or about.kind == "string"))
    return may_be_empty and not (about is not None and about.required) and not listed


def _ends_there(builder: Builder) -> bool:
    """Say whether nothing more is said of a thing behind "with": "with a tenant", but not "with a tenant called X"."""
    following = builder.at(builder.index + 1)
    return following is None or following.role("in") is not None
