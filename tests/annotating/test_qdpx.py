"""REFI-QDA projects: the rules of the standard, offsets, and codings that come back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pyrefiqda import RefiProject
from pyrefiqda.models import Project
from xsdata_pydantic.bindings import XmlContext

from analyzer import Corpus
from analyzer.annotating.codings import checked
from analyzer.annotating.qdpx import PROGRAM, TO_CODE, build_qdpx, code_guid, write_qdpx
from analyzer.annotating.qdpx_read import read_qdpx
from analyzer.errors import UsageError

from .projects import NS, as_user
from .rules import check_project

WHEN = "2026-03-01T12:00:00+00:00"


@pytest.fixture(scope="module")
def project(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("qdpx") / "voorbeelden.qdpx"
    sample = corpus.units["unit_id"].iloc[:30]
    write_qdpx(path, corpus.units, corpus.documents, corpus.texts, corpus.codebook, when=WHEN, sample=sample)
    return path


def tree(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def test_a_project_keeps_the_rules(project: Path) -> None:
    assert check_project(project) == []
    root = tree(project)
    assert [child.tag.removeprefix(NS) for child in root] == ["Users", "CodeBook", "Variables", "Sources"]


def test_models_made_from_the_published_schema_read_it(project: Path, tmp_path: Path) -> None:
    """pyrefiqda generates its classes from the schema of the working group."""
    read = RefiProject.load(project, str(tmp_path))
    root = tree(project)
    assert len(read.sources.text_source) == len(list(root.iter(f"{NS}TextSource")))
    first = read.sources.text_source[0].plain_text_selection[0]
    assert first.end_position > first.start_position >= 0


def against_the_schema(element: etree._Element, model: type, context: XmlContext) -> list[str]:
    """What is not as the generated classes say: names, order and number of elements, attributes and their patterns."""
    meta = context.build(model)
    wrong = []
    parts = {part.qname: part for part in meta.get_element_vars()}
    order = [parts[child.tag].index if child.tag in parts else -1 for child in element]
    single = [tag for tag, part in parts.items() if not part.list_element and len(element.findall(tag)) > 1]
    if -1 in order or order != sorted(order) or single:
        wrong.append(f"{element.tag}: {[child.tag for child in element]}")
    known = {part.qname: part for part in meta.get_attribute_vars()}
    wrong += [
        f"{element.tag}: {name} is missing"
        for name, part in known.items()
        if part.required and name not in element.attrib
    ]
    for name, value in element.attrib.items():
        pattern = model.model_fields[known[name].name].xsdata_metadata.get("pattern") if name in known else "x^"
        if pattern and not re.fullmatch(pattern, value):
            wrong.append(f"{element.tag}: {name}={value!r}")
    for child in element:
        part = parts.get(child.tag)
        if part is not None and part.clazz is not None:
            wrong += against_the_schema(child, part.clazz, context)
    return wrong


def test_every_element_is_as_the_published_schema_says(project: Path) -> None:
    root, context = tree(project), XmlContext()
    assert against_the_schema(root, Project, context) == []
    root.find(f".//{NS}TextSource").append(root.find(f".//{NS}PlainTextSelection"))
    root.find(f".//{NS}Coding").attrib.pop("guid")
    root.find(f".//{NS}Code").set("color", "geel")
    assert len(against_the_schema(root, Project, context)) == 3


def test_offsets_point_at_the_unit(project: Path, corpus: Corpus) -> None:
    root = tree(project)
    units = corpus.units.set_index(["document_id", "start"])
    seen = 0
    with zipfile.ZipFile(project) as archive:
        for source in root.iter(f"{NS}TextSource"):
            text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode("utf-8")
            identity = source.findall(f"{NS}VariableValue")[-1].find(f"{NS}TextValue").text
            assert text == corpus.texts[identity]
            for selection in source.iter(f"{NS}PlainTextSelection"):
                start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
                unit = units.loc[(identity, start)]
                assert end == unit["end"]
                assert "".join(text[start:end].split())[:20] == "".join(unit["text"].split())[:20]
                seen += 1
    said = (
        (corpus.units["statement"] != "O") | (corpus.units["digital"] != "G") | (corpus.units["themes"].str.len() > 0)
    )
    assert seen == (said | (corpus.units.index < 30)).sum()


def test_offsets_are_code_points_also_beyond_the_basic_plane(corpus: Corpus, tmp_path: Path) -> None:
    text = "Begin 😀𝒢 en é.\nWij openen een digitaal loket.\n"
    start = text.index("Wij")
    units = corpus.units.head(1).assign(
        unit_id="u1", document_id="d1", start=start, end=len(text) - 1, text=text[start:-1], statement="M"
    )
    documents = corpus.documents.head(1).assign(document_id="d1", title="<&\"'>", path="a.txt")
    path = tmp_path / "x.qdpx"
    write_qdpx(path, units, documents, {"d1": text}, corpus.codebook, when=WHEN)
    assert check_project(path) == []
    assert tree(path).find(f".//{NS}TextSource").get("name") == "<&\"'>"
    as_user(path, path, "anna", codes={})
    back = checked(read_qdpx(path, "x", units, {"d1": text}), {"u1": units["text"].item()})
    assert back[["id", "coder", "statement"]].to_numpy().tolist() == [["u1", "x", "M"]]


def test_the_same_input_gives_the_same_bytes(corpus: Corpus) -> None:
    made = [
        build_qdpx(corpus.units, corpus.documents, corpus.texts, corpus.codebook, when=WHEN, sample=("a",))
        for _ in "ab"
    ]
    assert made[0] == made[1]


def test_the_codes_of_the_program_are_not_those_of_a_person(project: Path, corpus: Corpus) -> None:
    assert list(read_qdpx(project, "anna", corpus.units, corpus.texts)) == []


def test_a_person_adds_codes_to_the_sample(project: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Someone works in another program: a passage a little wider than the unit, on top of the program's codes."""
    root = tree(project)
    user = "11111111-2222-3333-4444-555555555555"
    etree.SubElement(root.find(f"{NS}Users"), f"{NS}User", guid=user, name="Anna")
    unit = corpus.units[corpus.units["end"] - corpus.units["start"] > 60].iloc[5]
    source = next(s for s in root.iter(f"{NS}TextSource")
                  if s.findall(f"{NS}VariableValue")[-1].find(f"{NS}TextValue").text == unit["document_id"])  # fmt: skip
    place = 1 + max((n for n, child in enumerate(source) if child.tag == f"{NS}PlainTextSelection"), default=-1)
    selection = etree.Element(
        f"{NS}PlainTextSelection", guid="99999999-2222-3333-4444-555555555555", name="x", creatingUser=user,
        startPosition=str(unit["start"] + 3), endPosition=str(unit["end"] + 2))  # fmt: skip
    for number, code in enumerate(("A", "I", "DEM3", "VER2", "zorg", TO_CODE)):
        coding = etree.SubElement(
            selection, f"{NS}Coding", guid=f"9999999{number}-2222-3333-4444-666666666666", creatingUser=user
        )
        etree.SubElement(coding, f"{NS}CodeRef", targetGUID=code_guid(code))
    source.insert(place, selection)
    path = tmp_path / "anna.qdpx"
    with zipfile.ZipFile(project) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == "project.qde" else old.read(name))
    assert check_project(path) == []
    answers = read_qdpx(path, "Anna", corpus.units, corpus.texts)
    (row,) = checked(answers, dict(zip(corpus.units["unit_id"], corpus.units["text"], strict=True))).to_dict("records")
    assert row == {
        "id": unit["unit_id"], "coder": "Anna", "statement": "A", "digital": "I", "themes": ["VER2", "DEM3"],
        "domain": "zorg", "remark": "",
    }  # fmt: skip


