"""narrate turns a book into an audiobook: offline, with nothing lost."""

__version__ = "0.1.0"
