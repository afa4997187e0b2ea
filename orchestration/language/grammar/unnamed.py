"""What no name is known for: a part of names, a text to look for, a port by its syntax, a name that is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orchestration.language.figures import ports
from orchestration.language.grammar import joining, values
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import joined, leaf
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

_WITH_PORTS = frozenset(("dcim.device", "virtualization.virtualmachine"))
_LIKE_A_PORT = re.compile(r"[A-Za-z]{2,}-?\d+(?:[/.:]\d+)*")


def in_the_name(builder: Builder, index: int) -> int:
    """Read "with core in the name", "with lab in the comments" as what a text must have.

    Returns:
        How many items it takes; 0 where nothing of the kind stands there.
    """
    main = builder.main
    if main is None or not main.kinds or builder.link_role != "with":
        return 0
    here = index + 1
    if (joint := builder.at(here)) is None or not joint.role("in"):
        return 0
    here += 1
    while (item := builder.at(here)) is not None and (item.role("all") or item.norm in ("their", "its", "it")):
        here += 1
    if item is None:
        return 0
    about = builder.mind.catalogue[main.kind or ""]
    field = (
        about.name_field if item.norm in ("name", "hostname", "title") else values.field_of(builder.mind, main, item)
    )
    described = about.fields.get(field or "")
    if field is None or described is None or described.kind != "string":
        return 0
    builder.take_link()
    main.where.append(leaf(field, "contains", [builder.items[index].text]))
    return here - index + 1


def free_text(builder: Builder, index: int) -> int:
    """Read words that name nothing known as text to look for: "at 12 Harbour Street".

    Returns:
        How many items they take; 0 where they are no such text.
    """
    main = builder.main
    if main is None or not main.said or main.kind is None or builder.link_role != "in" or builder.ghost is main:
        return 0
    here, field = index, None
    while (item := builder.at(here)) is not None:
        number = item.figure is not None and item.figure.kind == "number" and not item.hits
        street = here > index and item.field and values.field_of(builder.mind, main, item)
        if not (number or street or not item.known):
            break
        field = street or field
        here += 1
        if item.after:
            break
    words = builder.items[index:here]
    if not any(not item.known and item.text[:1].isupper() for item in words):
        return 0
    about = builder.mind.catalogue[main.kind]
    text = " ".join(item.text for item in words)
    begins = words[0].figure is not None and len(words) > 1
    if not field and begins and "physical_address" in about.fields:
        field = "physical_address"
    if not field:
        return 0
    _, _, negated = builder.take_link()
    condition = leaf(field, "contains", [text])
    main.where.append(joined("not", [condition]) if negated else condition)
    return len(words)


def _port_of_a_device(builder: Builder, index: int) -> bool:
    """Say whether a word like "wan1" that nothing is called stands beside a device: "trace fw1 wan1", "wan1 of fw1"."""
    if not _LIKE_A_PORT.fullmatch(builder.items[index].text):
        return False
    before, joint, behind = builder.at(index - 1), builder.at(index + 1), builder.at(index + 2)
    if before is not None and not before.after and _is_device(before):
        return True
    return joint is not None and joint.role("in") is not None and behind is not None and _is_device(behind)


def _is_device(item: Item) -> bool:
    return any(hit.type in _WITH_PORTS and hit.score == 1.0 for hit in item.hits)


def unknown(builder: Builder, index: int) -> int:
    """Read what nothing is known of: a port by its syntax, a name that is not there, or nothing."""
    item = builder.items[index]
    figure = item.figure
    if figure is not None and not item.quoted and (figure.kind == "port" or _port_of_a_device(builder, index)):
        noun = Noun(kinds=("dcim.interface", "virtualization.vminterface"), names=ports(figure), said=True)
        noun.plural = len(noun.names) > 1
        builder.put_before(noun)
        joining.attach(builder, noun)
        return 1
    if item.norm in builder.mind.vocabulary.devices and not item.quoted:
        # A kind of device that this NetBox has no role for.
        noun = Noun(kinds=("dcim.device",), plural=item.plural, said=True, word=item.norm)
        noun.where.append(leaf("role", "eq", [item.text]))
        builder.missing.append(item.text)
        builder.put_before(noun)
        joining.attach(builder, noun)
        return 1
    looks_named = item.quoted or (figure is not None and figure.kind in ("code", "dns", "address", "prefix"))
    main = builder.main
    if looks_named and main is None:
        builder.stack.append(Noun(names=[item.text]))
        builder.missing.append(item.text)
        builder.last = "name"
        return 1
    if looks_named and main is not None and main.said and not main.names and not builder.link_role and main.kind:
        main.names.append(item.text)
        builder.missing.append(item.text)
        return 1
    if looks_named and builder.link_role:
        builder.missing.append(item.text)
        builder.take_link()
    builder.unused.append(item)
    return 1
