"""Check the folder of the page that plays a book: its files, its times, its text."""

from narrate.check.player.audit import check_player, rules

__all__ = ["check_player", "rules"]
