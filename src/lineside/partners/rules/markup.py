"""Writing XML by its elements, with what XML cannot hold left out."""

from xml.etree import ElementTree as ET

CAP_SPACE = "urn:oasis:names:tc:emergency:cap:1.2"
DE_SPACE = "urn:oasis:names:tc:emergency:EDXL:DE:2.0"
XLINK = "http://www.w3.org/1999/xlink"
for prefix, space in (("cap", CAP_SPACE), ("de", DE_SPACE), ("xlink", XLINK)):
    ET.register_namespace(prefix, space)


def add(parent: ET.Element, name: str, text: object, space: str) -> ET.Element:
    """One element with its words; nothing is added where there are none."""
    said = plain(str(text))
    child = ET.Element(f"{{{space}}}{name}")
    child.text = said
    if said:
        parent.append(child)
    return child


def inside(parent: ET.Element, name: str, space: str, **facts: str) -> ET.Element:
    """One element that holds others."""
    return ET.SubElement(parent, f"{{{space}}}{name}", facts)


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter in "\t\n\r" or letter >= " ").encode(errors="ignore").decode()


def as_bytes(root: ET.Element) -> bytes:
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole
