"""Tell front and back matter by its title.

In:  the text of a heading, or of an entry of navigation.
Out: the class of the section that it names.
Knows nothing of where it stands.
"""

from __future__ import annotations

from narrate.editing.lexis import Lexis
from narrate.editing.words import alphanumeric_words


def section_role(text: str, lexis: Lexis) -> str:
    """The role of a title that names front or back matter, else "".

    Titles of what is not read must be just that: "Cover", but not "Cover Story".
    """
    words = " ".join(text.lower().replace("’", "'").split()).strip(" .:*[]")
    roles = lexis.section_roles
    if words in roles:
        return roles[words]
    for title, role in lexis.section_beginnings:
        if words.startswith(title) and not words[len(title) : len(title) + 1].isalnum():
            return role
    titles = lexis.read_titles.get(words[:1], ())
    found = next((t for t in titles if words.startswith(t) and not words[len(t)].isalnum()), "")
    rest = words[len(found) :].strip()
    apart = words[len(found) : len(found) + 1] in (":", ".", ",")
    short = len(alphanumeric_words(rest)) <= 1 or bool(lexis.edition_note.search(rest))
    return roles[found] if found and (apart or short) else ""
