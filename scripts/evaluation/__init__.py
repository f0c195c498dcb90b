"""The measurements behind scripts/evaluate, one module each."""
