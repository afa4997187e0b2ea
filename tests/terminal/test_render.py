import io

import pytest
from rich.console import Console

from adapters.terminal.render import render, render_growth
from orchestration.messages import (
    Button,
    Change,
    Changes,
    Column,
    Fact,
    Facts,
    FieldChange,
    Notice,
    Picture,
    Prose,
    Receipt,
    Reply,
    Run,
    Table,
    prose,
)

HOSTILE = "[bold red]x[/] \x1b[31mred\x1b[0m \x1b]8;;http://evil\x07click \u202eabc\u200b\x9b31m a\nb"
STEERING = [
    *map(chr, range(10)),
    *map(chr, range(11, 27)),
    *map(chr, range(0x7F, 0xA0)),
    "\u202e",
    "\u200b",
    "\u2028",
    "\u2066",
]


def shown(renderable, width=100, *, colour=False):
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        legacy_windows=False,
    )
    console.print(renderable)
    return console.file.getvalue()


def reply(*parts, **more):
    return Reply(turn="t1", kind="answer", intent="find", parts=parts, **more)


def table(*rows, columns=("Name", "Role", "U")):
    return Table(
        columns=tuple(Column(title=each, align="right" if each == "U" else "left") for each in columns),
        rows=tuple(
            tuple(
                Run(text=cell, url="https://nb.example/dcim/devices/1/" if at == 0 else None)
                for at, cell in enumerate(row)
            )
            for row in rows
        ),
    )


def test_list_answer():
    """A list answer reads as voice.md shows it: the answer, the table, one line of receipt."""
    receipt = Receipt(
        understood="devices · site North",
        shown=2,
        total=41,
        age=2.2,
        url="https://nb.example/dcim/devices/?site_id=1",
        seconds=0.12,
        netbox_requests=3,
    )
    buttons = (Button(label="Show 10 of 39 more", ref="more:l1"), Button(label="Help", ref="help"))
    text = shown(
        render(
            reply(
                prose("41 devices in North."),
                table(("sw-1", "Switch", "1"), ("sw-22", "Router", "12")),
                receipt=receipt,
                buttons=buttons,
            ),
            100,
        )
    )
    assert [line.rstrip() for line in text.splitlines()] == [
        "41 devices in North.",
        "",
        "Name   Role     U",
        "sw-1   Switch   1",
        "sw-22  Router  12",
        "",
        "devices · site North · 2 of 41 · 2 s old · open in NetBox · 0.12 s, 3 requests",
        "",
        "[1] Show 10 of 39 more   [2] Help",
        "",
    ]


def test_narrow_terminal():
    """Where a table does not fit, its rows are lines, nothing is cut out of them, and numbers say what they are."""
    text = shown(render(reply(table(("core-switch-01", "Access Switch", ""), ("edge-02", "Router", "2"))), 30), 30)
    assert text.splitlines()[:2] == ["core-switch-01 - Access Switch", "edge-02 - Router - U 2"]


@pytest.mark.parametrize(
    "part",
    [
        prose(HOSTILE),
        Prose(runs=(Run(text=HOSTILE, url=HOSTILE, strong=True),)),
        Facts(title=HOSTILE, facts=(Fact(label=HOSTILE, value=Run(text=HOSTILE, url="http://x/\x1b]8;;\x07")),)),
        Table(title=HOSTILE, columns=(Column(title=HOSTILE),), rows=((Run(text=HOSTILE),),)),
        Changes(
            title=HOSTILE,
            changes=(
                Change(
                    op="update",
                    type="dcim.site",
                    title=HOSTILE,
                    url=HOSTILE,
                    fields=(FieldChange(field="name", label=HOSTILE, old=HOSTILE, new=HOSTILE, source=HOSTILE),),
                ),
            ),
        ),
        Picture(alt=HOSTILE, name=HOSTILE, media_type="image/png", content=b"YQ=="),
        Notice(level="warning", text=HOSTILE),
    ],
    ids=lambda part: part.kind,
)
def test_data_is_never_markup(part):
    """Whatever part data stands in, no markup is read and no character reaches the terminal that steers, hides or reorders."""
    receipt = Receipt(understood=HOSTILE, url=HOSTILE, model=HOSTILE, model_calls=1)
    text = shown(render(reply(part, receipt=receipt, buttons=(Button(label=HOSTILE[:75], ref="r"),)), 200), 200)
    assert not [each for each in STEERING if each in text]
    assert "[bold red]x[/]" in text


def test_own_styling_is_not_taken_for_data():
    """With colours on, the only escape sequences are the renderer's own: none of the data's."""
    text = shown(render(reply(prose(HOSTILE)), 200), 200, colour=True)
    assert "\x1b[31m" not in text
    assert "\x1b]8" not in text


def test_links():
    """A name links to its page; an address that is none of the web's does not become a link."""
    good = shown(render(reply(Prose(runs=(Run(text="sw-1", url="https://nb.example/1/"),))), 80), colour=True)
    bad = shown(render(reply(Prose(runs=(Run(text="sw-1", url="file:///etc/passwd"),))), 80), colour=True)
    assert "https://nb.example/1/" in good
    assert "passwd" not in bad


def test_long_name_is_cut_with_a_mark():
    """A name of 5,000 characters is cut with a mark and leaves the table a table."""
    text = shown(render(reply(table(("n" * 5000, "Router", "1"))), 100))
    assert max(map(len, text.splitlines())) <= 100
    assert "n…  Router" in text


def test_preview():
    """A preview shows every field, old and new, and where a value comes from that nobody typed."""
    change = Change(
        op="update",
        type="ipam.vlan",
        id=4,
        title='VLAN 110 "Cameras"',
        fields=(
            FieldChange(field="status", label="status", old="active", new="reserved"),
            FieldChange(field="site", label="site", new="North", source="NetBox's default"),
        ),
    )
    text = shown(
        render(
            reply(
                Changes(title="Change 1 VLAN?", changes=(change,)), buttons=(Button(label="Change VLAN 110", ref="c"),)
            ),
            80,
        )
    )
    assert [line.rstrip() for line in text.splitlines()] == [
        "Change 1 VLAN?",
        "",
        'VLAN 110 "Cameras"',
        "  status  active → reserved",
        "  site    North  (NetBox's default)",
        "",
        "[1] Change VLAN 110",
        "",
    ]


def test_preview_hides_nothing():
    """However long a value is, a preview shows the whole of it: what is confirmed was seen."""
    change = Change(
        op="create", type="dcim.site", title="x", fields=(FieldChange(field="d", label="d", new="n" * 900 + "!"),)
    )
    text = shown(render(reply(Changes(title="Create?", changes=(change,))), 80), 80)
    assert text.count("n") == 900
    assert "!" in text


def test_growth():
    """Show more prints the rows that are new, and not those that stand there already."""
    first = table(("sw-1", "Switch", "1"))
    more = table(("sw-1", "Switch", "1"), ("sw-2", "Switch", "1"))
    text = shown(render_growth(reply(prose("2 devices."), more), reply(prose("2 devices."), first), 80))
    assert text.split() == ["sw-2", "Switch", "1"]


def test_no_growth():
    """A reply whose earlier rows differ did not grow: it is to be shown whole."""
    assert render_growth(reply(table(("a", "", ""), ("b", "", ""))), reply(table(("c", "", ""))), 80) is None
    assert render_growth(reply(prose("Created.")), reply(table(("c", "", ""))), 80) is None
