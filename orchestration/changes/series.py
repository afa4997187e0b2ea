"""Several values in one text: "110 to 114", "Lab-110 thru Lab-114", "Globex, Hooli and Initrode"."""

import re

from orchestration.errors import Invalid

MOST = 100

_WORDS = r"\s+(?:to|thru|through|till|until|up\s+to)\s+|\s*(?:\.\.\.?|\u2026|\u2013|\u2014)\s*|\s+-\s+"
_RANGE = re.compile(rf"(?P<first>.+?)(?:{_WORDS})(?P<last>.+)", re.IGNORECASE)
_NUMBERS = re.compile(r"(?P<first>\d+)-(?P<last>\d+)")
_END = re.compile(r"(?P<start>.*?)(?P<number>\d+)(?P<end>(?:/\d+)?)$")
_JOINTS = re.compile(r"\s*(?:,|;|&|\s+and\s+|,\s*and\s+)\s*", re.IGNORECASE)


def expanded(text: str) -> tuple[str, ...]:
    """Return the values a text stands for, in order; itself alone where it is one value.

    Args:
        text: what was written. A range has a number at the end of both sides and the same before it; a mask may follow.

    Raises:
        Invalid: a range runs downwards, or stands for more values than are created at once.
    """
    whole = text.strip()
    return _ranged(whole) or tuple(each for part in _JOINTS.split(whole) if part for each in _ranged(part) or (part,))


def _ranged(text: str) -> tuple[str, ...]:
    sides = _NUMBERS.fullmatch(text) or _RANGE.fullmatch(text)
    first, last = (_END.match(sides["first"]), _END.match(sides["last"])) if sides else (None, None)
    if not first or not last:
        return ()
    # "Lab-110 to 114" leaves out what both sides share.
    if first["start"] != last["start"] and last["start"]:
        return ()
    if last["end"] and first["end"] not in ("", last["end"]):
        return ()
    low, high = int(first["number"]), int(last["number"])
    if high < low:
        raise Invalid(f"{text} runs downwards.", advice="Nothing was changed.")
    if high - low >= MOST:
        raise Invalid(
            f"{text} are {high - low + 1}; at most {MOST} are created at once.", advice="Nothing was changed."
        )
    width = len(first["number"])
    return tuple(f"{first['start']}{number:0{width}d}{first['end'] or last['end']}" for number in range(low, high + 1))
