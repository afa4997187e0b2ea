"""What can be told by its syntax alone: addresses, numbers with units, ranges, identifiers, dates."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

FigureKind = Literal[
    "address",
    "prefix",
    "mac",
    "number",
    "range",
    "mask",
    "rd",
    "asn",
    "speed",
    "units",
    "unit",
    "date",
    "span",
    "port",
    "code",
    "mail",
    "dns",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that its syntax tells.

    Args:
        kind: address (a host, with or without mask), prefix, mac, number, range (low to high), mask ("/24"), rd ("65000:2"),
            asn ("AS65001"), speed ("40G"), units ("48U", a height), unit ("U37", a position), date (a day, low to high),
            port (the name of an interface), code (a word that mixes letters with digits, or has a hyphen: likely a name), mail, dns.
        low: the value, bare; of a range or date its begin.
        high: of a range or date its end, else the same.
        word: the unit as it was written, in small letters: "mb"; empty for none.
    """

    kind: FigureKind
    low: str
    high: str = ""
    word: str = ""


_MAC = re.compile(r"^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$")
_RANGE = re.compile(r"^(\d+)(?:-|–|\.\.)(\d+)$")
_MEASURE = re.compile(r"^(\d+(?:\.\d+)?)([a-zA-Z]+)$")
_UNIT = re.compile(r"^[uU](\d+(?:\.5)?)(?:-[uU]?(\d+))?$")
_RD = re.compile(r"^\d+:\d+$|^\d+\.\d+\.\d+\.\d+:\d+$")
_ASN = re.compile(r"^[aA][sS][nN]?(\d+)$")
_MASK = re.compile(r"^/(\d{1,3})'?s?$")
_DAY = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_DNS = re.compile(r"^(?=.*[a-z])[a-z0-9_-]+(?:\.[a-z0-9_-]+){1,}\.[a-z]{2,}$", re.IGNORECASE)
_PORT = re.compile(
    r"^[A-Za-z][A-Za-z-]*\d+(?:[/:.]\d+)+$|^\d+/\d+(?:/\d+)*$|^(?:gi|te|fa|eth|po|ae|lo|vlan|mgmt|xe-|et-|ge-|irb|bond|swp|ens|eno)\d+$",
    re.IGNORECASE,
)
_LONG_PORT = re.compile(
    r"^(?:gigabitethernet|tengigabitethernet|fastethernet|ethernet|port-channel|loopback|management|serial|tunnel|cellular|"
    r"hundredgige|fortygige|twentyfivegige|wlan|vmnic|bundle-ether|dot11radio)-?\d+$",
    re.IGNORECASE,
)
_PORTS = re.compile(r"^([A-Za-z][A-Za-z-]*\d+(?:[/:.]\d+)*[/:.])(\d+)[-–](\d+)$")
_CODE = re.compile(r"^(?=.*\d)(?=.*[^\W\d])[\w.:#/+-]+$|^[^\W\d][\w]*(?:[-_:.][\w]+)+$")

_SPEEDS = frozenset(("g", "gbe", "gbps", "gbit", "ge", "gig", "m", "mbps", "mbit"))
_UNITS = frozenset(("u", "he", "ru"))
_MEASURES = frozenset(
    "mb gb tb mib gib kb w kw watt watts va kva a amp amps v volt volts mm cm m km ft in inch kg lb lbs kbps mbps gbps g gbe vcpu vcpus cpu cpus core cores "
    "byte bytes x day days hour hours".split()
)


def figure(text: str) -> Figure | None:
    """Return what a token is by its syntax, or None for a plain word.

    Args:
        text: one token as it was written.
    """
    if not any(each.isdigit() for each in text):
        return _wordlike(text)
    return _network(text) or _numeric(text) or _named(text)


_NUMERALS = {
    word: str(number)
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}


def _wordlike(text: str) -> Figure | None:
    if text.lower() in _NUMERALS:
        return Figure("number", _NUMERALS[text.lower()])
    if _MAIL.match(text):
        return Figure("mail", text)
    if text.startswith("::") or text.count(":") > 1:
        return _network(text)
    if _DNS.match(text):
        return Figure("dns", text)
    return Figure("code", text) if _CODE.match(text) else None


def _network(text: str) -> Figure | None:
    if _MAC.match(text):
        return Figure("mac", text)
    if text.count(".") != 3 and text.count(":") < 2:
        return None
    try:
        interface = ipaddress.ip_interface(text)
    except ValueError:
        return None
    if "/" in text and (
        interface.ip == interface.network.network_address and interface.network.prefixlen < interface.max_prefixlen
    ):
        return Figure("prefix", text)
    return Figure("address", text)


def _numeric(text: str) -> Figure | None:
    if _NUMBER.match(text):
        return Figure("number", text.replace(",", ""))
    mask = _MASK.match(text)
    if mask:
        return Figure("mask", mask.group(1))
    spread = _RANGE.match(text)
    if spread:
        return Figure("range", *spread.groups())
    measured = _MEASURE.match(text)
    if measured:
        number, unit = measured.group(1), measured.group(2).lower()
        if unit in _UNITS:
            return Figure("units", number, word=unit)
        if unit in _SPEEDS:
            return Figure("speed", number, word=unit)
        if unit in _MEASURES:
            return Figure("number", number, word=unit)
    unit_place = _UNIT.match(text)
    if unit_place:
        return Figure("unit", unit_place.group(1), unit_place.group(2) or "")
    return _identifier(text)


