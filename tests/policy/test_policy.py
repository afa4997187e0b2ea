"""The policy: who is answered where, who may propose and confirm what, and that it tells what is wrong in it by line."""

import pytest

from orchestration.catalogue.loading import load
from orchestration.changes.policy import Policy, open_to_terminal
from orchestration.changes.policy_file import WrongPolicy, read_policy
from orchestration.changes.policy_starter import starter
from orchestration.changes.policy_words import accounts_of, described
from orchestration.changes.proposal import Touch
from orchestration.messages import Address, Author

TYPES = [each.key for each in load()]
OWNER = "terminal/local/owner"
POLICY = """
[people]
ada = ["slack/T1/U1", "discord/G1/7"]
bob = ["slack/T1/U2"]

[groups]
netops = ["ada", "@slack/T1/S9"]
leads = ["netops"]

[[places]]
where = "slack/T1/C1"
token = "NETBOX_TOKEN_C1"
turns_a_minute = 2

[[places]]
where = "discord/G1"
may = ["read"]

[[grants]]
who = ["leads"]
may = ["confirm"]
where = ["slack/T1"]
operations = ["create"]
types = ["ipam.*"]

[[grants]]
who = ["bob"]
may = ["confirm"]
sites = ["north-01"]
tenants = ["freight"]

[[grants]]
who = ["ada"]
may = ["propose"]
where = ["discord/G1"]

[[second_person]]
types = ["ipam.vrf"]

[limits]
turns_a_minute = 5

[tokens]
netops = "NETBOX_TOKEN_NETOPS"
"""


def slack(account, channel="C1", place="T1", groups=(), *, guest=False):
    """Somebody in a channel of Slack."""
    author = Author(platform="slack", place=place, id=account, groups=groups, is_guest=guest)
    return author, Address(platform="slack", place=place, channel=channel, thread="1")


@pytest.fixture
def policy():
    """The policy above."""
    return read_policy(POLICY, TYPES, owner="terminal/local/me")


def vlan(**how):
    """A new VLAN."""
    return Touch(op="create", type="ipam.vlan", **how)


def test_a_listed_place_is_answered_and_no_other(policy):
    """Everybody in a listed channel reads and proposes; in another channel nobody is answered."""
    assert policy.may("read", *slack("U5"))
    assert policy.may("propose", *slack("U5"), [vlan()])
    assert not policy.answers(*slack("U5", channel="C2"))
    assert not policy.answers(*slack("U5", place="T2"))


def test_channel_names_are_compared_whole(policy):
    """A channel whose id begins like a listed one's is another channel."""
    assert not policy.answers(*slack("U5", channel="C11"))


def test_guests_are_not_answered(policy):
    """Guests and members of other organisations are not answered, in a listed channel either, whatever they are granted."""
    assert not policy.answers(*slack("U1", guest=True))
    assert not policy.may("confirm", *slack("U1", guest=True), [vlan()])


def test_confirming_is_for_whom_the_policy_names(policy):
    """Nobody confirms by being there; named people do, by their group, within the grant's limits."""
    assert not policy.may("confirm", *slack("U5"), [vlan()])
    assert policy.may("confirm", *slack("U1"), [vlan()])
    assert not policy.may("confirm", *slack("U1"), [Touch(op="create", type="dcim.site")])
    assert not policy.may("confirm", *slack("U1"), [Touch(op="delete", type="ipam.vlan")])
    assert not policy.may("confirm", *slack("U1"), [vlan(), Touch(op="create", type="dcim.site")])


def test_a_platforms_group_counts_where_it_is(policy):
    """A member of a Slack group has what the group is granted; the same id in another workspace has not."""
    assert policy.may("confirm", *slack("U5", groups=("S9",)), [vlan()])
    author = Author(platform="slack", place="T2", id="U5", groups=("S9",))
    assert not policy.may("confirm", author, slack("U5")[1], [vlan()])


def test_limits_by_tenant_and_site_hold_together(policy):
    """A grant for a site and a tenant covers what has both, and nothing that has none."""
    both = vlan(sites=("North 1", "north-01"), tenants=("Freight", "freight"))
    assert policy.may("confirm", *slack("U2"), [both])
    assert not policy.may("confirm", *slack("U2"), [vlan(sites=("north-01",))])
    assert not policy.may("confirm", *slack("U2"), [vlan()])


def test_a_grant_widens_what_a_place_gives(policy):
    """Where a place only reads, a named person may propose."""
    address = Address(platform="discord", place="G1", channel="9", thread="1")
    ada, other = (Author(platform="discord", place="G1", id=each) for each in ("7", "8"))

    assert policy.may("propose", ada, address, [vlan()])
    assert not policy.may("propose", other, address, [vlan()])


def test_the_owner_of_the_terminal_may_all(policy):
    """The terminal's owner may all, with a policy too; another account of the terminal is not answered then."""
    address = Address(platform="terminal", place="local", channel="chat", thread="1")
    me, other = (Author(platform="terminal", place="local", id=each) for each in ("me", "other"))

    assert policy.may("confirm", me, address, [vlan()])
    assert not policy.answers(other, address)


def test_without_a_file_the_terminal_may_all_and_nobody_else_is_answered():
    """Without a policy every account of the terminal may all, and no platform is answered."""
    address = Address(platform="terminal", place="local", channel="chat", thread="1")
    anybody = Author(platform="terminal", place="local", id="anybody")

    assert open_to_terminal().may("confirm", anybody, address, [vlan()])
    assert not open_to_terminal().answers(*slack("U1"))


