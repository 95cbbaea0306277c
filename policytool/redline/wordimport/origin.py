"""From which texts a Word file was made, where policytool made it."""

from __future__ import annotations

from policytool.redline.fingerprint import NEW, OLD
from policytool.redline.wordimport.package import Package

_APPLICATION = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Application"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"


def made_from(package: Package) -> frozenset[str]:
    """The fingerprints of the texts that the file was made from; none for a file of somebody else's."""
    root = package.tree("docProps/custom.xml")
    found = [] if root is None else root.iter(_PROPERTY)
    return frozenset("".join(one.itertext()).strip() for one in found if one.get("name") in (OLD, NEW))


def by_libreoffice(package: Package) -> bool:
    """Whether LibreOffice wrote the file last."""
    root = package.tree("docProps/app.xml")
    return root is not None and "LibreOffice" in (root.findtext(_APPLICATION) or "")
