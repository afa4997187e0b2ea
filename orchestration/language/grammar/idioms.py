"""Questions that name what they want by a verb and not by its type: what is plugged into a box, who is responsible for a site."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from orchestration.language.grammar import groups
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Op, leaf
from orchestration.language.reading import NameHit
from orchestration.language.references import referents
from orchestration.language.spans import Item

_PLACES = ("dcim.site", "dcim.location", "dcim.region", "dcim.sitegroup")
_NETWORKS = ("prefix", "address")


class Idiom(NamedTuple):
    """One way of asking.

    Args:
        said: what is said before or around the name, in small letters.
        types: types of which the one thing named may be.
        draft: makes the reading of the thing's type and name.
    """

    said: re.Pattern[str]
    types: tuple[str, ...]
    draft: Callable[[Mind, str, str], Draft | None]


def _listing(type_: str, *columns: str) -> Callable[[Mind, str, str], Draft | None]:
    """Return what lists the objects of a type that belong to the thing named."""

    def read(mind: Mind, kind: str, name: str) -> Draft | None:
        ways = mind.catalogue.ways(type_, kind)
        if not ways:
            return None
        noun = Noun(kinds=(type_,), plural=True, said=True, where=[leaf(ways[0].name, "eq", [name])])
        return Draft(want="find", noun=noun, columns=[*columns])

    return read


def _members(mind: Mind, kind: str, name: str) -> Draft | None:
    """Return what lists what is in a group."""
    return _listing(groups.MEMBERS[kind])(mind, kind, name)


def _with(type_: str, link: str) -> Callable[[Mind, str, str], Draft]:
    """Return what lists the objects of a type that a link leads from to the thing named."""

    def read(_: Mind, __: str, name: str) -> Draft:
        noun = Noun(kinds=(type_,), plural=True, said=True, where=[leaf(link, "eq", [name])])
        return Draft(want="find", noun=noun)

    return read


def _about(report: str) -> Callable[[Mind, str, str], Draft]:
    """Return what makes a report about the thing named."""

    def read(_: Mind, kind: str, name: str) -> Draft:
        return Draft(want="report", report=report, noun=Noun(kinds=(kind,), names=[name], said=True))

    return read


def _asked(*columns: str) -> Callable[[Mind, str, str], Draft]:
    """Return what tells some fields of the thing named."""

    def read(_: Mind, kind: str, name: str) -> Draft:
        noun = Noun(kinds=(kind,), names=[name], said=True)
        return Draft(want="inspect", noun=noun, columns=[*columns], attributes=True)

    return read


def _around(op: Op) -> Callable[[Mind, str, str], Draft]:
    """Return what lists the prefixes around a network, or within it; itself left out."""

    def read(_: Mind, __: str, name: str) -> Draft:
        itself = [leaf("prefix", "ne", [name])] if op == "covers" else []
        where = [leaf("prefix", op, [name]), *itself]
        noun = Noun(kinds=("ipam.prefix",), plural=True, said=True, where=where)
        return Draft(want="find", noun=noun)

    return read


# What may stand before a question and says nothing.
_LEAD = (
    r"(?:and|so|ok|okay|hey|hi|hello|yo|well|please|pls|now|just|quick|question|can|could|would|you|show|list|tell|give|me|us|find|get|the|all|do|know|"
    r"i|we|want|need|to|see|then|but|also|bot|guys|folks|what'?s|what|is|are)"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_LEAD} )*(?:{text})")


_WHAT = r"what(?:'?s| is| are| all is| else is|ever is)?"
IDIOMS: tuple[Idiom, ...] = (
    Idiom(
        _pattern(
            rf"{_WHAT} (?:all )?(?:plugged|patched|cabled|wired|hooked|connected|attached|hanging|linked)(?: up)?(?: in| into| to| off| from| on)* (?:the )?(?:switch |router |device |box )?#"
            rf"|{_WHAT} (?:the )?(?:switch |router |device |box )?# (?:plugged|patched|cabled|wired|hooked|connected|attached|linked)(?: up)?(?: in| into| to)*$"
            r"|what (?:hangs off|connects to|plugs into) (?:the )?#|neighbou?rs of (?:the )?#"
            r"|which (?:devices|boxes|things|gear|kit) (?:hang off|hang on|are connected to|connect to|are plugged into|are cabled to|are linked to|are patched to|are attached to) (?:the )?#$"
        ),
        ("dcim.device",),
        _about("topology"),
    ),
    Idiom(
        _pattern(rf"{_WHAT}(?: currently)? (?:runs?|running|hosted|lives?|living)(?: on| in| at)? (?:the )?(?:cluster )?#"),
        ("virtualization.cluster", "virtualization.clustergroup"),
        _listing("virtualization.virtualmachine"),
    ),
    Idiom(
        _pattern(
            r"(?:who(?:'?s| is| are)? (?:the )?(?:responsible|in charge|accountable|on call|to call|to contact|to ask|on the hook)(?: person)?(?: for| of| about)?|"
            r"who (?:do|should|can|must|shall) (?:we|i|one|you) (?:call|ask|contact|ring|phone|talk to|speak to|mail|email)(?: about| for| regarding| at| when| if| in case of)*|"
            r"who (?:looks after|takes care of|manages|runs|maintains|administers)) (?:the )?(?:site |circuit |device |cluster |rack |provider |tenant )?#"
        ),
        (),
        _listing("tenancy.contact"),
    ),
    Idiom(
        _pattern(r"(?:what|who|which (?:tenants|sites|clusters|contacts|vlans|circuits))(?: all)? ?(?:belongs?|is|are|sits?|does) ?(?:belong )?(?:to|in|within|part of)(?: the)? group #$|members of (?:the )?group #$"),
        tuple(groups.MEMBERS),
        _members,
    ),
    Idiom(
        _pattern(r"(?:hardware |spare parts? |parts? |component )?inventory (?:of|for|on|in|from) (?:the )?(?:device |router |switch |server |box )?#$|what inventory (?:does|has) # (?:have|got)$"),
        ("dcim.device",),
        _listing("dcim.inventoryitem"),
    ),
    Idiom(
        _pattern(r"(?:which|what) (?:device|interface|port|vm|virtual machine|host|machine|box|server|switch|router|firewall|node|system)s? (?:currently )?(?:has|have|had|owns?|holds?|uses?|using|is using|carries|carry|got|answers on|lives on|sits on|is on|is at)(?: the)?(?: ip| ip address| address| ipv4| ipv6)? #$"),
        ("ipam.ipaddress",),
        _asked("assigned_object", "dns_name", "vrf", "status"),
    ),
    Idiom(
        _pattern(r"(?:everything|anything|objects|things|stuff|what(?: else)?|which (?:objects|things))(?: that| which)?(?: is| are| has been| have been)? (?:tagged|labelled|labeled)(?: with| as)?(?: the)?(?: tag)? #$"
                 r"|(?:everything|anything|what(?: else)?|which (?:objects|things))(?: that| which)? (?:has|have|had|carries|carry|bears?|with)(?: the)? tag #$"),
        ("extras.tag",),
        _listing("extras.taggeditem"),
    ),
    Idiom(
        _pattern(r"(?:which )?vlan ?ids?(?: are)?(?: currently)?(?: in use| used| taken| assigned| defined| present)?(?: in| at| on| for| by| of)(?: the)?(?: site| group| vlan group)? #(?: in use| used| taken)?$"),
        ("dcim.site", "ipam.vlangroup", "dcim.location", "tenancy.tenant", "dcim.region"),
        _listing("ipam.vlan", "vid", "name"),
    ),
    Idiom(
        _pattern(r"(?:who|which|what)(?: vrfs?)? (?:exports?|is exporting|are exporting)(?: the)?(?: route target| rt| target)? #$"),
        ("ipam.routetarget",),
        _with("ipam.vrf", "export_target"),
    ),
    Idiom(
        _pattern(r"(?:who|which|what)(?: vrfs?)? (?:imports?|is importing|are importing)(?: the)?(?: route target| rt| target)? #$"),
        ("ipam.routetarget",),
        _with("ipam.vrf", "import_target"),
    ),
    Idiom(
        _pattern(r"(?:children|child prefixes|child subnets|sub-?prefixes|more specifics)(?: prefixes)? (?:of|under|below|in|within) (?:prefix |subnet )?#$"),
        ("ipam.prefix",),
        _around("within"),
    ),
    Idiom(
        _pattern(
            r"what(?:'s| is| do we have| have we got| have we| do we own| do we use| kit| gear| stuff| equipment| hardware)*(?: do we have| have we got)? (?:from|by|of|made by) (?:vendor )?#$|"
            r"(?:everything|anything|all) (?:from|by|made by) #$"
        ),
        ("dcim.manufacturer",),
        _listing("dcim.device"),
    ),
    Idiom(
        _pattern(r"what(?: kind of| kinda| sort of| type of)? (?:models|gear|kit|stuff|equipment|hardware|devices|boxes)? ?(?:do|does) (?:vendor )?# (?:make|build|sell|manufacture|produce|supply)(?: for us)?"),
        ("dcim.manufacturer",),
        _listing("dcim.devicetype"),
    ),
    Idiom(
        _pattern(r"who (?:made|makes|builds|built|manufactures|manufactured|produces|sells)(?: the| a| an)? #|(?:who is|which company is) the (?:maker|vendor|manufacturer) of(?: the| a| an)? #"),
        ("dcim.devicetype", "dcim.moduletype", "dcim.device", "dcim.racktype", "dcim.platform"),
        _asked("manufacturer"),
    ),
    Idiom(
        _pattern(r"(?:do|have) we (?:have|got|own) (?:anything|something|stuff|gear|kit)(?: at all)? (?:in|at) (?:the |site |location |region )?#|(?:anything|something) (?:in|at) (?:the |site |location |region )?#$"),
        _PLACES,
        _about("overview"),
    ),
    Idiom(
        _pattern(r"(?:street |postal |mailing |physical |shipping )?address of (?:site |the site )?#$|(?:street|postal|mailing) address (?:of|for) #|where (?:do|should|can) (?:we|i) (?:ship|send|deliver)(?: things| stuff| parcels| it| them)?(?: to)?(?: for)? #"),
        ("dcim.site",),
        _asked("physical_address"),
    ),
    Idiom(
        _pattern(r"(?:gps|geo)? ?(?:coordinates|location|position|lat/long|lat long|latitude and longitude) (?:of|for) (?:site |the site )?#$|where on (?:the )?(?:map|earth) is #"),
        ("dcim.site",),
        _asked("latitude", "longitude", "physical_address"),
    ),
    Idiom(
        _pattern(r"(?:parents?|supernet|super net|container|containing prefix|enclosing prefix|parent prefix|covering prefix) (?:of|for) (?:prefix |subnet )?#|(?:what|which prefix|which prefixes|which subnet|which container)(?: contains?| covers?| holds?| encloses?) #|(?:what|which prefix|which subnet|which block) is # (?:in|within|inside|part of)$"),
        ("ipam.prefix",),
        _around("covers"),
    ),
    Idiom(
        _pattern(r"(?:what|which subnets?|which prefix(?:es)?|subnets|prefixes|networks)(?: all)?(?: that)? (?:hangs? off|hang under|live in|lives in|sits? under|sit in|lies? in|falls? under|belongs? to|are carved from|are carved out of|come out of) (?:prefix )?#"),
        ("ipam.prefix",),
        _around("within"),
    ),
    Idiom(
        _pattern(r"what (?:is|are|was) (?:the )?(?:prefix |subnet |network |vlan |range )?# (?:used |good |there |meant )?for|what do we use (?:the )?(?:prefix |subnet |vlan )?# for|(?:purpose|use) of (?:the )?(?:prefix |subnet |vlan )?#"),
        ("ipam.prefix", "ipam.vlan", "ipam.iprange"),
        _asked("role", "description", "vlan", "site", "scope", "tenant", "status"),
    ),
)  # fmt: skip


def read_idioms(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the readings of a clause that asks about one thing by a fixed turn of phrase.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    named = [item for item in items if item.hits or _network(item)]
    if len(named) > 1:
        # A word of the phrase may be some object's name as well; what stands last is asked about.
        named = [item for item in named if not item.words or item.figure] or named
    networks = [item for item in named if _network(item)]
    if len(networks) == 1:
        # "Which router has 10.0.0.1?" is asked of the address.
        named = networks
    if len(named) > 1 or not (pointed := [(named[0], named[0])] if named else _pointed(mind, items)):
        return
    stands = pointed[0][0]
    said = " ".join("#" if item is stands else item.text.lower() for item in items)
    for idiom in IDIOMS:
        if not idiom.said.match(said):
            continue
        for thing, kind, hits in _meanings(mind, [each for _, each in pointed], idiom.types):
            draft = idiom.draft(mind, kind, thing.text)
            if draft is None:
                continue
            about = mind.catalogue[draft.noun.kind] if draft.noun and draft.noun.kind else None
            draft.columns = [each for each in draft.columns if about is None or each in about.fields]
            if hits:
                draft.grounds[thing.text] = hits
            # What the phrase says is accounted for by it as a whole.
            draft.penalty = -0.3
            yield draft
            return


def _pointed(mind: Mind, items: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Return the word that stands for what was last shown, with that as its name: "what is plugged into it?".

    What an address or a cable was asked for comes after it: the router of "which address has the router?".
    """
    word = next((item for item in items if item.role("it") and not item.content), None)
    things = mind.topic.focus[0].things if mind.topic.focus else ()
    if word is None or len(things) != 1 or any(item.kinds for item in items):
        return []
    about = [each for each in referents(mind.topic, mind.catalogue, plural=False) if each.depth == 0]
    hits = [*things, *(each.hits[0] for each in about if each.how == "named" and len(each.hits) == 1)]
    return [(word, replace(word, text=hit.name, hits=(hit.model_copy(update={"score": 1.0}),))) for hit in hits]


def _network(item: Item) -> bool:
    return item.figure is not None and item.figure.kind in _NETWORKS


def _meanings(
    mind: Mind, things: Sequence[Item], types: Sequence[str]
) -> Iterator[tuple[Item, str, tuple[NameHit, ...]]]:
    """Yield the things with the types of which each may be, and its hits, those that the phrase is about first."""
    for thing in things:
        kinds = list(dict.fromkeys(hit.type for hit in sorted(thing.hits, key=lambda hit: -hit.score)))
        for kind in types or kinds:
            hits = tuple(hit for hit in thing.hits if hit.type == kind and hit.id)
            if hits:
                yield thing, kind, hits
            elif (kind == "ipam.prefix" and _network(thing)) or (
                kind == "ipam.ipaddress" and thing.figure is not None and thing.figure.kind == "address"
            ):
                yield thing, kind, ()
    del mind
