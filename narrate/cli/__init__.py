"""A file per command. A command translates options and prints; the work is done elsewhere."""
