"""The words of the language itself: what stands between the names of things.

Each role has its phrases, as people write them. A role says what the words do in a sentence, its value which of several.
"""

from typing import NamedTuple

from orchestration.language.intent import Want


class Word(NamedTuple):
    """What a phrase does in a sentence.

    Args:
        role: its part: "want", "in", "with", "count", ...
        value: which of several: of a want "find", of a comparison "gte".
    """

    role: str
    value: str = ""


# role, value, phrases divided by ";"
_PHRASES: tuple[tuple[str, str, str], ...] = (
    # What is wanted.
    (
        "want",
        "find",
        "show; list; display; find; fetch; get; print; enumerate; see; view; search; search for; look up; look for; pull up; pull; return",
    ),
    (
        "want",
        "find",
        "give me; show me; tell me; list me; get me; send me; gimme; let me see; let me have; bring up; give us; show us; tell us; find me",
    ),
    (
        "want",
        "find",
        "i need to know; i want to know; i need to see; i want to see; i would like to see; i'd like to see; i wonder; i am looking for; i'm looking for",
    ),
    (
        "want",
        "find",
        "i need; we need; i want; i would like; i'd like; need; want; looking for; find out; check; list out; run; generate; produce; make me; give",
    ),
    (
        "want",
        "find",
        "i need the list of; i need a list of; the complete list of; complete list of; full list of; a list of; list of; the list of; an overview list of",
    ),
    (
        "want",
        "find",
        "do you know; do we know; can you see; do you see; what do you have on; which are; what are; got any; let's see; lets see; i'd like to know",
    ),
    (
        "want",
        "inspect",
        "details; detail; details of; details about; details for; details on; detailed information; detailed information about; detailed info",
    ),
    (
        "want",
        "inspect",
        "information; info; information about; information on; information for; info on; info about; info for; describe; inspect; all about",
    ),
    (
        "want",
        "inspect",
        "tell me about; tell me more about; tell me everything about; everything about; more about; what about; how about; facts; facts about; data on",
    ),
    (
        "want",
        "inspect",
        "what do we know about; what do you know about; what is known about; show details; full details; properties; properties of; profile; summary of",
    ),
    (
        "want",
        "inspect",
        "more details; more detail; more info; more information; the details of; give details; specs; specs of; specification; specifications; datasheet",
    ),
    (
        "want",
        "compare",
        "compare; comparison; comparison of; comparison between; difference between; differences between; the difference between; versus; vs",
    ),
    (
        "want",
        "count",
        "how many; number of; numbers of; count; count of; counts of; total number of; total; totals; total of; total count of; amount of; quantity of",
    ),
    (
        "want",
        "count",
        "how many are there; the number of; the count of; tally; in total; altogether; all together; how much; sum of; what is the count of",
    ),
    # What links two things.
    (
        "in",
        "at",
        "at; in; on; inside; within; located in; located at; housed in; installed in; mounted in; sitting in; sits in; sit in; placed in; living in; lives in",
    ),
    (
        "in",
        "at",
        "which are in; that are in; who are in; belonging in; found in; that sit in; which sit in; situated in; residing in; based in; over at; over in; out of",
    ),
    (
        "in",
        "of",
        "of; for; from; belonging to; belongs to; belong to; owned by; owned; own by; assigned to; attached to; associated with; related to; under; below; beneath",
    ),
    (
        "in",
        "of",
        "that belong to; which belong to; part of; member of; members of; bought from; buy from; delivered by; provided by; supplied by; made by; built by; by vendor",
    ),
    (
        "in",
        "of",
        "using; used by; run by; running; runs; run; running on; runs on; run on; hosted on; hosted by; hosted in; behind; across; over; throughout; among; amongst; out of",
    ),
    (
        "in",
        "to",
        "to; into; towards; connected to; linked to; cabled to; plugged into; wired to; patched to; goes to; go to; going to; leading to; terminating at; terminates at",
    ),
    (
        "in",
        "to",
        "terminated at; terminate at; terminating in; land at; lands at; landing at; ends at; end at; feeding; feeds; supplying; supplies",
    ),
    ("in", "by", "by; via; through; made of"),
    ("in", "between", "between"),
    (
        "with",
        "",
        "with; having; that have; which have; who have; that has; which has; have; has; had; carry; carries; carrying; contain; contains; containing; including; hold; holds",
    ),
    (
        "with",
        "",
        "holding; featuring; own; owns; owning; that own; possess; do have; does have; equipped with; includes; include; that carry; which carry; that contain; which contain",
    ),
    (
        "without",
        "",
        "without; without any; with no; having no; that have no; which have no; that has no; which has no; have no; has no; lacking; lack; lacks; missing; miss; no; with zero",
    ),
    (
        "without",
        "",
        "have not a single; has not a single; without a single; not a single; don't have; do not have; doesn't have; does not have; didn't have; have not; has not; haven't",
    ),
    (
        "without",
        "",
        "not having; that lack; which lack; that do not have; that don't have; which don't have; which do not have; that doesn't have; which doesn't have; hasn't; w/o; sans",
    ),
    (
        "without",
        "",
        "don't have any; do not have any; doesn't have any; does not have any; have not any; haven't any; have no single; have zero; has zero; with not a single; not even one",
    ),
    (
        "without",
        "",
        "that are missing; which are missing; are missing; is missing; don't contain; do not contain; does not contain; doesn't contain; don't carry; have none of; holding no",
    ),
    (
        "not",
        "",
        "not; isn't; is not; are not; aren't; wasn't; not in; other than; except; except for; excluding; exclude; but not; apart from; besides; minus; and not; that are not",
    ),
    (
        "not",
        "",
        "which are not; that aren't; which aren't; which isn't; rather than; leaving out; leave out; skipping; skip; ignoring; ignore; not the; neither; nor; non; everything but; all but",
    ),
    ("no_longer", "", "no longer; not anymore; not any more"),
    (
        "that",
        "",
        "that; which; who; whose; that is; that are; which is; which are; who is; who are; what; that were; which were; where; whom; thats; that's",
    ),
    ("be", "", "is; are; was; were; be; been; being; am; 's; isnt it; it is; there is; there are"),
    (
        "and",
        "",
        "and; as well as; plus; also; and also; along with; together with; together; both; and then; furthermore; additionally; too",
    ),
    ("or", "", "or; either; and or; or else; respectively"),
    (
        "named",
        "",
        "named; called; name is; with name; with the name; whose name is; by the name of; by the name; that are called; which is called; with names; is called; are called",
    ),
    (
        "named",
        "",
        "that is called; which are called; names; the name is; name; entitled; titled; labelled as; known as; name it; call it; name them; names are",
    ),
    (
        "named_like",
        "contains",
        "whose name contains; with a name containing; whose names contain; name contains; name containing; names containing; matching; that match; with name like",
    ),
    (
        "named_like",
        "contains",
        "named like; called something like; name includes; name like; with names like; whose name includes; containing the word; with the word; contain in the name",
    ),
    (
        "named_like",
        "starts",
        "whose name starts with; name starts with; names starting with; name starting with; starting with; starts with; beginning with; that start with; begin with",
    ),
    (
        "named_like",
        "starts",
        "whose names start with; whose name begins with; named starting with; that begin with; which start with; start with; which begin with; prefixed with; prefixed",
    ),
    (
        "named_like",
        "ends",
        "whose name ends with; name ends with; names ending with; ending with; ending in; ends with; that end with; which end with; end in; ends in; that end in; whose names end",
    ),
    (
        "tagged",
        "",
        "tagged; tagged with; tagged as; with tag; with the tag; with tags; with the tags; having the tag; carrying the tag; that carry the tag; tag; tags; labelled; labeled",
    ),
    (
        "tagged",
        "",
        "carrying tag; carry the tag; carry the tags; carry both tags; carrying both tags; with both tags; have the tag; has the tag; have tag; have tags; with a tag; marked with tag",
    ),
    (
        "marked",
        "",
        "marked; marked as; marked with; described as; that say; which say; saying; noted as; with the note; commented; with a comment; mentioning; that mention; which mention",
    ),
    # How much, how many, in which order.
    (
        "compare",
        "gte",
        "at least; minimum; min; a minimum of; no less than; not less than; no fewer than; or more; or bigger; or larger; or higher; and up; and more; or above; or greater; and above",
    ),
    (
        "compare",
        "gt",
        "more than; over; greater than; above; bigger than; larger than; higher than; taller than; longer than; exceeding; exceeds; exceed; beyond; wider than; faster than; deeper than",
    ),
    (
        "compare",
        "lte",
        "at most; maximum; max; a maximum of; no more than; not more than; up to; or less; or fewer; or smaller; or lower; or below; and below; and less; or shorter; or under",
    ),
    (
        "compare",
        "lt",
        "less than; fewer than; smaller than; lower than; shorter than; below; under; slower than; fewer; narrower than; thinner than",
    ),
    ("compare", "eq", "exactly; equal to; equals; equal; precisely; just exactly"),
    ("compare", "gt_date", "after; since; newer than; later than; from then on; starting from; starting"),
    ("compare", "lt_date", "before; until; older than; earlier than; prior to; till; by the end of"),
    ("compare", "in_date", "during; in the course of"),
    ("several", "", "more than one; several; multiple; many; at least two; two or more; numerous; a lot of; lots of"),
    ("single", "", "only one; a single; exactly one; just one; one single"),
    (
        "top",
        "desc",
        "top; the top; biggest; largest; highest; busiest; fullest; most; the most; most of; with most; with the most; greatest; tallest; has the most; have the most; longest; heaviest",
    ),
    (
        "top",
        "asc",
        "bottom; smallest; lowest; fewest; least; the least; the fewest; with the least; with the fewest; shortest; emptiest; has the least; has the fewest; have the fewest; lightest",
    ),
    (
        "newest",
        "desc",
        "newest; latest; most recent; most recently; recent; recently; lately; last created; last added; youngest; newly; last updated; recently added; recently created",
    ),
    ("newest", "asc", "oldest; earliest; first created; first added; eldest"),
    (
        "sort",
        "",
        "sort; sorted; sorted by; sort by; sort them by; sort it by; order by; ordered by; order them by; in order of; ranked by; rank by; ordered; sort these by; arranged by; rank",
    ),
    (
        "sort",
        "",
        "sort them; sort these; sort that; order them; order these; sort it; sorting by; sort the list by; order the list by; order the list; reorder; arrange; arrange by; sort those by",
    ),
    (
        "direction",
        "desc",
        "descending; desc; in descending order; z to a; z-a; from z to a; highest first; largest first; biggest first; newest first; reverse; reversed; in reverse; reverse order",
    ),
    (
        "direction",
        "desc",
        "backwards; most first; in reverse order; last first; from high to low; high to low; decreasing; latest first; tallest first; from largest to smallest; most recent first",
    ),
    (
        "direction",
        "asc",
        "ascending; asc; in ascending order; a to z; a-z; from a to z; lowest first; smallest first; oldest first; alphabetically; in alphabetical order; alphabetical; low to high",
    ),
    (
        "direction",
        "asc",
        "fewest first; from low to high; increasing; least first; earliest first; shortest first; numerically; by alphabet",
    ),
    (
        "group",
        "",
        "per; for each; for every; each; every; grouped by; group by; broken down by; break down by; split by; by each; in each; at each; on each; of each; per each; split per; divided by",
    ),
    (
        "group",
        "",
        "breakdown by; distribution by; distributed over; distribution over; distribution per; broken down per; grouped per; in every; at every; across each; split up by; breakdown per; apiece",
    ),
    (
        "columns",
        "",
        "columns; column; fields; with columns; with their; with its; showing; show also; including their; including its; along with their; together with their; with the columns; and their",
    ),
    (
        "columns",
        "",
        "with fields; and its; also show; add the column; with the columns; including the; display their; list their; with the following columns; with also; plus their; plus its; also with",
    ),
    (
        "table",
        "",
        "as a table; in a table; as table; in table form; as a list; in one list; in a list; as one list; in tabular form; as a tree; in one table; in a single list; as bullet points",
    ),
    (
        "csv",
        "",
        "as csv; csv; as a csv; as csv file; as a csv file; as spreadsheet; as a spreadsheet; as excel; in excel; to csv; export; export as csv; as an export; download; to excel; xlsx; as xlsx",
    ),
    # Which of them.
    (
        "all",
        "",
        "all; all of; all the; any; any of; some; some of; every single; each and every; whole; entire; complete; full; completely; fully; a; an; the; our; my; your; their; us; of ours",
    ),
    (
        "all",
        "",
        "various; existing; certain; individual; different; kind of; kinds of; sort of; sorts of; distinct; everything; overall; entire set of; registered; configured; defined; documented",
    ),
    (
        "all",
        "",
        "recorded; known; available in netbox; tracked; stored; present; whatever; of whatever; of any; different kinds of; what kind of; what kinds of; what sort of; unique; respective; anything",
    ),
    (
        "only",
        "",
        "only; just; only the; just the; solely; only those; only show; just show; nothing but; limit to; limit that to; restrict to; narrow down to; narrow it to; filter by; filter on; filter",
    ),
    (
        "only",
        "",
        "filter for; restrict that to; limit it to; narrow to; narrow it down to; narrow that down to; limited to; filtered by; filter them by; filter that to; keep only; only keep; exclusively",
    ),
    (
        "ones",
        "",
        "one; ones; those; these; them; the ones; those ones; these ones; of them; of these; of those; of those ones; among them; among these; among those; the same ones; all of them; both of them",
    ),
    (
        "ones",
        "",
        "any of them; any of these; any of those; all of these; all of those; each of them; each of these; from them; from these; in them; on them; for them; in those; on those; for those; at those",
    ),
    (
        "ones",
        "",
        "each of those; at these; some of them; both; the results; those results; the list; this list; that list; these results; from that list; in that list; of that list; in this list; of the above",
    ),
    (
        "ones",
        "",
        "the above; they; their; theirs; the former; for these; on these; in these; with them; with these; with those; to them; to these; to those; the others; everything there; from those; listed",
    ),
    (
        "it",
        "",
        "it; its; it's; this; that; this one; that one; the one; the same one; the same; of it; on it; in it; for it; there; in there; on there; at there; over there; of this; of that; this thing",
    ),
    (
        "it",
        "",
        "he; she; him; her; his; hers; of his; of hers; that thing; the thing; itself; in this; in that; on this; on that; for this; for that; from it; from there; at that; to it; thereof; with it",
    ),
    (
        "it",
        "",
        "its own; the said; said; inside it; of that one; of this one; on that one; on this one; for that one; for this one; in that one; in this one; about it; about this; about that; same",
    ),
    ("ordinal", "1", "first; 1st; first one; the first; the first one; number one; top one"),
    ("ordinal", "2", "second; 2nd; second one; the second; the second one; number two"),
    ("ordinal", "3", "third; 3rd; third one; the third; the third one; number three"),
    ("ordinal", "4", "fourth; 4th; fourth one; the fourth; the fourth one"),
    ("ordinal", "5", "fifth; 5th; fifth one; the fifth; the fifth one"),
    ("ordinal", "6", "sixth; 6th; sixth one; the sixth; the sixth one"),
    ("ordinal", "7", "seventh; 7th; seventh one; the seventh one"),
    ("ordinal", "8", "eighth; 8th; eighth one; the eighth one"),
    ("ordinal", "9", "ninth; 9th; ninth one; the ninth one"),
    ("ordinal", "10", "tenth; 10th; tenth one; the tenth one"),
    ("ordinal", "-1", "last; last one; the last; the last one; final; final one; bottom one"),
    (
        "ordinal",
        "-2",
        "second to last; second last; penultimate; last but one; next to last; the second to last; the last but one",
    ),
    # What something is like.
    (
        "state",
        "set",
        "connected; cabled; in use; used; occupied; taken; plugged in; wired; patched; populated; installed; assigned; allocated; linked; active link; being used; in service; utilised; utilized",
    ),
    (
        "state",
        "empty",
        "unused; free; empty; not connected; unconnected; uncabled; not cabled; not in use; unoccupied; vacant; spare; not used; unassigned; not assigned; unallocated; not occupied; unplugged",
    ),
    (
        "state",
        "empty",
        "disconnected; unpopulated; not populated; nothing plugged in; not plugged in; not wired; unwired; still free; still available; left over; open; still unused; idle; unlinked; not patched",
    ),
    (
        "state",
        "empty",
        "completely empty; totally empty; not taken; still empty; with nothing in it; with nothing inside; available; not allocated; not being used; still open; unpatched; not linked",
    ),
    (
        "unnamed",
        "",
        "unnamed; nameless; without a name; with no name; without name; that have no name; which have no name; have no name; has no name; not named; without any name; untitled",
    ),
    (
        "unracked",
        "",
        "unracked; not racked; not in a rack; not in any rack; without a rack position; not mounted; unmounted; not mounted in a rack",
    ),
    (
        "untagged",
        "",
        "untagged objects; without tags; without a tag; without any tag; with no tag; with no tags; no tags",
    ),
    ("family", "4", "v4; ipv4; ip v4; ip version 4; version 4"),
    ("family", "6", "v6; ipv6; ip v6; ip version 6; version 6"),
    ("enabled", "true", "enabled; turned on; switched on; administratively up; admin up; up; online"),
    (
        "enabled",
        "false",
        "disabled; turned off; switched off; shut down; shutdown; administratively down; admin down; down; shut",
    ),
    (
        "unit",
        "",
        "u; unit; units; rack unit; rack units; height units; ru; he; u's; us of space; rack u; units of space; us",
    ),
    ("long", "", "high; tall; big; large; long; wide; deep; heavy; fast; full; old"),
    # Reports and pictures, by their names in the registry of tools.
    (
        "report",
        "health",
        "health; server health; netbox server health; netbox health; health check; server status; netbox status; status of netbox; healthy; netbox version; version of netbox",
    ),
    (
        "report",
        "health",
        "netbox up; netbox alive; netbox server; alive; reachable; up and running; which version; what version; version; ping; server version; netbox server status; responding",
    ),
    (
        "report",
        "rack_elevation",
        "elevation; rack elevation; rack elevations; elevations; rack layout; rack diagram; rack drawing; rack view; front view; rear view; elevation view; picture; drawing",
    ),
    (
        "report",
        "rack_elevation",
        "elevation diagram; elevation drawing; rack picture; rack front view; rack rear view; drawing of; picture of; image of; elevation for; elevation of; diagram of",
    ),
    (
        "report",
        "rack_inventory",
        "rack inventory; rack contents; contents; contents of; content of; inventory of rack; inventory of the rack; what is mounted in; whats mounted in; inventory for rack",
    ),
    (
        "report",
        "rack_inventory",
        "whats inside; what is inside; what's inside; what is installed in; whats installed in; what sits in; mounted there; what is racked in; what's racked in; what is in rack",
    ),
    (
        "report",
        "topology",
        "topology; network topology; topology report; network topology report; topology map; network map; network diagram; topology diagram; how is everything wired; wiring overview",
    ),
    (
        "report",
        "capacity",
        "capacity; capacity planning; capacity report; capacity planning report; capacity plan; space planning; capacity overview; capacity analysis; growth planning; headroom",
    ),
    (
        "report",
        "cable_trace",
        "cable trace; trace; cable path; trace cable; trace the cable; tracing; traced; path trace; detailed cable trace; follow the cable; cable run; trace path; trace the path",
    ),
    (
        "report",
        "cable_trace",
        "trace the link; trace the connection; follow the path; trace route; end-to-end path; connection path; full path; cable traces; trace cables; trace the cables; trace the uplink",
    ),
    (
        "report",
        "ipam_hierarchy",
        "ipam hierarchy; prefix hierarchy; ip hierarchy; prefix tree; ipam tree; address plan; ip address plan; hierarchy; ip plan; hierarchy of prefixes; ip address hierarchy; ipam",
    ),
    (
        "report",
        "ipam_hierarchy",
        "ipam overview; address hierarchy; prefix hierarchies; vrf hierarchy; subnet hierarchy; subnet tree; tree of prefixes; ip space hierarchy; ipam structure; addressing plan",
    ),
    (
        "report",
        "duplicate_ips",
        "duplicate ip addresses; duplicate ips; duplicate addresses; duplicated ip addresses; ip conflicts; ip address conflicts; address conflicts; duplicates; duplicate ip; duplicate",
    ),
    (
        "report",
        "duplicate_ips",
        "duplicated ips; duplicated addresses; ips used twice; addresses used twice; conflicting ips; conflicting ip addresses; overlapping ip addresses; double ips; ip duplicates",
    ),
    (
        "report",
        "duplicate_ips",
        "used more than once; assigned twice; double booked; ip clashes; address clashes; clashing ips; ip addresses used twice; ip addresses more than once; same ip twice; used twice",
    ),
    (
        "report",
        "tenant_report",
        "tenant report; tenant resource report; resource report; tenant overview; tenant summary; tenant resources; comprehensive tenant resource report; comprehensive tenant report",
    ),
    (
        "report",
        "tenant_report",
        "resources; resource overview; resource summary; comprehensive report; resource usage; full tenant report; resources of tenant; tenant resource overview; footprint; asset report",
    ),
    (
        "report",
        "site_audit",
        "audit; infrastructure audit; site audit; inventory audit; complete infrastructure audit; audit report; full audit; complete audit; infrastructure report; site report; auditing",
    ),
    (
        "report",
        "power_overview",
        "power overview; power infrastructure; power infrastructure overview; power distribution; power summary; power report; power situation; power infrastructure report; electrical overview",
    ),
    (
        "report",
        "power_overview",
        "power supply overview; power landscape; power setup; power status; power topology; power capacity; power infrastructure summary",
    ),
    (
        "report",
        "power_consumption",
        "power consumption; power draw; power usage; power budget; power consumption analysis; consumption; energy consumption; wattage; watts; how many watts; energy usage; power use",
    ),
    (
        "report",
        "power_consumption",
        "how much power; electricity; power load; power consumption report; total draw; power demand; consumes; consume; draws; draw in total; power drawn; power needs; power requirement",
    ),
    (
        "report",
        "power_connections",
        "power connection; power connections; power connection information; power connectivity; power cabling; powered from; power feed connections; power wiring; power links; power cables",
    ),
    (
        "report",
        "power_connections",
        "powered by; gets its power from; get its power from; gets power from; power connections information; power source; power sources; fed from; what powers; powers",
    ),
    (
        "report",
        "cluster_utilization",
        "cluster utilization; cluster utilisation; cluster resource utilization; cluster resource utilisation; cluster usage; cluster resources; cluster resource usage; cluster load",
    ),
    (
        "report",
        "prefix_utilization",
        "prefix utilization; prefix utilisation; prefix utilization report; prefix usage; subnet utilization; subnet utilisation; subnet usage; ip space utilization; ip space usage",
    ),
    (
        "report",
        "ip_usage",
        "ip usage; ip usage statistics; address usage; ip utilization; ip utilisation; ip address usage; usage statistics; ip address utilization; ip statistics; ip stats; usage stats",
    ),
    (
        "report",
        "changes",
        "change log; changelog; change history; what changed; what has changed; what was changed; recent changes; latest changes; last changes; edit history; who changed; who touched",
    ),
    (
        "report",
        "changes",
        "who modified; who edited; changes; history; history of; change record; changed; modifications; modified; last change; last changed; who last changed; who updated; who added; who created",
    ),
    (
        "report",
        "changes",
        "who deleted; who removed; change logs; audit log; audit trail; edits; edited; activity; what happened; what happened to; what did; who did what; touched; who has changed",
    ),
    ("report", "journal", "journal; journals; journal of; notes of; log book; logbook; journal for"),
    (
        "report",
        "overview",
        "overview; summary; big picture; statistics; netbox overview; dashboard; stats; general overview; overview of netbox; summary of netbox; netbox statistics; general statistics; overall summary",
    ),
    (
        "usage",
        "",
        "utilization; utilisation; usage; fill level; fullness; occupancy; space used; used space; utilized; utilised; use; percent used; percentage used; load; utilization report; usage report",
    ),
    (
        "dull",
        "",
        "report; reports; analysis; statistics of; figures; comprehensive; infrastructure; complete; detailed; information; planning; resource; network; full; quick; short; brief; thorough; view",
    ),
    (
        "next_free",
        "",
        "next free; next available; first free; first available; next unused; first unused; next open; lowest free; next unallocated; first open; next usable; first usable; one free; another free",
    ),
    (
        "next_free",
        "",
        "the next free; the next available; the first free; the first available; next couple of free; next two free; next vacant; next; largest free; biggest free; the biggest free; the largest free",
    ),
    (
        "space",
        "",
        "space; room; free space; address space; ip space; free room; rack space; free block; free blocks; blocks; block; spare capacity; gap; gaps; holes; hole; slots free; free range; free ranges",
    ),
    # Questions.
    (
        "ask",
        "what",
        "what; which; what is; which is; whats; what's; which one; which ones; what's the; tell which; which of; which of them; which of these; which of those; what sort; what does",
    ),
    (
        "ask",
        "what",
        "what do; what did; which does; what was; what were; wat; whch; by which; in which; at which; on which; to which; from which; with which; under which; for which; of which; into which",
    ),
    (
        "ask",
        "what",
        "at what; in what; on what; to what; from what; under what; for what; of what; into what; whose; what else; which kind; which other; what other; which further",
    ),
    ("ask", "who", "who; who is; who's; whos; who are; who has; whom; who does; who owns; who was"),
    (
        "ask",
        "where",
        "where; where is; where's; wheres; where are; where does; where do; where can i find; where was; whereabouts; where exactly; in what place; location of; whereabouts of; where did",
    ),
    (
        "ask",
        "when",
        "when; when was; when were; when did; since when; when is; when has; how old; at what time; what time; on what date; what date",
    ),
    (
        "ask",
        "does",
        "does; do; did; has; is there; are there; is there a; is there an; are there any; is there any; do we have; do we have any; do you have; do you have any; have we got; have we got any",
    ),
    (
        "ask",
        "does",
        "have we; do we; do you; does it; do they; did we; is; are; can; do we own; are we; have you got; have you; does anyone; does anybody; do they have; do they own; does he; is it",
    ),
    (
        "ask",
        "far",
        "how full; how much of; how much is used of; how used; how utilised; how utilized; how exhausted; how much space is left in; how much room is left in; how much space in; how busy",
    ),
    (
        "ask",
        "tall",
        "how high; how tall; how many u high; how many units high; how many units tall; how many rack units high; how many u; how many units; how many rack units; how many u tall",
    ),
    (
        "ask",
        "other_end",
        "where does it go; where is the other end; other end; far end; the other end; where does that go; what is on the other end; opposite end; other side; the other side; remote end",
    ),
    (
        "ask",
        "other_end",
        "where does it lead; where does it lead to; where does it go to; what's connected to; what is connected to; plugged into; what's plugged into; what is plugged into; hooked up to",
    ),
    (
        "ask",
        "other_end",
        "whats plugged into; whats connected to; what does it connect to; where does it connect to; peer of; neighbour of; neighbor of; whats on the other end; connected with; goes where",
    ),
    # Politeness and what fills the air.
    (
        "please",
        "",
        "please; pls; plz; kindly; could you; can you; would you; will you; could you please; can you please; would you mind; if you can; if possible; would you please; please to; pleas",
    ),
    (
        "please",
        "",
        "could somebody; can somebody; can someone; could someone; can anybody; can anyone; could anyone; may i; might i; can i; could i; can we; could we; may we; can i have; could i have; can i get",
    ),
    (
        "please",
        "",
        "i was wondering; i was wondering if; i wonder if; i'd be grateful; be so kind; be so kind as to; be so kind and; mind; would it be possible; would it be possible to; is it possible to",
    ),
    (
        "please",
        "",
        "for me; to me; for us; me; us; for a moment; quick; quickly; quick question; one question; question; real quick; a question; another question; one more; another one; asap; urgently",
    ),
    (
        "please",
        "",
        "you; you please; bot; netbot; netbox bot; dear bot; buddy; mate; folks; guys; team; all; there; everyone; dude; man; friend; sir; robot; colleague; colleagues; let me; let us; lets",
    ),
    (
        "greeting",
        "",
        "hi; hello; hey; good morning; good afternoon; good evening; morning; evening; greetings; howdy; yo; hiya; hi there; hello there; hey there; moin; good day; g'day; hey bot; hi bot; hello bot",
    ),
    (
        "thanks",
        "",
        "thanks; thank you; thx; ta; cheers; many thanks; thanks a lot; thank you very much; thanks in advance; thank you so much; tnx; tia; much appreciated; ty; appreciated; great; nice; perfect",
    ),
    (
        "filler",
        "",
        "ok; okay; so; well; now; then; again; still; actually; really; currently; at the moment; right now; at present; presently; today; already; yet; anyway; by the way; btw; just; simply; too",
    ),
    (
        "filler",
        "",
        "in netbox; in our netbox; from netbox; of netbox; netbox; in the netbox; into netbox; in the system; in the database; in the inventory; in inventory; in there; anywhere; somewhere; nowhere",
    ),
    (
        "filler",
        "",
        "at all; exactly; precisely; roughly; approximately; about; around; alright; right; sure; yes; yeah; yep; hmm; hm; uh; um; oh; ah; maybe; perhaps; possibly; probably; basically; literally; once",
    ),
    (
        "filler",
        "",
        "with us; have we got; we have got; have got; got; we have; do we have; we got; we do have; do exist; exist; exists; existing; there; out there; around here; here; with you; do you have; have you got",
    ),
    (
        "filler",
        "",
        "we; i; our; ours; my; mine; your; yours; you; anybody; somebody; someone; anyone; does anybody know; do you know; in total; in all; overall; inside; completely; totally; i mean; you know",
    ),
    (
        "filler",
        "",
        "do; does; did; will; would; should; could; can; shall; must; may; might; going; gonna; be able to; have to; has to; need to; supposed to; such; very; quite; rather; also; even; ever; else; like",
    ),
    (
        "filler",
        "",
        "i think; i guess; i believe; afaik; imho; in fact; of course; obviously; apparently; different topic; new topic; other topic; another thing; another topic; one thing; one more thing; e.g; i.e; ie; eg",
    ),
    (
        "filler",
        "",
        "look; listen; say; see; the following; following; as follows; in detail; in full; end to end; from end to end; every hop; hop by hop; step by step; with analysis; for analysis; analysis; please do",
    ),
    (
        "filler",
        "",
        "the names of; names of; the name of; as well; too; back; out; up; off; away; along; that way; a bit; a little; a few; a couple of; couple of; few; some more; sit; sits; stand; stands; lie; lies; is it",
    ),
)


