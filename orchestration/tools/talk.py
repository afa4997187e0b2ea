"""What needs no NetBox: help with examples of this very NetBox, small talk, what was not understood."""

from collections.abc import Mapping
from typing import Any

from orchestration.language.grammar.phrases import CHANGES, THANKS
from orchestration.messages import Button, prose
from orchestration.messages.clean import clean
from orchestration.sessions.session import Question
from orchestration.tools.draft import Draft
from orchestration.tools.examples import examples
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked, Doubted
from orchestration.tools.seen import still_seen
from orchestration.tools.wording import inline, listed

# Types whose names make the examples, each with how one asks about it.
_EXAMPLES = (
    ("dcim.site", "devices in {name}"),
    ("dcim.device", "show {name}"),
    ("dcim.rack", "elevation of rack {name}"),
    ("ipam.prefix", "free addresses in {name}"),
    ("tenancy.tenant", "how many devices has {name}"),
)
_CHANGED = (
    ("dcim.site", "create VLAN 3999 named Example in {name}"),
    ("dcim.device", 'set the description of {name} to "spare"'),
    ("dcim.device", "rename {name} to example-1"),
    ("tenancy.tenant", "create a site Example-2 with tenant {name}"),
)
_PLAIN = ("list all sites", "how many devices are there", "devices per role")
_FEW = 4
CAN = "I answer questions about what is in NetBox, and change it after you confirm a preview."


def help_(kit: Kit, asked: Asked, _: Mapping[str, Any]) -> Draft:
    """Say what can be asked, with examples made of names that the asker may see.

    Args:
        kit: of the turn.
        asked: the ask; a type in its selection asks for help about that type.
    """
    if asked.ask.report == CHANGES:
        return _about_changes(kit)
    selection = asked.ask.selection
    if selection is not None and selection.type and selection.type in kit.catalogue:
        return _about_type(kit, selection.type)
    asking = _examples(kit)
    lines = "\n".join(f"  {each}" for each in asking)
    return Draft("help", (prose(CAN), prose(f"For example:\n{lines}")), buttons=_say(asking[:_FEW]))


def _about_changes(kit: Kit) -> Draft:
    asking = ['create a site named "Example"', *examples(kit.inventory, kit.names, _CHANGED, len(_CHANGED))]
    lines = "\n".join(f"  {each}" for each in asking)
    told = (
        "Say what to create, set, move, tag or delete. A preview shows all of it, and its button does it; "
        '"cancel" drops it, "undo" takes back what was done.'
    )
    return Draft("help", (prose(told), prose(f"For example:\n{lines}")), buttons=_say(asking[:_FEW]))


def _about_type(kit: Kit, type_: str) -> Draft:
    about = kit.catalogue[type_]
    names = [hit.name for hit in still_seen(kit.inventory, kit.names.sample(kit.scope, type_, 2))]
    links = [link.name.replace("_", " ") for link in about.links.values() if link.param][:10]
    shown = [inline(about.fields[each].label) for each in about.columns if each in about.fields]
    asking = [
        f"list all {about.plural}",
        f"how many {about.plural}",
        # Two may be called alike, in two places.
        *dict.fromkeys(f"show {about.singular} {name}" for name in names),
    ]
    text = f"{about.plural[:1].upper()}{about.plural[1:]}: I list, count, group and show them."
    told = f"By {listed(links, 'or')}; with {listed(shown)}." if links else f"With {listed(shown)}."
    lines = "\n".join(f"  {each}" for each in asking)
    return Draft("help", (prose(text), prose(told), prose(f"For example:\n{lines}")), buttons=_say(asking[:_FEW]))


def _examples(kit: Kit, most: int = len(_PLAIN) + len(_EXAMPLES)) -> list[str]:
    """Return questions, so many at most."""
    return [*_PLAIN, *examples(kit.inventory, kit.names, _EXAMPLES, most - len(_PLAIN))]


def _say(asking: list[str]) -> tuple[Button, ...]:
    fitting = [each for each in asking if len(each) <= 75]
    return tuple(Button(label=each, ref=f"say:{each}") for each in fitting)


def smalltalk(_: Kit, asked: Asked, __: Mapping[str, Any]) -> Draft:
    """Answer a greeting, or thanks: whoever is done wants no help."""
    if asked.ask.report == THANKS:
        return Draft("smalltalk", (prose("You're welcome."),))
    return Draft("smalltalk", (prose('Ask me about anything in NetBox; "help" shows examples.'),))


def unclear(kit: Kit, asked: Asked, _: Mapping[str, Any]) -> Draft:
    """Say that a message was not understood, which words of it say nothing, and what can be asked."""
    asking = _examples(kit, _FEW)
    unused = listed([f'"{clean(word, 40)}"' for word in asked.unused[:3] if clean(word)], "and")
    what = f"I did not understand {unused}." if unused else "I did not understand that."
    text = f"{what} {CAN} Try: {listed(asking, 'or')}."
    return Draft("unclear", (prose(text),), kind="refusal", buttons=_say(asking))


def doubt(_: Kit, doubted: Doubted, __: Mapping[str, Any]) -> Draft:
    """Ask back what was meant, with what can be answered without it."""
    if doubted.instead is None:
        return Draft("unclear", (prose(doubted.text),), kind="question")
    question = Question(intent=doubted.instead, about="reading", grounds=dict(doubted.grounds))
    buttons = (Button(label="Answer without it", ref="pick:anyway"),)
    return Draft("unclear", (prose(doubted.text),), kind="question", buttons=buttons, question=question)


def forget(kit: Kit, _: Asked, __: Mapping[str, Any]) -> Draft:
    """Remove what is kept of whoever asks."""
    touched = kit.sessions.forget(kit.author.key)
    return Draft(
        "forget", (prose(f"What I kept of you is removed, from {touched} thread{'' if touched == 1 else 's'}."),)
    )
