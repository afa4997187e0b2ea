"""Words for some objects of a type: a LAG is an interface, but not every interface is one."""

from orchestration.language.intent import Condition, leaf
from orchestration.language.normal import normalise

INTERFACE = "dcim.interface"
_SAID = {
    "lag; link aggregation; port channel; portchannel; bond; aggregated interface": leaf("type", "eq", ["lag"]),
    "loopback; loopback interface": leaf("name", "starts", ["lo"]),
    "svi; vlan interface": leaf("name", "starts", ["vlan"]),
    "uplink": leaf("description", "contains", ["uplink"]),
    "wifi; wi-fi; wlan": leaf("kind", "eq", ["wireless"]),
    "subinterface; sub interface": leaf("parent", "set"),
    "trunk; trunk port; trunk interface": leaf("mode", "eq", ["tagged", "tagged-all"]),
}
_CONDITIONS = {normalise(word): condition for words, condition in _SAID.items() for word in words.split(";")}


def condition_of(kind: str | None, word: str) -> Condition | None:
    """Return what a word for some objects of a type says of them; None where it means all of them.

    Args:
        kind: the type.
        word: in normal form.
    """
    return _CONDITIONS.get(word) if kind == INTERFACE else None
