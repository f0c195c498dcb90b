"""A Book becomes a Script: what is read, and every removal with its reason."""
