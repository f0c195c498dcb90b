"""The editable script: a Script as Markdown that a person may change, and back.

One sentence a line; a blank line ends a paragraph. What is not read stands as a
comment with its reason. Writing what was read gives the same bytes again.
"""

from narrate.script.reading import is_script, read_script
from narrate.script.writing import write_script

__all__ = ["is_script", "read_script", "write_script"]