def _identifier(text: str) -> Figure | None:
    if _RD.match(text):
        return Figure("rd", text)
    number = _ASN.match(text)
    if number:
        return Figure("asn", number.group(1))
    day = _DAY.match(text)
    if day:
        return _dated(*(int(each) if each else None for each in day.groups()))
    return None


def _dated(year: int | None, month: int | None, day: int | None) -> Figure | None:
    try:
        begin = date(year or 1, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Figure("date", begin.isoformat(), begin.isoformat())
    end = (begin.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Figure("date", begin.isoformat(), end.isoformat())


def _named(text: str) -> Figure | None:
    several = _PORTS.match(text)
    if several:
        return Figure("port", several.group(1), f"{several.group(2)}-{several.group(3)}")
    if _PORT.match(text) or _LONG_PORT.match(text):
        return Figure("port", text)
    if _MAIL.match(text):
        return Figure("mail", text)
    if _DNS.match(text):
        return Figure("dns", text)
    return Figure("code", text) if _CODE.match(text) else None


def ports(figure_: Figure) -> list[str]:
    """Return the interface names of a port figure: "Gi1/0/45-48" names four; at most 50."""
    low, dash, high = figure_.high.partition("-")
    if not dash:
        return [figure_.low]
    return [f"{figure_.low}{number}" for number in range(int(low), min(int(high), int(low) + 49) + 1)]


def addresses(first: str, last: str) -> list[str]:
    """Return the addresses from one to another, as they would be written; at most 50, none where they run downwards.

    Args:
        first: the lowest, with or without a mask.
        last: the highest.
    """
    low, slash, mask = first.partition("/")
    start, end = ipaddress.ip_address(low), ipaddress.ip_address(last.partition("/")[0])
    if start.version != end.version:
        return []
    span = int(end) - int(start)
    return [f"{start + step}{slash}{mask}" for step in range(min(span, 49) + 1)] if span >= 0 else []


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_CLOCK = {"minute": 1, "min": 1, "hour": 60, "hr": 60}


def moment(words: list[str], now: datetime) -> tuple[Figure, int] | None:
    """Read a time from the beginning of some words: "last week", "the past 7 days", "yesterday", "March 2023", "2022".

    Args:
        words: in small letters.
        now: the time at which the message was written.

    Returns:
        The days or moments it spans, as a date figure, and how many words it took; None where no time stands there.
    """
    today = now.date()
    single = {"today": 0, "yesterday": 1}
    if not words:
        return None
    if words[0] in single:
        day = today - timedelta(days=single[words[0]])
        return Figure("date", day.isoformat(), day.isoformat()), 1
    if words[0] in ("last", "past", "previous", "this", "current") and len(words) > 1:
        return _recent(words, now)
    if words[0] in _DAYS:
        back = (today.weekday() - _DAYS.index(words[0])) % 7 or 7
        return Figure("date", (today - timedelta(days=back)).isoformat(), today.isoformat()), 1
    return _calendar(words, today)


def _recent(words: list[str], now: datetime) -> tuple[Figure, int] | None:
    today = now.date()
    number, unit, taken = 1, words[1], 2
    if words[1].isdigit() and len(words) > 2:
        number, unit, taken = min(int(words[1]), 10_000), words[2], 3
    unit = unit.removesuffix("s")
    if unit in _DAYS or words[1] in _MONTHS:
        found = moment(words[1:], datetime(today.year, today.month, today.day))  # noqa: DTZ001 - a day has no zone here
        return (found[0], found[1] + 1) if found else None
    if unit in _CLOCK and words[0] not in ("this", "current"):
        start = now - timedelta(minutes=number * _CLOCK[unit])
        return Figure("date", start.strftime(_MOMENT), now.strftime(_MOMENT)), taken
    if unit not in _SPANS:
        return None
    if words[0] in ("this", "current"):
        begin = {
            "week": today - timedelta(days=today.weekday()),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }.get(unit, today)
        return Figure("date", begin.isoformat(), today.isoformat()), taken
    if unit == "year" and taken == 2:
        return Figure("date", f"{today.year - 1}-01-01", f"{today.year - 1}-12-31"), taken
    begin = today - timedelta(days=number * _SPANS[unit])
    return Figure("date", begin.isoformat(), today.isoformat()), taken


def _calendar(words: list[str], today: date) -> tuple[Figure, int] | None:
    day = int(words[0].rstrip("stndrh.")) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|\.)?", words[0]) else None
    at = 1 if day else 0
    if at < len(words) and words[at] in _MONTHS:
        month = _MONTHS[words[at]]
        at += 1
        if day is None and at < len(words) and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", words[at]):
            day, at = int(words[at].rstrip("stndrh")), at + 1
        year = today.year
        if at < len(words) and re.fullmatch(r"(?:19|20)\d\d", words[at]):
            year, at = int(words[at]), at + 1
        found = _dated(year, month, day)
        return (found, at) if found else None
    if re.fullmatch(r"(?:19|20)\d\d", words[0]):
        return Figure("date", f"{words[0]}-01-01", f"{words[0]}-12-31"), 1
    iso = figure(words[0])
    return (iso, 1) if iso and iso.kind == "date" else None
