"""What each kind of reply looks like in Discord: the exact components of small ones."""

import pytest
from wcwidth import wcswidth

from adapters.discord.buttons import continuer, opener, read, revealer, stopper
from adapters.discord.escaping import escape
from adapters.discord.render import render
from adapters.discord.steps import steps_message
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
from tests.fakes.discord.rest_limits import walk

PAGE = "https://nb.example/dcim/sites/1/"


def reply(*parts, **more):
    return Reply(**{"turn": "t", "kind": "refusal", "intent": "find", "parts": parts, **more})


def inside(*parts, **more):
    """What stands in the container of a reply's only message."""
    (message,) = render(reply(*parts, **more))
    (container,) = message.payload["components"]
    return container["components"]


def texts(*parts, **more):
    return [each["content"] for each in inside(*parts, **more) if each["type"] == 10]


def table(*rows, titles=("Name", "Devices")):
    columns = tuple(Column(title=each, align="right" if each == "Devices" else "left") for each in titles)
    return Table(columns=columns, rows=tuple(tuple(Run(text=cell, url=PAGE) for cell in row) for row in rows))


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("*a* _b_ ~c~ `d` |e|", r"\*a\* \_b\_ \~c\~ \`d\` \|e\|"),
        (
            "<@1> <@&2> <#3> <t:1:R> @everyone @here a@b.example",
            r"\<@1\> \<@&2\> \<#3\> \<t\:1:R\> \@everyone \@here a@b.example",
        ),
        ("[x](https://evil.example)", r"\[x\](https\://evil.example)"),
        ("00:ab:cd:ef", r"00\:ab\:cd:ef"),
        ("2001:db8::1", r"2001\:db8::1"),
        ("# h", r"\# h"),
        ("-# h", r"\-# h"),
        ("- h", r"\- h"),
        ("> h", r"\> h"),
        ("1. h", r"1\. h"),
        ("Gi1/0/1.100 - up #3", "Gi1/0/1.100 - up #3"),
        ("a\\*b", r"a\\\*b"),
    ],
)
def test_names_are_data(data, shown):
    """Whatever stands in a name is shown as it is: no mark-up, mention, time, emoji, heading, list, quotation or link of its own."""
    assert escape(data) == shown


def test_tables_stay_aligned():
    """A narrow table stands in a fixed-width font, its columns aligned by how wide characters are shown, numbers to the right."""
    (code,) = texts(table(("Köln", "41"), ("東京データ", "7"), ("e\u0301cole", "1,204")))
    head, *rows = code.removeprefix("```\n").removesuffix("\n```").split("\n")
    assert head == "Name        Devices"
    assert {wcswidth(each) for each in rows} == {wcswidth(head)}
    assert [each.split()[-1] for each in rows] == ["41", "7", "1,204"]


def test_a_wide_table_is_lines():
    """A table that would wrap on a phone is lines, the first cell a strong link, empty cells left out."""
    (lines,) = texts(
        table(
            ("ham1-rtr01", "Core Router", "", "A row of the hall"), titles=("Name", "Role", "x", "Place of the device")
        )
    )
    assert (
        lines
        == f"-# Name - Role - x - Place of the device\n- [**ham1-rtr01**]({PAGE}) - [Core Router]({PAGE}) - [A row of the hall]({PAGE})"
    )


def many_columns(rows, cells=9):
    return table(
        *((f"device-{at}", *["value"] * (cells - 1)) for at in range(rows)), titles=[f"t{at}" for at in range(cells)]
    )


def test_a_table_of_many_columns_is_drawn():
    """Where neither columns nor lines read well a table is a picture, told in words, beside the file that holds all of it."""
    (message,) = render(reply(many_columns(50)), draw=lambda shown: str(len(shown.rows)).encode())
    picture, file = message.uploads
    assert (picture.name, picture.content, file.name) == ("table.png", b"40", "rows.csv")
    assert picture.alt.startswith("Table: The first 40 rows with t0, t1")
    assert len(file.content.splitlines()) == 51
    (container,) = message.payload["components"]
    assert [each["type"] for each in container["components"]] == [12, 10, 13]


@pytest.mark.parametrize(
    ("shown", "how"),
    [
        (many_columns(2, 4), {"draw": lambda _: b"x"}),
        (many_columns(1), {"draw": lambda _: b"x"}),
        (many_columns(2), {"draw": lambda _: None}),
        (many_columns(2), {"draw": lambda _: b"x", "files": False}),
        (many_columns(2), {}),
    ],
)
def test_a_table_that_is_not_drawn(shown, how):
    """A table that lines show well, one that lacks letters or may not be attached, stays text."""
    (message,) = render(reply(shown), **how)
    assert message.uploads == ()
    assert "device-0" in str(message.payload)


def test_a_cell_does_not_end_the_block_of_code():
    """A cell with the signs that end a block of code leaves the block whole."""
    (code,) = texts(table(("```", "1")))
    assert code.count("```") == 2


def test_a_long_table_goes_on():
    """Rows that do not fit one text go on in the next, under the titles again; nothing is left out."""
    shown = texts(prose("Many."), table(*((f"device-{at:03}-in-a-row-of-racks", str(at)) for at in range(90))))
    assert len(shown) == 3
    assert all("Name" in each for each in shown[1:])
    assert sum(each.count("device-") for each in shown) == 90


