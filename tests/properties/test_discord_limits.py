import pytest
from hypothesis import HealthCheck, given, settings

from adapters.discord import layout, limits
from adapters.discord.buttons import read
from adapters.discord.forms import modal, pages
from adapters.discord.render import render
from orchestration.messages import Button, Changes, Column, Facts, Prose, Reply, Run, Table, prose
from orchestration.messages.clean import clean
from tests.fakes.discord.rest_limits import faults_of_message, faults_of_modal, walk
from tests.fakes.replies import replies, sheets

MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def drawn(table):
    """A picture of any table, made in no time."""
    return b"picture"


def faults(message):
    """What Discord would refuse of a rendered message."""
    return faults_of_message(message.payload, [each.name for each in message.uploads])


def shown(messages):
    """All text of rendered messages and their files, without the signs that keep it from being markup, and those that make it bold."""
    texts = [each.content.decode(errors="replace") for message in messages for each in message.uploads]
    for message in messages:
        texts += [each.get("content", "") for each in walk(message.payload.get("components") or [])]
        texts += [embed.get("description", "") for embed in message.payload.get("embeds") or []]
    return plain("".join(texts).replace("\u200b", ""))


def plain(text):
    """A text without blanks, signs that keep it from being markup, and stars: what is bold may be cut, each part bold again."""
    return "".join(text.split()).replace("\\", "").replace("*", "")


@MANY
@given(replies)
def test_any_reply_renders_within_discords_limits(reply):
    """Whatever a reply holds, every message of it is one that Discord takes, as components, as embeds, without files, bare and plain."""
    ways = (
        render(reply),
        render(reply, draw=drawn),
        render(reply, "embeds", draw=drawn),
        render(reply, files=False),
        layout.bare(reply),
        layout.plain(reply),
    )
    for messages in ways:
        assert 1 <= len(messages) <= limits.MESSAGES
        assert [faults(each) for each in messages] == [[] for _ in messages]


@MANY
@given(replies)
def test_nothing_is_cut_in_silence(reply):
    """Each line of prose and each cell stands in the messages or in a file that is attached."""
    # What is drawn stands in a file, what is not in lines, whatever the style.
    everything = {"components": shown(render(reply, draw=drawn)), "embeds": shown(render(reply, "embeds"))}
    for part in reply.parts:
        match part:
            case Prose():
                wanted = [line for run in part.runs for line in run.text.split("\n")]
            case Facts():
                wanted = [fact.value.text for fact in part.facts]
            case Table():
                wanted = [cell.text for row in part.rows for cell in row]
            case Changes():
                wanted = [field.new for change in part.changes for field in change.fields]
            case _:
                wanted = []
        for text in wanted:
            compact = plain(clean(text.replace("\n", " "), None))
            pieces = [compact[at : at + 500] for at in range(0, len(compact), 500)] if len(compact) > 500 else [compact]
            for style, whole in everything.items():
                assert (
                    compact in whole or all(each in whole for each in pieces) or compact.replace('"', '""') in whole
                ), style


@MANY
@given(replies)
def test_every_button_can_be_pressed(reply):
    """Each button of a reply stands under its messages once, as a button or in a menu, with its whole reference."""
    found = []
    for message in render(reply):
        for each in walk(message.payload["components"]):
            if each["type"] == 3:
                found += [read(each["custom_id"], [option["value"]])[1] for option in each["options"]]
            elif each["type"] == 2 and "custom_id" in each and each["custom_id"][:1] != "~" and not each.get("emoji"):
                found.append(read(each["custom_id"])[1])
    # References of the core never begin as the room's own do.
    own = [each for each in found if each.startswith("~")]
    assert sorted(set(found) - set(own)) == sorted({each.ref for each in reply.buttons if not each.ref.startswith("~")})
    assert len(found) == len(set(found))


@pytest.mark.parametrize("columns", [1, 2, 6, 20])
@pytest.mark.parametrize("rows", [0, 1, 30, 99, 100, 101, 1000])
def test_tables_of_every_size(rows, columns):
    """A listing of any size is valid; beyond what a message shows, the file has every row."""
    cells = tuple(Run(text=f"name-{at}", url="https://nb.example/dcim/devices/1/") for at in range(columns))
    table = Table(columns=tuple(Column(title=f"c{at}") for at in range(columns)), rows=(cells,) * rows)
    reply = Reply(
        turn="t", kind="answer", intent="find", parts=(prose("So many."), table), buttons=(Button(label="x", ref="y"),)
    )
    messages = render(reply)
    assert [faults(each) for each in messages] == [[] for _ in messages]
    assert len(messages) <= limits.MESSAGES
    files = [each.content.decode() for message in messages for each in message.uploads if each.name == "rows.csv"]
    if rows <= limits.TABLE_ROWS:
        assert files == []
    elif not any(each.name == "answer.txt" for message in messages for each in message.uploads):
        assert [len(each.splitlines()) for each in files] == [rows + 1]


def test_the_schema_of_the_limits_finds_what_is_beyond_them():
    """The limits that the properties hold replies to are found broken by messages that break them."""
    v2 = {"flags": 1 << 15}
    button = {"type": 2, "style": 1, "label": "a", "custom_id": "a"}
    text = {"type": 10, "content": "x"}
    beyond = [
        {"content": "x" * 2001},
        {"embeds": [{"description": "x" * 4097}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 4000}]},
        {"content": "x", "components": [{"type": 1, "components": [button] * 6}]},
        {"content": "x", "components": [{"type": 1, "components": [{**button, "custom_id": "x" * 101}]}]},
        {"content": "x", "components": [{"type": 1, "components": [{**button, "label": "x" * 81}]}]},
        {"content": "x", "components": [{"type": 1, "components": [button, button]}]},
        {"content": "x", "components": [text]},
        {**v2, "content": "x", "components": [text]},
        {**v2, "components": [text] * 41},
        {**v2, "components": [{"type": 17, "components": [{"type": 10, "content": "x" * 2001}] * 2}]},
        {**v2, "components": [{"type": 10, "content": " "}]},
        {**v2, "components": [{"type": 13, "file": {"url": "attachment://there.txt"}}]},
        {**v2, "components": []},
        {"content": "x", "nonce": "x" * 26},
        {"content": "x", "attachments": [{"id": 0, "description": "x" * 1025}]},
    ]
    assert [bool(faults_of_message(each)) for each in beyond] == [True] * len(beyond)
    assert faults_of_message({**v2, "components": [text] * 40}) == []


@MANY
@given(sheets)
def test_any_form_opens_within_discords_limits(sheet):
    """Whatever a form asks for, each page of it is a modal that Discord opens, and each field is on one of them."""
    shown = [modal("dl3kq0x1ab", sheet, page, {}, {}) for page in range(len(pages(sheet)))]
    assert [faults_of_modal(each) for each in shown] == [[] for _ in shown]
    fields = [each["component"]["custom_id"] for page in shown for each in page["components"] if each["type"] == 18]
    assert fields == [blank.name for blank in sheet.blanks]
