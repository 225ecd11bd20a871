"""REFI-QDA projects as other programs hand them back."""

from __future__ import annotations

import uuid
import zipfile
from pathlib import Path

from lxml import etree

from analyzer.annotating.qdpx import guid

NS = "{urn:QDA-XML:project:1.0}"


def as_user(source: Path, target: Path, user: str, *, codes: dict[str, dict[str, str]] | None = None) -> None:
    """The project as another program saves it after someone's work.

    All codings become those of a new user, GUIDs of codes are new, texts get Windows line ends and a mark of order. With
    `codes`, from id of a unit to its codes as text, the user codes the passages of these units.
    """
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(files["project.qde"])
    mine = str(uuid.uuid4())
    etree.SubElement(root.find(f"{NS}Users"), f"{NS}User", guid=mine, name=user)
    if codes is not None:
        _code(root, codes)
    renamed = {code.get("guid"): str(uuid.uuid4()).upper() for code in root.iter(f"{NS}Code")}
    for code in root.iter(f"{NS}Code"):
        code.set("guid", renamed[code.get("guid")])
    for reference in root.iter(f"{NS}CodeRef"):
        reference.set("targetGUID", renamed[reference.get("targetGUID")])
    for element in root.iter(f"{NS}Coding", f"{NS}PlainTextSelection"):
        element.set("creatingUser", mine)
    for text_source in root.iter(f"{NS}TextSource"):
        name = "sources/" + text_source.get("plainTextPath").removeprefix("internal://")
        text = files[name].decode("utf-8")
        for selection in text_source.iter(f"{NS}PlainTextSelection"):
            for attribute in ("startPosition", "endPosition"):
                place = int(selection.get(attribute))
                selection.set(attribute, str(1 + place + text.count("\n", 0, place)))
        files[name] = ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8")
    files["project.qde"] = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def _code(root: etree._Element, codes: dict[str, dict[str, str]]) -> None:
    names = {
        code.get("name").split(" ")[0]: code.get("guid")
        for code in root.iter(f"{NS}Code")
        if code.get("isCodable") == "true"
    }
    units = {guid("selection", identity): given for identity, given in codes.items()}
    for selection in root.iter(f"{NS}PlainTextSelection"):
        for code in ";".join(units.get(selection.get("guid"), {}).values()).split(";"):
            if code:
                coding = etree.SubElement(selection, f"{NS}Coding", guid=str(uuid.uuid4()))
                etree.SubElement(coding, f"{NS}CodeRef", targetGUID=names[code])
