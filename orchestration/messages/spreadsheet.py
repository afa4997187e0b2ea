"""Rows as a CSV file of which a spreadsheet runs no cell."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from orchestration.messages.clean import clean

# What a spreadsheet takes for a formula, the wide forms of East Asian keyboards too: https://owasp.org/www-community/attacks/CSV_Injection
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - these wide signs are meant
_FIGURE = re.compile(r"[+-]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?")


def as_csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV (RFC 4180) in UTF-8, every cell quoted: a separator of another country's spreadsheet parts none.

    Args:
        titles: of the columns.
        rows: cells as plain text; what would be run begins with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(_inert(each) for each in titles)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _inert(text: str) -> str:
    shown = clean(text, None)
    begins = (text[:1], shown.lstrip()[:1])
    return f"'{shown}" if any(each in _RUNS for each in begins if each) and not _FIGURE.fullmatch(shown) else shown
