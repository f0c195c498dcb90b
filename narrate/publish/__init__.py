"""A file per output: a Recording becomes files. mutagen is used here and nowhere else."""