def test_blind_projects_have_only_the_sample(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "blind.qdpx"
    sample = corpus.units["unit_id"].iloc[[3, 50]]
    write_qdpx(
        path, corpus.units, corpus.documents, corpus.texts, corpus.codebook, when=WHEN, sample=sample, coded=False
    )
    references = [element.get("targetGUID") for element in tree(path).iter(f"{NS}CodeRef")]
    assert references == [code_guid(TO_CODE)] * 2
    assert PROGRAM in {user.get("name") for user in tree(path).iter(f"{NS}User")}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda root: root.insert(0, root[-1]), "Project: onderdelen"),
        (lambda root: root.find(f".//{NS}CodeRef").set("targetGUID", "x"), "verwijst naar geen Code"),
        (lambda root: root.find(f".//{NS}Code").set("guid", "x"), "GUID 'x'"),
        (lambda root: root.find(f".//{NS}PlainTextSelection").set("endPosition", "9999999"), "buiten de tekst"),
        (lambda root: root.find(f".//{NS}TextSource").set("plainTextPath", "internal://weg.txt"), "tekst ontbreekt"),
        (lambda root: root.find(f".//{NS}Code").attrib.pop("isCodable"), "mist isCodable"),
    ],
)
def test_the_check_finds_what_is_wrong(change: object, problem: str, project: Path, tmp_path: Path) -> None:
    root = tree(project)
    change(root)  # type: ignore[operator]
    path = tmp_path / "fout.qdpx"
    with zipfile.ZipFile(project) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, etree.tostring(root) if name == "project.qde" else old.read(name))
    assert any(problem in said for said in check_project(path))


def test_projects_that_are_none(project: Path, corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "x.qdpx"
    path.write_bytes(b"geen zip")
    with pytest.raises(UsageError, match="is geen REFI-QDA-project"):
        list(read_qdpx(path, "x", corpus.units, corpus.texts))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>')
    with pytest.raises(UsageError, match="is geen REFI-QDA-project"):
        list(read_qdpx(path, "x", corpus.units, corpus.texts))
    other = dict.fromkeys(corpus.texts, "iets anders")
    with pytest.raises(UsageError, match="hoort niet bij deze uitvoermap"):
        list(read_qdpx(project, "x", corpus.units, other))
