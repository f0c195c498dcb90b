"""What EPUB, HTML and FictionBook share: a tree of elements becomes blocks, no letter lost."""
