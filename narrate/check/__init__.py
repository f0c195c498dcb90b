"""Audits of finished outputs with independent readers."""
