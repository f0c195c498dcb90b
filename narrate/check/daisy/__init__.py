"""Check a DAISY 2.02 book against its specification, rule by rule."""

from narrate.check.daisy.audit import check_daisy, rules

__all__ = ["check_daisy", "rules"]
