"""Word, OpenDocument and RTF: styles become headings, lists, notes and tables."""
