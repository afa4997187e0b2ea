"""What each kind of reply looks like in Slack, block by block."""

from adapters.slack.render import render
from orchestration.messages import (
    Blank,
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
    Sheet,
    Table,
    prose,
)

PAGE = "https://nb.example/dcim/devices/1/"


def reply(*parts, kind="question", **more):
    return Reply(turn="t1", kind=kind, intent="find", parts=parts, **more)


def blocks(*parts, **more):
    (message,) = render(reply(*parts, **more)).messages
    return message.blocks


def rich(*elements):
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def text(words, **style):
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def table(*rows):
    cells = (tuple(Run(text=cell, url=PAGE if at == 0 else None) for at, cell in enumerate(row)) for row in rows)
    return Table(columns=(Column(title="Name"), Column(title="U", align="right")), rows=tuple(cells))


def test_list_answer():
    """A list is its first line, a table with linked names, the receipt, the buttons and the thumbs."""
    receipt = Receipt(understood="devices · site A", shown=2, total=41, age=2.2, url="https://nb.example/?a=1&b=2")
    (message,) = render(
        reply(
            prose("41 devices in A."),
            table(("sw-1", "1"), ("sw-2", "")),
            kind="answer",
            receipt=receipt,
            buttons=(Button(label="Show 10 of 39 more", ref="more:l1:2"),),
        )
    ).messages
    prose_block, table_block, receipt_block, buttons, thumbs = message.blocks
    assert prose_block == rich(text("41 devices in A."))
    assert table_block["rows"][0] == [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "U"}]
    assert table_block["rows"][1][0] == rich({"type": "link", "url": PAGE, "text": "sw-1"})
    assert table_block["rows"][2][1] == {"type": "raw_text", "text": "-"}
    assert table_block["column_settings"] == [
        {"align": "left", "is_wrapped": False},
        {"align": "right", "is_wrapped": False},
    ]
    assert [each["text"] for each in receipt_block["elements"]] == [
        "devices · site A · 2 of 41 · 2 s old",
        "<https://nb.example/?a=1&amp;b=2|open in NetBox>",
    ]
    (button,) = buttons["elements"]
    assert (button["text"]["text"], button["value"]) == ("Show 10 of 39 more", "more:l1:2")
    assert button["accessibility_label"] == "Show 10 of 39 more"
    assert thumbs["elements"][0]["positive_button"]["value"] == "rate:up:t1"
    assert message.text == "41 devices in A.\nsw-1 - 1\nsw-2"


def test_wide_table():
    """A table too wide to read is lines instead: one bullet a row, empty cells left out."""
    wide = Table(
        columns=(Column(title="Name"), Column(title="About"), Column(title="Note")),
        rows=((Run(text="sw-1", url=PAGE), Run(text=""), Run(text="n" * 90)),),
    )
    heading, rows = blocks(wide)
    assert heading == rich(text("Name - About - Note", italic=True))
    (row,) = rows["elements"][0]["elements"]
    assert row["elements"] == [{"type": "link", "url": PAGE, "text": "sw-1"}, text(" - "), text("n" * 90)]


def test_older_blocks():
    """Where the newest blocks are not taken, a table is lines and there are no thumbs."""
    (message,) = render(reply(prose("One."), table(("sw-1", "1")), kind="answer"), newest=False).messages
    assert {each["type"] for each in message.blocks} == {"rich_text"}


def test_facts():
    """Facts are fields, the label strong, the value a link where it has a page."""
    facts = Facts(
        facts=(Fact(label="Site", value=Run(text="A & B", url=PAGE)), Fact(label="Tenant", value=Run(text="")))
    )
    (section,) = blocks(facts)
    assert [each["text"] for each in section["fields"]] == [f"*Site*\n<{PAGE}|A &amp; B>", "*Tenant*\n-"]


def test_facts_that_would_be_read_as_markup():
    """A value that Slack's markup would change (":cd:" in a MAC address, stars) is shown in plain text, as it is."""
    (section,) = blocks(
        Facts(facts=(Fact(label="MAC", value=Run(text="00:ab:cd:ef:00:01")), Fact(label="x", value=Run(text="*a*"))))
    )
    assert [each["type"] for each in section["fields"]] == ["plain_text", "plain_text"]
    assert section["fields"][0]["text"] == "MAC\n00:ab:cd:ef:00:01"
    assert section["fields"][0]["emoji"] is False


