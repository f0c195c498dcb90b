"""PDF: pages become lines, columns, paragraphs, headings and notes by their layout."""