def test_tokens_go_by_person_or_group_before_the_place(policy):
    """A group's token comes before the channel's; without one the channel's is used, then the bot's own."""
    assert policy.token_name(*slack("U1")) == "NETBOX_TOKEN_NETOPS"
    assert policy.token_name(*slack("U5")) == "NETBOX_TOKEN_C1"
    assert (
        policy.token_name(
            Author(platform="discord", place="G1", id="8"),
            Address(platform="discord", place="G1", channel="1", thread="1"),
        )
        is None
    )


def test_the_starter_is_a_policy():
    """What `netbot policy init` writes can be read, and answers nobody elsewhere than in the terminal."""
    read = read_policy(starter(), TYPES, OWNER)

    assert (read.places, read.grants) == ((), ())


def test_the_starter_holds_when_its_comments_are_taken_off():
    """Every example in the starter is right: with the comment signs gone it reads as a policy."""
    examples = [
        line.removeprefix("# ") if line.startswith(("# [", "# ada", "# bob", "# netops")) or " = " in line else line
        for line in starter().splitlines()
    ]
    read = read_policy("\n".join(examples), TYPES, OWNER)

    assert read.places[0].token == "NETBOX_TOKEN_NETOPS"
    assert read.grants[0].scope.types == ("ipam.*", "dcim.device")
    assert len(read.second_person) == 2


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[people]\nada = [", 2, "no TOML"),
        ("[peple]\n", 1, "peple is not known"),
        ('[people]\nada = ["U1"]\n', 2, "<platform>/<workspace or guild>/<id>"),
        ('[[places]]\nmay = ["read"]\n', 1, "where is missing"),
        ('[[places]]\nwhere = "slack/T1"\n\n[[places]]\nwhere = "irc/x"\n', 5, "a place is"),
        ('[[places]]\nwhere = "slack/T1"\nmay = ["read", "write"]\n', 3, "'write'"),
        ('[[places]]\nwhere = "slack/T1"\ntoken = "nbt_secret.value"\n', 3, "name of an environment variable"),
        ('[[grants]]\nwho = ["eve"]\nmay = ["confirm"]\n', 2, "'eve' is neither"),
        (
            '[people]\nada = ["slack/T1/U1"]\n[[grants]]\nwho = ["ada"]\nmay = ["confirm"]\ntypes = ["ipam.vlam"]\n',
            6,
            "'ipam.vlam' fits no",
        ),
        ("[limits]\nturns_a_minute = 0\n", 2, "turns_a_minute"),
        ('[limits]\nturns_a_minute = "30"\n', 2, "turns_a_minute"),
        ('[people]\na = ["slack/T1/U1"]\n[groups]\na = []\n', 4, "a person and a group"),
        ('[tokens]\nghosts = "X"\n', 2, "'ghosts' is neither"),
    ],
)
def test_what_is_wrong_is_told_by_line(text, line, told):
    """Each fault of a policy is told with the line it stands in, and the token that somebody wrote there is not repeated."""
    with pytest.raises(WrongPolicy) as wrong:
        read_policy(text, TYPES, OWNER)

    assert [each for each, _ in wrong.value.faults] == [line]
    assert told in wrong.value.faults[0][1]
    assert "nbt_secret" not in wrong.value.sentence


def test_an_account_is_one_persons():
    """An account under two names is a fault: whose second self it is would depend on their order."""
    with pytest.raises(WrongPolicy) as wrong:
        read_policy('[people]\nada = ["slack/T1/U1"]\nbea = ["slack/T1/U2", "slack/T1/U1"]\n', TYPES, OWNER)

    assert wrong.value.faults == (
        (3, "'slack/T1/U1' is ada's already: put all accounts of one person under one name."),
    )


def test_all_faults_are_told_at_once():
    """A policy with two faults tells both."""
    with pytest.raises(WrongPolicy) as wrong:
        read_policy('[[places]]\nwhere = "x"\n\n[limits]\nrequests_an_hour = -1\n', TYPES, OWNER)

    assert [line for line, _ in wrong.value.faults] == [2, 5]


def test_groups_may_hold_each_other():
    """Groups that hold each other end nowhere in a loop."""
    policy = Policy(groups={"a": ("b",), "b": ("a", "slack/T1/U1")})

    assert policy.roles(slack("U1")[0]) == ("slack/T1/U1", "a", "b")


def test_what_somebody_may_is_told_in_words(policy):
    """`netbot policy show` tells rights, limits and token of each account of a person."""
    accounts = accounts_of(policy, "ada")
    told = "\n".join(described(policy, accounts[0]))

    assert [each.key for each in accounts] == ["slack/T1/U1", "discord/G1/7"]
    assert "slack/T1/U1: ada, in netops, leads" in told
    assert "in slack/T1: confirm (create; ipam.*)" in told
    assert "somebody else must confirm: ipam.vrf" in told
    assert "NETBOX_TOKEN_NETOPS" in told
    assert accounts_of(policy, "nobody") == ()


def test_the_home_guild():
    """Direct messages are answered as the named guild says, else the first that is listed; "@me" is no guild."""
    places = (
        '[[places]]\nwhere = "discord/@me"\n[[places]]\nwhere = "discord/G2/C1"\n[[places]]\nwhere = "discord/G3"\n'
    )
    listed, named = read_policy(places, TYPES, OWNER), read_policy(f'{places}[home]\ndiscord = "G3"\n', TYPES, OWNER)

    assert (listed.home_of("discord"), named.home_of("discord"), Policy().home_of("discord")) == ("G2", "G3", None)
    assert [listed.lists("discord", each) for each in ("G2", "G3", "G4")] == [True, True, False]
