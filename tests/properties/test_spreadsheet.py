"""A listing as a file: whole, and nothing in it is run by a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.messages.clean import clean
from orchestration.messages.spreadsheet import as_csv

CELLS = st.text(max_size=20) | st.builds(
    "{}{}".format, st.sampled_from(["=", "+", "-", "@", "\t=", "\r", " =", "＝"]), st.text(max_size=9)
)


def read(content):
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_rows_come_back_and_none_is_run(rows):
    """Each cell comes back as it was but for what hides, and none begins as a formula does unless it is a figure."""
    titles, *back = read(as_csv(["a", "b"], rows))
    assert titles == ["a", "b"]
    assert len(back) == len(rows)
    for row, cells in zip(rows, back, strict=True):
        for text, cell in zip(row, cells, strict=True):
            assert cell.removeprefix("'") == clean(text, None).removeprefix("'")
            assert cell[:1] not in {"=", "@", "＝", "＋", "－", "＠", "\t", "\r"}
            assert cell[:1] not in {"+", "-"} or float(cell.replace(",", "")) is not None


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_formulas_are_disarmed(formula):
    """What a spreadsheet would run begins with an apostrophe, and stands in quotes against other separators."""
    assert read(as_csv(["x"], [[formula]]))[1][0].startswith("'")
    assert as_csv(["x"], [["a;=1+1"]]) == b'"x"\r\n"a;=1+1"\r\n'


@pytest.mark.parametrize("figure", ["-5", "+3", "-1,234.5", "12"])
def test_figures_stay_figures(figure):
    """A number is no formula, whatever its sign."""
    assert read(as_csv(["x"], [[figure]]))[1] == [figure]
