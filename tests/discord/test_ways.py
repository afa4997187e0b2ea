"""The ways to show a reply, the next where one is not taken."""

import pytest

from orchestration.messages import Button, Column, Picture, Run, Table, prose
from tests.discord.posting import ASKER, reply, texts
from tests.fakes.at_work import wait_for
from tests.fakes.discord.state import NET


def test_pictures_and_files_go_with_the_message(world, outbox, thread):
    """A picture and a file are part of the message, with the words for those who do not see them."""
    rows = tuple((Run(text=f"r{at}"), Run(text="x" * 60)) for at in range(150))
    table = Table(columns=(Column(title="Name"), Column(title="y")), rows=rows)
    picture = Picture(alt="Rack R1, front", name="rack R1.png", media_type="image/png", content=b"iVBORw0K")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture, table)), ())
    posted = world.posted(thread.thread)
    files = {each["filename"]: each["description"] for message in posted for each in message["attachments"]}
    assert files["rack_R1.png"] == "Rack R1, front"
    assert any(name in files for name in ("rows.csv", "answer.txt"))


def test_where_files_may_not_be_attached_it_is_said(world, outbox, thread):
    """Without the right to attach files the answer is posted all the same, and says what is missing."""
    world.channels[NET].may.discard("ATTACH_FILES")
    picture = Picture(alt="Rack R1, front", name="r1.png", media_type="image/png", content=b"iVBORw0K")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture)), ())
    (posted,) = world.posted(thread.thread)
    assert "could not be attached" in str(posted["components"])


def test_what_discord_does_not_take_is_posted_bare(world, api, outbox, thread):
    """Where Discord refuses the components, the answer is posted as text with a file that holds all of it, and the steps before it go."""
    outbox.working(thread, ASKER, "t1", "counting devices")
    wait_for(lambda: world.posted(thread.thread))
    api.fail("edit_message", ("error", 50035), ("error", 50035))
    outbox.deliver(thread, "t1", reply(buttons=(Button(label="a", ref="b"),)), ())
    (posted,) = world.posted(thread.thread)
    assert posted["content"] == "3 sites."
    assert "3 sites." in posted["attachments"][0]["content"]


def test_embeds_where_they_are_wanted(world, outbox, thread):
    """With the older style the same answer is an embed with its buttons."""
    object.__setattr__(outbox.ways, "wanted", "embeds")
    outbox.deliver(thread, "t1", reply(buttons=(Button(label="More", ref="more:1"),)), ())
    (posted,) = world.posted(thread.thread)
    assert (posted["embeds"][0]["description"], posted["flags"]) == ("3 sites.", 0)
    assert posted["components"][0]["components"][0]["label"] == "More"


@pytest.mark.parametrize("become", ["refused", "ignored"])
def test_components_that_are_not_known_are_embeds(world, api, outbox, thread, become):
    """Where components of 2025 are refused, or dropped without a word, the answer is an embed, and the next one is tried as nothing else."""
    api.components = become
    buttons = (Button(label="More", ref="more:1"),)
    for turn in ("t1", "t2"):
        before = len(api.log)
        outbox.deliver(thread, turn, reply(turn=turn, buttons=buttons), ())
        posted = world.posted(thread.thread)[-1]
        assert posted["embeds"][0]["description"] == "3 sites."
        assert posted["components"][0]["components"][0]["label"] == "More"
        assert (len(api.log) - before == 1) == (turn == "t2")
    assert len(world.posted(thread.thread)) == 2


def test_what_is_wrong_with_one_reply_is_not_held_against_components(world, api, outbox, thread):
    """Where components were taken before, those of the next reply are tried as such, whatever became of one."""
    outbox.deliver(thread, "t1", reply(), ())
    api.fail("create_message", ("error", 50035))
    outbox.deliver(thread, "t2", reply(turn="t2"), ())
    outbox.deliver(thread, "t3", reply(turn="t3"), ())
    assert [bool(each["embeds"]) for each in world.posted(thread.thread)] == [False, True, False]


def test_files_that_are_never_taken_are_left_out(world, api, outbox, thread):
    """Where a message with files breaks twice, it is posted at once without them and says so; the next one is so at its first try, for minutes."""
    api.without_files = True
    picture = Picture(alt="Rack R1, front", name="r1.png", media_type="image/png", content=b"iVBORw0K")
    for turn, tries in (("t1", 3), ("t2", 4)):
        outbox.deliver(thread, turn, reply(turn=turn, parts=(prose("Rack R1."), picture)), ())
        assert "could not be attached" in str(world.posted(thread.thread)[-1]["components"])
        assert api.calls["create_message"] == tries
    assert len(world.posted(thread.thread)) == 2


def test_files_are_tried_again_where_discord_was_away(world, api, outbox, thread):
    """Where the second try is taken the message has its files."""
    api.fail("create_message", ("500",))
    picture = Picture(alt="Rack R1, front", name="r1.png", media_type="image/png", content=b"iVBORw0K")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture)), ())
    (posted,) = world.posted(thread.thread)
    assert [each["filename"] for each in posted["attachments"]] == ["r1.png"]


def test_where_an_edit_leaves_nothing_it_is_posted_anew(world, api, outbox, thread):
    """A message that holds nothing after its edit is removed, and what was to stand there is posted."""
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    api.empties_edited = True
    second = outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2", amends="t1"), first)
    assert second != first
    assert texts(world.posted(thread.thread)) == ["20 of 41."]


def test_what_stood_there_empty_is_gone(world, api, outbox, thread):
    """Where components are dropped without a word, no empty message is left, edits taken or not."""
    api.components, api.empties_edited = "ignored", True
    outbox.deliver(thread, "t1", reply(), ())
    (posted,) = world.posted(thread.thread)
    assert posted["embeds"][0]["description"] == "3 sites."


def listed(count, **more):
    return reply("\n".join(f"site {at}" for at in range(count)), **more)


def test_where_neither_forms_nor_files_are_taken_it_is_text(world, api, outbox, thread):
    """Where components, embeds and files are all refused, the whole answer is text, as far as it fits three messages."""
    api.without_files = True
    api.fail("create_message", *[("error", 50035)] * 2)
    outbox.deliver(thread, "t1", listed(3), ())
    api.fail("create_message", *[("error", 50035)] * 2)
    outbox.deliver(thread, "t2", listed(900, turn="t2"), ())
    short, *long = world.posted(thread.thread)
    assert short["content"] == "```\nsite 0\nsite 1\nsite 2\n```"
    assert len(long) == 3
    assert long[-1]["content"].endswith("Not all of this fits here, and it could not be attached.")
