"""Check a DAISY 2.02 book against its specification, rule by rule."""

from narrate.check.daisy.audit import Fault, check_daisy

__all__ = ["Fault", "check_daisy"]