def test_preview():
    """A preview shows every field, old struck out, new, and where a value comes from; its buttons carry verb and object."""
    change = Change(
        op="update",
        type="dcim.device",
        title="sw-1",
        url=PAGE,
        fields=(
            FieldChange(field="status", label="Status", old="active", new="offline"),
            FieldChange(field="tenant", label="Tenant", old="", new="NOC", source="of its site"),
        ),
    )
    heading, title, fields, buttons = blocks(
        Changes(title="Update 1 device?", changes=(change,)),
        kind="preview",
        buttons=(
            Button(label="Update 1 device", ref="change:a", style="primary"),
            Button(label="Cancel", ref="change:b"),
        ),
    )
    assert heading == {"type": "header", "text": {"type": "plain_text", "text": "Update 1 device?", "emoji": False}}
    assert title == rich({"type": "link", "url": PAGE, "text": "sw-1", "style": {"bold": True}})
    first, second = fields["elements"][0]["elements"]
    assert first["elements"] == [text("Status:"), text(" "), text("active", strike=True), text(" → "), text("offline")]
    assert second["elements"][2:] == [
        text("none", strike=True),
        text(" → "),
        text("NOC"),
        text("  "),
        text("(of its site)", italic=True),
    ]
    assert [each.get("style") for each in buttons["elements"]] == ["primary", None]


def test_notices():
    """A warning has one sign and is strong."""
    warning, note = blocks(Notice(level="warning", text="2 sites could not be read."), Notice(text="id 3f"))
    assert warning == rich(
        {"type": "emoji", "name": "warning"}, text(" "), text("2 sites could not be read.", bold=True)
    )
    assert note == rich(text("id 3f", italic=True))


def test_picture():
    """A picture becomes a file with the words for those who do not see it."""
    rendered = render(
        reply(
            prose("Rack R1."), Picture(alt="Rack R1, front", name="r1.png", media_type="image/png", content=b"iVBOR0==")
        )
    )
    (upload,) = rendered.uploads
    assert (upload.name, upload.alt) == ("r1.png", "Rack R1, front")


def test_names_are_data():
    """Mentions, links and markup in a name are shown as they are: nothing in them is live."""
    hostile = "<!channel> <@U1> <https://evil.example|x> *b* &lt;"
    (message,) = render(reply(prose(hostile))).messages
    assert message.blocks == [rich(text(hostile))]
    assert message.text == "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|x&gt; *b* &amp;lt;"


def test_links_lead_to_pages_only():
    """An address that is none, or that would end the link, makes no link."""
    (block,) = blocks(
        Prose(runs=(Run(text="a", url="javascript:alert(1)"), Run(text="b", url="https://nb.example/a|b>c")))
    )
    assert block == rich(text("a"), {"type": "link", "url": "https://nb.example/a%7Cb%3Ec", "text": "b"})


def test_private_replies_know_their_thread():
    """Buttons of a reply that is shown elsewhere carry the thread they belong to."""
    (message,) = render(reply(prose("x"), buttons=(Button(label="a", ref="b"),)), at="C1/170.1").messages
    assert message.blocks[-1]["block_id"].startswith("at|C1|170.1|")


def test_form():
    """A form is opened by the first button, which carries it whole."""
    sheet = Sheet(
        ref="change:f", opener="Fill in VLAN", title="VLAN", submit="Preview", blanks=(Blank(name="vid", label="ID"),)
    )
    (message,) = render(reply(prose("Which ID?"), sheet=sheet)).messages
    (button,) = message.blocks[-1]["elements"]
    assert Sheet.model_validate_json(button["value"]) == sheet


def test_a_form_with_long_lists():
    """A form that a button cannot carry with all its choices has the longest list typed in place of chosen."""
    many = tuple((f"choice number {number}",) * 2 for number in range(80))
    blanks = (
        Blank(name="role", label="Role", kind="choice", choices=many),
        Blank(name="face", label="Face", kind="choice", choices=(("front", "Front"),)),
    )
    sheet = Sheet(ref="fill:1", opener="Fill in 2 values", title="Device", submit="Preview", blanks=blanks)
    (message,) = render(reply(prose("Which role?"), sheet=sheet)).messages
    (button,) = message.blocks[-1]["elements"]
    role, face = Sheet.model_validate_json(button["value"]).blanks
    assert (role.kind, role.choices, face) == ("line", (), blanks[1])
