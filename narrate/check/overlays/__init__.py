"""Check the Media Overlays of an EPUB: references, times, what the package says of them."""

from narrate.check.overlays.audit import check_overlays, has_overlays, rules

__all__ = ["check_overlays", "has_overlays", "rules"]
