"""EPUB 2 and 3: the package, its navigation, its rights, its documents."""
