"""Assembling, loudness and encoding; pydub and ffmpeg are used here and nowhere else."""
