"""Who may confirm a proposal: the asker alone, or somebody else who really is somebody else; asked again at every press."""

import pytest
from pydantic import SecretStr

from adapters.redis.vault import RedisVault
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from orchestration.catalogue.loading import load
from orchestration.changes.policy_file import read_policy
from orchestration.changes.rights import Rights
from orchestration.ports import Linked
from tests.changes.desk_kit import SECRET, Thread, create, make_desk, person, text, value
from tests.fakes.bare_netbox import BareNetBox

TYPES = [each.key for each in load()]
OWNER = "terminal/local/owner"
POLICY = """
[people]
ada = ["terminal/local/ada", "terminal/local/ada2"]
bob = ["terminal/local/bob"]
[[places]]
where = "terminal/local"
[[grants]]
who = ["ada", "bob"]
may = ["confirm"]
[[second_person]]
types = ["dcim.site"]
"""
ADA, ADA2, BOB, EVE = (person(name) for name in ("ada", "ada2", "bob", "eve"))


@pytest.fixture(scope="module")
def standin():
    """A running stand-in, the invented company in it."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture
def thread(redis_url, standin, request):
    """Returns somebody's thread under the policy."""
    policy = read_policy(POLICY, TYPES, owner=OWNER)
    desk = make_desk(redis_url, policy=policy)

    def opened(author):
        netbox = BareNetBox(standin.url, standin.token_admin)
        return Thread(desk, netbox, author=author, name=request.node.name)

    return opened


def test_who_may_confirms_their_own(thread):
    """Somebody the policy names confirms what they asked for themselves, and nobody else does."""
    ada = thread(ADA)
    preview = ada.propose(create("tenancy.tenant", value("name", "Zz own"))).replies[0]

    assert "only you can confirm" in text(preview)
    assert ada.press(preview.buttons[0].ref, by=BOB).replies[0].kind == "refusal"
    assert ada.press(preview.buttons[0].ref, by=ADA2).replies[0].kind == "done"


def test_who_may_not_needs_another(thread):
    """What somebody proposes who may not confirm is confirmed by whom the policy names, within 24 hours."""
    eve = thread(EVE)
    came = eve.propose(create("tenancy.tenant", value("name", "Zz eve")))
    kept = eve.desk.confirming.proposals.find(came.proposal).proposal
    ref = came.replies[0].buttons[0].ref

    assert "somebody else must confirm: ada, bob" in text(came.replies[0])
    assert kept.until - kept.made_at == 24 * 60 * 60
    assert eve.press(ref).replies[0].kind == "refusal"
    assert eve.press(ref, by=BOB).replies[0].kind == "done"


def test_a_second_person_is_another_human(thread):
    """Where a second person is wanted, neither the asker nor their other account will do."""
    ada = thread(ADA)
    preview = ada.propose(create("dcim.site", value("name", "Zz second"))).replies[0]
    ref = preview.buttons[0].ref

    assert ada.press(ref).replies[0].kind == "refusal"
    assert ada.press(ref, by=ADA2).replies[0].kind == "refusal"
    assert ada.press(ref, by=BOB).replies[0].kind == "done"


def test_two_accounts_of_one_netbox_user_are_one_human(thread, redis_client):
    """An account that the policy takes for somebody else, but that is linked to the asker's NetBox user, will not do either."""
    vault = RedisVault(redis_client, SECRET)
    for author in (ADA, BOB):
        vault.keep(author.key, Linked(token=SecretStr("x" * 40), user="ada", at=1.0))
    ada = thread(ADA)
    preview = ada.propose(create("dcim.site", value("name", "Zz linked"))).replies[0]

    assert ada.press(preview.buttons[0].ref, by=BOB).replies[0].kind == "refusal"


