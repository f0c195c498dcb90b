"""A Book becomes a Script: what is read, and every removal with its reason."""

from narrate.editing.options import Options
from narrate.editing.pipeline import edit

__all__ = ["Options", "edit"]
