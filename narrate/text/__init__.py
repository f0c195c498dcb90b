"""Pure functions on text: sentences, spoken forms. No files, no sound."""