def test_any_account_of_the_asker_tells_who_they_are(thread, redis_client):
    """The asker's link from another account that the policy says is theirs counts as well: who is linked to the same user will not do."""
    vault = RedisVault(redis_client, SECRET)
    for author, token in ((ADA2, "x"), (BOB, "y")):
        vault.keep(author.key, Linked(token=SecretStr(token * 40), user="ada", at=1.0))
    ada = thread(ADA)
    preview = ada.propose(create("dcim.site", value("name", "Zz elsewhere"))).replies[0]

    assert ada.press(preview.buttons[0].ref, by=BOB).replies[0].kind == "refusal"


def test_one_token_is_one_human(thread, redis_client):
    """Two accounts that are linked to one token are one human's, also where NetBox does not tell whose it is."""
    vault = RedisVault(redis_client, SECRET)
    for author in (ADA, BOB):
        vault.keep(author.key, Linked(token=SecretStr("x" * 40), user="", at=1.0))
    ada = thread(ADA)
    preview = ada.propose(create("dcim.site", value("name", "Zz one token"))).replies[0]

    assert ada.press(preview.buttons[0].ref, by=BOB).replies[0].kind == "refusal"


def test_rights_are_looked_up_again_at_the_click(redis_url, thread, standin):
    """Who was named when it was previewed and is not any more at the click confirms nothing."""
    ada = thread(ADA)
    preview = ada.propose(create("tenancy.tenant", value("name", "Zz again"))).replies[0]
    policy = read_policy(POLICY.replace('who = ["ada", "bob"]', 'who = ["bob"]'), TYPES, OWNER)
    later = Thread(make_desk(redis_url, policy=policy), ada.netbox, author=ADA, name=ada.name)

    assert later.press(preview.buttons[0].ref, turn="later").replies[0].kind == "refusal"


def test_a_second_person_wanted_since_the_preview_is_wanted(redis_url, thread):
    """What needed nobody else when it was previewed, and does by the policy of the click, is not confirmed by who asked, but by another."""
    ada = thread(ADA)
    preview = ada.propose(create("tenancy.tenant", value("name", "Zz newly"))).replies[0]
    policy = read_policy(POLICY.replace("dcim.site", "tenancy.tenant"), TYPES, OWNER)
    later = Thread(make_desk(redis_url, policy=policy), ada.netbox, author=ADA, name=ada.name)

    assert later.press(preview.buttons[0].ref, turn="later").replies[0].kind == "refusal"
    assert later.press(preview.buttons[0].ref, by=BOB, turn="later still").replies[0].kind == "done"


def test_who_may_not_propose_is_told(redis_url, standin, request):
    """In a place that only reads, a change is refused, and nothing waits."""
    policy = read_policy('[[places]]\nwhere = "terminal/local"\nmay = ["read"]\n', TYPES, owner="x")
    netbox = BareNetBox(standin.url, standin.token_admin)
    thread = Thread(make_desk(redis_url, policy=policy), netbox, author=EVE, name=request.node.name)
    came = thread.propose(create("tenancy.tenant", value("name", "Zz no")))

    assert (came.replies[0].kind, came.proposal) == ("refusal", None)
    assert "may not propose" in text(came.replies[0])


def test_somebody_else_cannot_cancel(thread):
    """A bystander cannot withdraw what another asked for; who may confirm it can."""
    eve = thread(EVE)
    preview = eve.propose(create("tenancy.tenant", value("name", "Zz cancel"))).replies[0]
    stranger = person("mallory")

    assert eve.press(preview.buttons[1].ref, by=stranger).replies[0].kind == "refusal"
    assert eve.press(preview.buttons[1].ref, by=BOB).replies[0].intent == "cancel"


def test_empty_users_are_nobody(redis_client):
    """Two links to tokens of their own, of which NetBox told no user, are not taken for one human."""
    vault = RedisVault(redis_client, SECRET)
    for author, token in ((ADA, "x"), (BOB, "y")):
        vault.keep(author.key, Linked(token=SecretStr(token * 40), user="", at=1.0))

    assert not Rights(read_policy(POLICY, TYPES, OWNER), vault).same_human(ADA, BOB)
