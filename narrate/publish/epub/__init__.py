"""EPUB 3.3 with Media Overlays: the publisher's own book, or one made from the script."""
