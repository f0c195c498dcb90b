"""What holds for every test: a property's time limit would depend on the machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("narrate", deadline=None)
settings.load_profile("narrate")
