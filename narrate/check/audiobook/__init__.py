"""Check a W3C Audiobook: its manifest, the files that it names, and the package of them."""

from narrate.check.audiobook.audit import check_audiobook, rules

__all__ = ["check_audiobook", "rules"]
