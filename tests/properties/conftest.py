"""How properties are tried: as often as they need, never by the clock, for a busy machine is no fault of theirs."""

from hypothesis import HealthCheck, settings

settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
