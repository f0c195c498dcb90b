"""Tell an EPUB under DRM from one that can be read.

In:  an open container.
Out: nothing; ProtectedBook is raised for a book that only its shop's programs can open.
Knows nothing of the book's contents, and breaks no lock.

Signs: META-INF/encryption.xml that encrypts more than fonts (OCF 3.3, section 4.2.6.3.2),
Adobe's rights.xml, Apple's sinf.xml, Readium's license.lcpl.
"""

from __future__ import annotations

from narrate.errors import ProtectedBook
from narrate.readers.container import Container, DamagedMember
from narrate.readers.markup import xmltree

_LICENCES = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_ENCRYPTED_DATA = "{http://www.w3.org/2001/04/xmlenc#}EncryptedData"


def check_rights(container: Container, name: str) -> None:
    """Raise ProtectedBook if the book's text is encrypted."""
    if any(container.find(licence) for licence in _LICENCES) or _encrypts_text(container):
        raise ProtectedBook(
            f"{name}: protected by DRM, so its text cannot be read. "
            "Use a copy without protection, if you have the right to one."
        )


def _encrypts_text(container: Container) -> bool:
    if not container.find("META-INF/encryption.xml"):
        return False
    try:
        data = container.read("META-INF/encryption.xml")
        root = xmltree.parse_xml(data, "META-INF/encryption.xml").root
    except (DamagedMember, ValueError):
        return False
    for entry in root.iter(_ENCRYPTED_DATA):
        methods = [one.get("Algorithm") or "" for one in entry.iter("{*}EncryptionMethod")]
        if not methods or not _FONTS.issuperset(methods):
            return True
    return False