# Messages that are understood as a whole: what is wanted, and the phrases, divided by ";".
WHOLE: tuple[tuple[Want, str], ...] = (
    (
        "cancel",
        "cancel; cancel it; cancel that; cancel this; never mind; nevermind; forget it; forget that; abort; stop; stop it; leave it; leave that; drop it; drop that; scrap that; scrap it; "
        "no; nope; no thanks; don't; do not; do nothing; don't do it; don't do that; dismiss; discard; discard it; discard that; no thank you; not now; leave it for now; leave that for now; "
        "never mind then; oh never mind; ok never mind; cancel the change; cancel the request; i changed my mind; changed my mind; withdraw; withdraw it; nah; skip it; skip that; nvm; forget about it",
    ),
    (
        "undo",
        "undo; undo it; undo that; undo this; undo the last change; revert; revert it; revert that; roll back; roll it back; roll that back; rollback; take it back; undo my last change; "
        "revert the last change; undo last change; roll back the last change; put it back",
    ),
    (
        "more",
        "more; show more; show me more; more please; next; next page; the next page; the rest; show the rest; show me the rest; continue; go on; keep going; list more; further; and more; "
        "more rows; see more; show all of them; show everything; next ones; the next ones; next 10; show the next ones; the others; show the others; give me more; load more; show them all; "
        "show more rows; more of them; show me the next page; show next",
    ),
    (
        "forget",
        "forget me; forget about me; delete my data; delete what you know about me; forget everything about me; erase my data; remove my data; forget my data; gdpr",
    ),
    (
        "help",
        "help; help me; help please; what can you do; what can you do for me; what do you do; how do i use you; how do you work; how does this work; commands; usage; manual; what can i ask; "
        "what can i ask you; what do you know; what are you able to do; examples; show me examples; show examples; how to use; how to use this; what questions can i ask; i need help; need help; "
        "how can you help; how can you help me; what are your commands; list commands; instructions; how do i use this; can you help me; can you help; menu; options; what are you good for; "
        "what is this; who are you; what are you; what do you understand; how do i ask; capabilities; your capabilities",
    ),
    (
        "smalltalk",
        "hi; hello; hey; good morning; good afternoon; good evening; thanks; thank you; thx; ta; cheers; great; nice; perfect; cool; ok; okay; good bot; well done; how are you; "
        "how are you doing; how's it going; bye; goodbye; see you; good night; awesome; excellent; lovely; brilliant; super; wonderful; good job; nice job; ping; test; testing; yo; sup; "
        "what's up; you rock; love it; got it; understood; alright; all good; fine; good; hi there; hello there; hey there; hello bot; hi bot; hey bot; thanks a lot; many thanks; see you later",
    ),
)


def phrases() -> dict[str, tuple[Word, ...]]:
    """Return the words a phrase may be, by its text in small letters; the same phrase may have several roles."""
    found: dict[str, list[Word]] = {}
    for role, value, listed in _PHRASES:
        for phrase in listed.split(";"):
            word = Word(role, value)
            words = found.setdefault(phrase.strip(), [])
            if word not in words:
                words.append(word)
    return {phrase: tuple(words) for phrase, words in found.items()}
