"""Serve a feed's folder on this machine or the local network."""
