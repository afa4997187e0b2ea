"""What `netbot policy init` writes: a policy to begin with, every part of it explained."""

STARTER = """\
# Who may ask netbot, and who may change NetBox through it. `netbot policy check` says what is wrong in here, by line.
# Without this file the terminal's owner may all, and nobody is answered on any other platform.
#
# Accounts are written <platform>/<workspace or guild>/<id>, places <platform>/<workspace or guild>[/<channel>].

# The accounts of people. Two accounts of one person never confirm each other's changes.
[people]
# ada = ["slack/T0123456789/U0123456789", "discord/100000000000000001/200000000000000002"]
# bob = ["slack/T0123456789/U0123456780"]

# Groups of people. "@<platform>/<workspace or guild>/<id>" is a user group of Slack or a role of Discord.
[groups]
# netops = ["ada", "bob", "@slack/T0123456789/S0123456789"]

# Places that are answered. Everybody there may read, and propose changes, unless `may` says otherwise; guests never.
# `token` names an environment variable with the NetBox token that is used there in place of the bot's own.
# [[places]]
# where = "slack/T0123456789/C0123456789"
# may = ["read", "propose"]
# token = "NETBOX_TOKEN_NETOPS"
# turns_a_minute = 60
# requests_an_hour = 20000
#
# Direct messages with the bot on Discord:
# [[places]]
# where = "discord/@me"

# The Discord guild whose members are answered in direct messages, with the roles they have there; the first listed unless named.
[home]
# discord = "100000000000000001"

# What somebody may beyond that: read, propose, confirm, administer. What is left out is not limited.
# [[grants]]
# who = ["netops"]
# may = ["confirm"]
# where = ["slack/T0123456789"]
# operations = ["create", "update"]   # or "delete"
# types = ["ipam.*", "dcim.device"]
# tenants = ["example-tenant"]
# sites = ["example-site"]

# Changes that somebody else than the asker must confirm; they wait 24 hours instead of 15 minutes. What is deleted takes along
# what hangs on it: two people see to that, unless you take these lines out.
[[second_person]]
operations = ["delete"]

# [[second_person]]
# types = ["ipam.vrf", "ipam.aggregate"]

# What each person may use up.
[limits]
turns_a_minute = 30
requests_an_hour = 5000

# NetBox tokens by person or group: names of environment variables. A person's own linked token (netbot link) comes first.
[tokens]
# netops = "NETBOX_TOKEN_NETOPS"
"""


def starter() -> str:
    """Return a commented policy to begin with: it answers nobody until a place is written into it."""
    return STARTER
