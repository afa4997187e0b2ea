import pytest
from hypothesis import HealthCheck, given, settings

from adapters.slack import limits
from adapters.slack.modals import carried, form_view
from adapters.slack.render import render
from orchestration.messages import Address, Button, Changes, Column, Facts, Prose, Reply, Run, Table, prose
from orchestration.messages.clean import clean
from tests.fakes.replies import replies, sheets
from tests.fakes.slack.limits import faults_of_message, faults_of_view

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def payload(message):
    return {"text": message.text, "blocks": message.blocks}


def shown(rendered):
    """All text of the messages and files of a rendered reply."""
    texts = [upload.content.decode(errors="replace") for upload in rendered.uploads]

    def walk(piece):
        if isinstance(piece, dict):
            if isinstance(piece.get("text"), str):
                texts.append(piece["text"])
            for each in piece.values():
                walk(each)
        elif isinstance(piece, list):
            for each in piece:
                walk(each)

    for message in rendered.messages:
        walk(message.blocks)
    return "".join(texts)


@MANY
@given(replies)
def test_any_reply_renders_whole_within_slacks_limits(reply):
    """Whatever a reply holds, Slack takes every message of it, nothing of it is cut in silence, and each button can be pressed."""
    rendered = render(reply)
    within_the_limits(rendered)
    within_the_limits(render(reply, newest=False))
    nothing_is_cut(reply, "".join(shown(rendered).split()))
    every_button_is_there(reply, rendered)


def within_the_limits(rendered):
    """Every message is one that Slack takes, with no live mention in it, in the newest blocks and in the older ones."""
    assert 1 <= len(rendered.messages) <= limits.MESSAGES
    assert [faults_of_message(payload(each)) for each in rendered.messages] == [[] for _ in rendered.messages]


def nothing_is_cut(reply, everything):
    """Each line of prose and each cell stands in the messages or in a file that is attached."""
    for part in reply.parts:
        match part:
            case Prose():
                wanted = [run.text for run in part.runs]
            case Facts():
                wanted = [fact.value.text for fact in part.facts]
            case Table():
                wanted = [cell.text for row in part.rows for cell in row]
            case Changes():
                wanted = [field.new for change in part.changes for field in change.fields]
            case _:
                wanted = []
        for text in wanted:
            compact = "".join(clean(text.replace("\n", " "), None).split())
            escaped = compact.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert compact in everything or escaped in everything or compact.replace('"', '""') in everything


def every_button_is_there(reply, rendered):
    """Each button of a reply stands under its last message, with its whole reference."""
    last = [block for message in rendered.messages for block in message.blocks if block["type"] == "actions"]
    values = [element["value"] for block in last for element in block["elements"] if element["action_id"] != "sheet"]
    assert values == [button.ref for button in reply.buttons]


@pytest.mark.parametrize("columns", [1, 2, 6, 20])
@pytest.mark.parametrize("rows", [0, 1, 10, 50, 99, 100, 1000])
def test_tables_of_every_size(rows, columns):
    """A listing of any size is valid; beyond what a message shows, the file has every row."""
    cells = tuple(Run(text=f"name-{at}", url="https://nb.example/dcim/devices/1/") for at in range(columns))
    table = Table(columns=tuple(Column(title=f"c{at}") for at in range(columns)), rows=(cells,) * rows)
    reply = Reply(
        turn="t", kind="answer", intent="find", parts=(prose("So many."), table), buttons=(Button(label="x", ref="y"),)
    )
    rendered = render(reply)
    assert [faults_of_message(payload(each)) for each in rendered.messages] == [[] for _ in rendered.messages]
    assert len(rendered.messages) <= limits.MESSAGES
    files = [upload.content.decode() for upload in rendered.uploads if upload.name == "rows.csv"]
    assert [len(each.splitlines()) for each in files] == ([rows + 1] if rows > 99 else [])


def test_the_schema_of_the_limits_finds_what_is_beyond_them():
    """The limits that the properties hold replies to are found broken by messages that break them."""
    text = {"type": "mrkdwn", "text": "x" * 3001}
    beyond = [
        {"text": "x", "blocks": [{"type": "section", "text": text}]},
        {"text": "x", "blocks": [{"type": "divider"}] * 51},
        {"text": "hello <!channel>"},
        {"text": "x", "blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}]},
        {"text": "x", "blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2},
        {"text": "x", "blocks": [{"type": "section", "fields": [{"type": "plain_text", "text": "a"}] * 11}]},
        {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "a < b"}}]},
        {},
    ]
    assert all(faults_of_message(each) for each in beyond)
    assert faults_of_message({"text": "a &lt; b"}) == []


@MANY
@given(sheets)
def test_any_form_opens_within_slacks_limits(sheet):
    """Whatever a form asks for, its modal is one that Slack opens, and it carries the whole form back."""
    address = Address(platform="slack", place="T1", channel="C1", thread="1.1")
    view = form_view(sheet, address)
    assert carried(view) == (address, sheet)
    if len(view["private_metadata"]) <= 3000:
        assert faults_of_view(view) == []
