"""Give elements the ARIA role that their epub:type means.

In:  the root of a document.
Out: the same document; an element that has a role keeps it.
Knows nothing of overlays. Screen readers hear of roles, and not of epub:type.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

from narrate.publish.epub.textmap import OPS_TYPE, Node, local

_TABLE = tomllib.loads((files(__package__) / "roles.toml").read_text("utf-8"))
_ANY = frozenset(_TABLE["any"])
_ROLES: dict[str, str] = {**{term: term for term in _TABLE["same"]}, **_TABLE["other"]}
_SOME = {name: frozenset(roles) for name, roles in _TABLE["some"].items()}


def add_roles(root: Node) -> bool:
    """Add the roles that are missing and may stand where they are missing; whether any was."""
    added = False
    for node in root.iter("{http://www.w3.org/1999/xhtml}*"):
        declared = (node.get(OPS_TYPE) or "").split()
        role = next((_ROLES[term] for term in declared if term in _ROLES), "")
        if role and node.get("role") is None and _may_have(node, role):
            node.set("role", f"doc-{role}")
            added = True
    return added


def _may_have(node: Node, role: str) -> bool:
    name = local(node)
    if name == "a" and not node.get("href"):
        return True
    return name in _ANY or role in _SOME.get(name, ())
