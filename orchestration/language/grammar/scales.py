"""Units that people say, in those that NetBox keeps numbers in."""

from orchestration.language.normal import normalise

# NetBox keeps these in a smaller unit than people say.
_FACTORS = {
    ("gb", "memory"): 1024,
    ("gib", "memory"): 1024,
    ("gb", "disk"): 1000,
    ("tb", "disk"): 1_000_000,
    ("kw", "maximum_draw"): 1000,
    ("mbps", "commit_rate"): 1000,
    ("gbps", "commit_rate"): 1_000_000,
}
# In normal form as well, in which "Gbps" looks like a plural.
FACTORS = {(form, name): factor for (unit, name), factor in _FACTORS.items() for form in {unit, normalise(unit)}}
SCALES = frozenset(unit for unit, _ in FACTORS)


def scaled(number: str, unit: str, name: str) -> str:
    """Return a number in the unit that a field is kept in.

    Args:
        number: as it was written.
        unit: that was said with it, in small letters; empty for none.
        name: of the field.
    """
    factor = FACTORS.get((unit, name), 1)
    if factor == 1:
        return number
    return f"{float(number) * factor:.6f}".rstrip("0").rstrip(".")
