"""Check a podcast feed by the directories' rules, and its files by reading them."""

from narrate.check.feed.audit import FeedFault, check_feed, demand_feed, rules

__all__ = ["FeedFault", "check_feed", "demand_feed", "rules"]
