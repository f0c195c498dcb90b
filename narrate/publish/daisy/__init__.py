"""DAISY 2.02 with full text and full sound (DAISY Consortium, 28 February 2001)."""