def test_preview():
    """A preview shows every field, old struck out, new, and where a value comes from; its buttons carry verb and object."""
    fields = (
        FieldChange(field="status", label="Status", old="active", new="offline"),
        FieldChange(field="tenant", label="Tenant", old="", new="NOC", source="of its site"),
    )
    change = Change(op="update", type="dcim.device", title="sw-1", url=PAGE, fields=fields)
    buttons = (Button(label="Update 1 device", ref="change:a", style="primary"), Button(label="Cancel", ref="change:b"))
    text, _, row = inside(Changes(title="Update 1 device?", changes=(change,)), kind="preview", buttons=buttons)
    assert text["content"].split("\n") == [
        "### Update 1 device?",
        f"[**sw-1**]({PAGE})",
        "- Status: ~~active~~ → offline",
        "- Tenant: ~~none~~ → NOC *(of its site)*",
    ]
    assert [(each["style"], each["label"], each["custom_id"]) for each in row["components"]] == [
        (1, "Update 1 device", "change:a"),
        (2, "Cancel", "change:b"),
    ]


def test_facts_notices_and_the_receipt():
    """Facts are lines, a warning has its sign, the small print is small and opens the same list in NetBox."""
    facts = Facts(facts=(Fact(label="Site", value=Run(text="A*B", url=PAGE)), Fact(label="Tenant", value=Run(text=""))))
    receipt = Receipt(understood="sites", shown=1, total=1, age=2, url=PAGE)
    *shown, small = inside(facts, Notice(level="warning", text="2 are missing."), Notice(text="id 3f"), receipt=receipt)
    assert [each["content"] for each in shown] == [
        f"**Site:** [A\\*B]({PAGE})\n**Tenant:** -",
        "⚠️ 2 are missing.",
        "-# id 3f",
    ]
    assert small["components"] == [{"type": 10, "content": "-# sites · 1 of 1 · 2 s old"}]
    assert (small["accessory"]["style"], small["accessory"]["url"]) == (5, PAGE)


def test_links_lead_to_pages_only():
    """An address that is none makes no link, and one that would end the link is quoted."""
    runs = (Run(text="a", url="javascript:alert(1)"), Run(text=" b", url="https://nb.example/a)b c"))
    assert texts(Prose(runs=runs)) == ["a [b](https://nb.example/a%29b%20c)"]


def test_many_choices_are_a_menu():
    """Beyond five, choices are a menu; each keeps its whole reference."""
    buttons = tuple(Button(label=f"Rack in {at}", ref=f"pick:{at}") for at in range(30))
    menus = [each["components"][0] for each in inside(prose("Which?"), buttons=buttons) if each["type"] == 1]
    assert [len(each["options"]) for each in menus] == [25, 5]
    assert [each["value"] for menu in menus for each in menu["options"]] == [each.ref for each in buttons]
    assert read(menus[0]["custom_id"], ["pick:3"]) == ("press", "pick:3")


@pytest.mark.parametrize(
    ("custom_id", "meant"),
    [
        ("change:yes:p-1:ab", ("press", "change:yes:p-1:ab")),
        (opener("t1"), ("open", "t1")),
        (revealer("t1"), ("show", "t1")),
        (continuer("t1", 2), ("go on", "t1:2")),
        (stopper("t1"), ("stop", "t1")),
    ],
)
def test_what_a_press_means(custom_id, meant):
    """Every custom id finds its way back after any restart: it is its whole state."""
    assert read(custom_id) == meant


def test_answers_are_rated_and_previews_are_not():
    """Thumbs stand under answers only, in the row of the buttons where there is room."""
    (row,) = [
        each
        for each in inside(prose("x"), kind="answer", buttons=(Button(label="More", ref="m"),))
        if each["type"] == 1
    ]
    assert [each["custom_id"] for each in row["components"]] == ["m", "rate:up:t", "rate:down:t"]
    assert not [each for each in inside(prose("x"), kind="preview") if each["type"] == 1]


def test_pictures_of_the_same_name():
    """Two files of one name get two, and each is referred to by its own."""
    picture = Picture(alt="Rack, front", name="rack 1", media_type="image/png", content=b"iVBORw0K")
    (message,) = render(reply(picture, picture))
    names = [each.name for each in message.uploads]
    shown = [each["items"][0]["media"]["url"] for each in walk(message.payload["components"]) if each["type"] == 12]
    assert names == ["rack_1.png", "2-rack_1.png"]
    assert shown == [f"attachment://{each}" for each in names]
    assert [(each["id"], each["description"]) for each in message.payload["attachments"]] == [
        ("0", "Rack, front"),
        ("1", "Rack, front"),
    ]


def test_steps():
    """Progress lists what is done and what is under way, and can be ended."""
    (container,) = steps_message("t1", ["counted *devices*", "reading racks"], "components").payload["components"]
    text, _, row = container["components"]
    assert text == {"type": 10, "content": "-# counted \\*devices\\* - done\n*reading racks ...*"}
    assert [(each["label"], each["custom_id"]) for each in row["components"]] == [("Stop", stopper("t1"))]
