"""The tables of a run, the folder they are kept in, and what can be asked of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analyzer import Corpus, Options, analyse_many
from analyzer.errors import CodebookError, OutputError, UsageError
from analyzer.reporting.tables import DOCUMENT_COLUMNS, THEMES_COLUMNS, UNIT_COLUMNS
from analyzer.running.corpus import FORMATS
from analyzer.running.kept import Kept

from .documents import text


def test_every_unit_stands_where_it_says(output: Path) -> None:
    units = pd.read_parquet(output / "units.parquet")
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in (output / "texts").iterdir()}
    assert set(units["document_id"]) == set(texts)
    for row in units.itertuples():
        assert texts[row.document_id][row.start : row.end] == row.text
    assert units["unit_id"].is_unique


def test_evidence_stands_where_it_says(output: Path) -> None:
    units = pd.read_parquet(output / "units.parquet")
    checked = 0
    for row in units.itertuples():
        for item in row.evidence:
            if item["match"]:
                assert row.text[item["start"] : item["end"]] == item["match"]
                checked += 1
    assert checked > 1000


def test_tables_have_the_columns_of_the_interface(output: Path, corpus: Corpus) -> None:
    assert tuple(pd.read_csv(output / "documents.csv").columns) == DOCUMENT_COLUMNS
    assert tuple(pd.read_csv(output / "themes.csv").columns) == THEMES_COLUMNS
    assert tuple(pd.read_csv(output / "units.csv").columns) == UNIT_COLUMNS
    assert tuple(pd.read_csv(output / "failures.csv").columns) == ("path", "stage", "error", "remedy")
    assert len(corpus.themes) == 20 * len(corpus.documents)
    about = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert about["codebook_hash"] == corpus.documents["codebook_hash"].iloc[0]
    assert about["counts"]["units"] == len(corpus.units)
    assert set(about["inputs"].values()) == set(corpus.documents["document_id"])


def test_counts_follow_from_the_units(corpus: Corpus) -> None:
    documents = corpus.documents.set_index("document_id")
    goals = corpus.units[corpus.units["statement"].isin(["M", "A"])]
    for identity, units in corpus.units.groupby("document_id"):
        row, own = documents.loc[identity], goals[goals["document_id"] == identity]
        assert (row["units"], row["goals"]) == (len(units), len(own))
        assert row["goals_explicit"] == (own["digital"] == "E").sum()
        assert row["share_implicit"] == pytest.approx((own["digital"] == "I").mean(), abs=1e-4)


def test_output_is_written_a_document_at_a_time(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corpus of thousands of documents does not fit in memory with all its sentences."""

    def all_at_once(kept: Kept) -> pd.DataFrame:
        raise AssertionError("all units at once")

    monkeypatch.setattr(Kept, "units", property(all_at_once))
    cached = analyse_many([Path(path) for path in corpus.documents["path"].head(3)], jobs=1, cache=tmp_path / "bewaard")
    out = cached.to_folder(tmp_path / "uit", formats=FORMATS)
    units = pd.read_csv(out / "units.csv")
    assert units["document_id"].nunique() == 3 and len(units) == len(pd.read_parquet(out / "units.parquet"))


def test_folder_reads_back_as_it_was(output: Path, corpus: Corpus, tmp_path: Path) -> None:
    back = Corpus.from_folder(output)
    assert back.texts == corpus.texts
    for name in ("documents", "units", "themes", "failures"):
        before, after = getattr(corpus, name), getattr(back, name)
        assert list(before.columns) == list(after.columns) and len(before) == len(after)
    again = back.to_folder(tmp_path / "weer", formats=FORMATS)
    for path in output.rglob("*.*"):
        copy = again / path.relative_to(output)
        assert copy.read_bytes() == path.read_bytes(), path.name


