"""What asks to be stopped, and what does not."""

import pytest

from orchestration.stopping import means_stop


@pytest.mark.parametrize("lead", ["", "please ", "Please, "])
@pytest.mark.parametrize("verb", ["stop", "Halt", "ABORT"])
@pytest.mark.parametrize("tail", ["", " it", " that now", " please", "!", " working, please."])
def test_what_stops(lead, verb, tail):
    """Whoever says stop, with or without courtesy, wants what is worked on stopped."""
    assert means_stop(f"{lead}{verb}{tail}")


@pytest.mark.parametrize(
    "text", ["", "stop the devices", "how do I stop?", "which racks stop here?", "abort p-12345678"]
)
def test_what_does_not(text):
    """A sentence that says more is a question like any other."""
    assert not means_stop(text)
