"""A Script becomes a Recording: clips, pauses, loudness, sections, on every core."""