def test_formats_are_what_was_asked(corpus: Corpus, tmp_path: Path) -> None:
    always = {"documents.parquet", "units.parquet", "themes.parquet", "failures.csv", "run.json", "texts"}
    made = corpus.to_folder(tmp_path / "een", formats=["parquet"])
    assert {path.name for path in made.iterdir()} == always
    made = corpus.to_folder(tmp_path / "twee", formats=["json", "html"])
    assert {path.name for path in made.iterdir()} == always | {"analysis.json", "report.html"}
    data = json.loads((made / "analysis.json").read_text(encoding="utf-8"))
    assert len(data["documents"]) == len(corpus.documents) and len(data["units"]) == len(corpus.units)
    whole = json.dumps(corpus.to_dict(), ensure_ascii=False, indent=2, default=str)
    assert (made / "analysis.json").read_text(encoding="utf-8") == whole + "\n"
    with pytest.raises(UsageError, match=r"onbekende uitvoer: docx\."):
        corpus.to_folder(tmp_path / "drie", formats=["docx"])
    with pytest.raises(UsageError, match="taal"):
        corpus.to_folder(tmp_path / "drie", lang="fr")


def test_texts_of_other_documents_go_and_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    (tmp_path / "b.txt").write_text(text(2), encoding="utf-8")
    out = analyse_many(tmp_path / "a.txt", jobs=1).to_folder(tmp_path / "uit")
    (out / "texts" / "notities.txt").write_text("van mij", encoding="utf-8")
    second = analyse_many(tmp_path / "b.txt", jobs=1)
    second.to_folder(out)
    assert {path.stem for path in (out / "texts").iterdir()} == {*second.texts, "notities"}


def test_report_uses_the_codebook_of_the_analysis(tmp_path: Path) -> None:
    import analyzer.codebook

    own = tmp_path / "codeboek"
    shutil.copytree(Path(analyzer.codebook.__file__).parent / "data", own)
    main = own / "codebook.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "9.9"'), encoding="utf-8")
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    out = analyse_many(tmp_path / "a.txt", jobs=1, options=Options(codebook=str(main))).to_folder(tmp_path / "uit")
    assert "versie 9.9" in (out / "report.html").read_text(encoding="utf-8")
    (out / "report.html").unlink()
    Corpus.from_folder(out).to_folder(out)
    assert "versie 9.9" in (out / "report.html").read_text(encoding="utf-8")
    shutil.rmtree(own)
    with pytest.raises(CodebookError, match=r"codebook\.yaml"):
        Corpus.from_folder(out).to_folder(out)


@pytest.mark.parametrize("name", ["units", "themes"])
def test_a_table_that_is_damaged_inside_says_what_to_do(output: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "uit"
    shutil.copytree(output, copy)
    table = copy / f"{name}.parquet"
    kept = table.read_bytes()
    table.write_bytes(kept[:4] + b"\xff" * (len(kept) // 2) + kept[4 + len(kept) // 2 :])
    corpus = Corpus.from_folder(copy)
    with pytest.raises(UsageError, match=rf"{name}\.parquet: is beschadigd\. Draai gdogh analyse"):
        getattr(corpus, name)


@pytest.mark.parametrize("lost", ["units.parquet", "themes.parquet", "failures.csv", "run.json"])
def test_incomplete_folder_says_what_to_do(output: Path, tmp_path: Path, lost: str) -> None:
    copy = tmp_path / "uit"
    shutil.copytree(output, copy)
    (copy / lost).unlink()
    with pytest.raises(UsageError, match=rf"onvolledig.*{lost}.*Draai gdogh analyse"):
        Corpus.from_folder(copy)
    (copy / lost).write_bytes(b"\xff\xfekapot")
    with pytest.raises(UsageError, match="beschadigd"):
        Corpus.from_folder(copy)


def test_folders_that_are_none(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="geen uitvoermap"):
        Corpus.from_folder(tmp_path)
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="geen map"):
        corpus.to_folder(tmp_path / "bestand")


def test_landscape_and_gaps_of_the_examples(corpus: Corpus) -> None:
    landscape = corpus.landscape()
    whole = landscape[landscape["layer"] == "alle"].iloc[0]
    assert whole["organisations"] == corpus.documents["organisation"].nunique()
    assert set(landscape["layer"]) == {"alle", "gemeente", "provincie", "waterschap", "rijk", "agentschap"}
    gaps = corpus.gaps()
    assert set(gaps["organisation"]) == {
        "Gemeente Veenderhout", "Gemeente Hesselrode", "Provincie Maasveld", "Waterschap De Lage Landen aan Zee",
    }  # fmt: skip
    assert (gaps["gap"] == gaps["agreement_level"] - gaps["vision_level"]).all()
    assert "Veenderhout" in corpus._repr_html_()
