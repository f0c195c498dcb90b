"""A file per engine: text becomes a Clip. Engines know nothing of books."""
