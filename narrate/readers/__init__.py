"""A file per format: a path becomes a Book. Readers know nothing of voices or of each other."""
