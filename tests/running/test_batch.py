"""Many documents in one run: bad ones among good ones, worker processes, results used again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer import GdoghError, Options, analyse_many
from analyzer.errors import CodebookError, OutputError, PipelineError, ReadError, UsageError
from analyzer.running.batch import analyse_file, collect_paths, forget
from analyzer.running.corpus import CACHE, DEFAULT_FORMATS, Corpus, gather

from .documents import BROKEN, GOOD, UNSCORED, mixed, text

SAME_IN_EVERY_RUN = {"documents.csv", "documents.parquet", "units.parquet", "themes.csv", "themes.parquet", "failures.csv",
                     "report.html", "report.xlsx", "metadata.csv"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed(tmp_path_factory.mktemp("stapel") / "stukken")


def statuses(corpus: Corpus) -> dict[str, str]:
    return {
        Path(path).name: status
        for path, status in zip(corpus.documents["path"], corpus.documents["status"], strict=True)
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_documents_do_not_stop_the_others(folder: Path, jobs: int) -> None:
    corpus = analyse_many(folder, jobs=jobs)
    found = statuses(corpus)
    assert {name for name, status in found.items() if status == "failed"} == BROKEN
    assert {name for name, status in found.items() if status == "ok"} == GOOD
    assert {name for name, status in found.items() if status == "no_score"} == UNSCORED
    assert {Path(path).name for path in corpus.failures["path"]} == BROKEN
    assert all(corpus.failures["error"].str.len() > 5) and all(corpus.failures["remedy"].str.len() > 5)
    assert set(corpus.failures["stage"]) == {"reading"}
    assert corpus.about["counts"] == {"documents": 9, "failed": 5, "from_cache": 0, "units": len(corpus.units)}


def test_any_number_of_jobs_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    files = []
    for jobs in (1, 2):
        out = analyse_many(folder, jobs=jobs).to_folder(tmp_path / str(jobs), formats=DEFAULT_FORMATS)
        files.append(
            {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.*") if path.name != "run.json"}
        )
    assert files[0].keys() == files[1].keys()
    assert {name for name in files[0] if not name.startswith("texts")} == SAME_IN_EVERY_RUN
    assert [name for name in files[0] if files[0][name] != files[1][name]] == []


def test_raise_stops_at_the_first_bad_document_with_its_own_error(folder: Path) -> None:
    with pytest.raises(ReadError, match=r"afgebroken\.pdf: .+ .+"):
        analyse_many(folder, jobs=1, on_error="raise")


def test_progress_counts_up_to_all(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    analyse_many(folder, jobs=2, progress=lambda *said: told.append(said))
    assert [done for done, _, _ in told] == list(range(10))
    assert {total for _, total, _ in told} == {9}
    assert {Path(path).name for _, _, path in told[1:]} == BROKEN | GOOD | UNSCORED


def test_a_worker_that_dies_costs_no_document(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"akkoord{number}.txt").write_text(text(number), encoding="utf-8")
    killed: list[int] = []

    def kill(done: int, total: int, path: str) -> None:
        workers = multiprocessing.active_children()
        if done == 1 and workers:
            killed.append(workers[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    corpus = analyse_many(tmp_path, jobs=2, progress=kill)
    assert killed
    assert list(corpus.documents["status"]) == ["ok"] * 6


def test_results_are_used_again_by_content(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = analyse_many(folder, jobs=1, cache=cache)
    again = analyse_many(folder, jobs=1, cache=cache)
    assert again.about["counts"]["from_cache"] == len(GOOD | UNSCORED)
    assert again.documents.equals(first.documents)
    assert again.units.equals(first.units) and again.themes.equals(first.themes) and again.texts == first.texts


def test_changed_renamed_and_otherwise_asked_documents_are_done_again(tmp_path: Path) -> None:
    here, there, cache = tmp_path / "hier", tmp_path / "daar", tmp_path / "cache"
    for folder in (here, there):
        folder.mkdir()
    one, two = here / "een.txt", here / "twee.txt"
    for number, path in enumerate((one, two)):
        path.write_text(text(number), encoding="utf-8")

    def reused(*paths: Path, **options: object) -> int:
        corpus = analyse_many(paths, jobs=1, cache=cache, options=Options(**options))  # type: ignore[arg-type]
        return int(corpus.about["counts"]["from_cache"])

    assert [reused(here), reused(here)] == [0, 2]
    assert (reused(here, seed=1), reused(here, kind="werkgeversvisie")) == (0, 0)
    assert reused(here, metadata={"een.txt": {"organisation": "Dorp"}}) == 1
    one.write_text(text(7), encoding="utf-8")
    assert reused(here) == 1
    # In another folder it is the same document; under another name it may say something else about itself.
    (there / "twee.txt").write_bytes(two.read_bytes())
    assert reused(there) == 1
    (there / "twee.txt").rename(there / "coalitieakkoord 2031.txt")
    assert reused(there) == 0
    forget(cache)
    assert reused(here) == 0


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("*.arrow", lambda kept: kept[:50]),
        ("*.arrow", lambda kept: kept[:2000] + bytes(len(kept) - 2000)),
        ("*.arrow", lambda kept: kept[:-400] + b"\xff" * 300 + kept[-100:]),
        ("*.json", lambda kept: kept[: len(kept) // 2]),
        ("*.json", lambda kept: b"null"),
        ("*.json", lambda kept: b"[]"),
        ("*.json", lambda kept: kept.replace(b'"checksum"', b'"other"')),
        ("*.json", lambda kept: kept.replace(b'"text"', b'"tekst"')),
    ],
)
def test_a_damaged_result_is_made_again(tmp_path: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
    (tmp_path / "a.txt").write_text(text(), encoding="utf-8")
    cache = tmp_path / "cache"
    first = analyse_many(tmp_path / "a.txt", cache=cache, jobs=1)
    for kept in cache.glob(name):
        kept.write_bytes(damage(kept.read_bytes()))
    again = analyse_many(tmp_path / "a.txt", cache=cache, jobs=1)
    assert again.about["counts"]["from_cache"] == 0
    assert again.documents.equals(first.documents)
    assert again.units.equals(first.units)


def test_copies_under_the_same_name_that_are_analysed_at_once_keep_their_own_path(tmp_path: Path) -> None:
    copies = [tmp_path / folder / "akkoord.txt" for folder in ("een", "twee")]
    results = []
    for copy in copies:
        copy.parent.mkdir()
        copy.write_text(text(), encoding="utf-8")
        results.append(analyse_file(str(copy), Options(), str(tmp_path)))
        # As it is for another process that began at the same time.
        next(tmp_path.glob("*.json")).rename(tmp_path / "elders")
    (tmp_path / "elders").rename(next(tmp_path.glob("*.arrow")).with_suffix(".json"))
    documents = gather(results, Options()).documents
    assert list(documents["path"]) == [str(copy) for copy in copies]
    assert list(documents["duplicate_of"].dropna()) == [str(copies[0])]


def test_whether_a_kept_document_is_up_to_date_depends_on_the_day(tmp_path: Path) -> None:
    import json

    (tmp_path / "a.txt").write_text(text(18), encoding="utf-8")
    cache = tmp_path / "cache"
    assert list(analyse_many(tmp_path / "a.txt", cache=cache, jobs=1).documents["actueel"]) == ["nee"]
    kept = next(cache.glob("*.json"))
    data = json.loads(kept.read_text(encoding="utf-8"))
    # What a run before the end of the period would have kept.
    data["row"]["actueel"] = "ja"
    kept.write_text(json.dumps(data), encoding="utf-8")
    again = analyse_many(tmp_path / "a.txt", cache=cache, jobs=1)
    assert again.about["counts"]["from_cache"] == 1
    assert list(again.documents["actueel"]) == ["nee"]


def test_the_same_document_twice_counts_once(tmp_path: Path) -> None:
    for name in ("een.txt", "twee.txt"):
        (tmp_path / name).write_text(text(), encoding="utf-8")
    corpus = analyse_many(tmp_path, jobs=1)
    assert list(corpus.documents["duplicate_of"].notna()) == [False, True]
    assert corpus.units["unit_id"].is_unique
    assert len(corpus.texts) == 1


def test_output_of_an_earlier_run_is_no_input(tmp_path: Path) -> None:
    document = tmp_path / "akkoord.txt"
    document.write_text(text(), encoding="utf-8")
    for out in (tmp_path / "uit", tmp_path):
        analyse_many([document], jobs=1, cache=out / CACHE).to_folder(out)
    assert collect_paths([tmp_path]) == [str(document)]
    with pytest.raises(UsageError, match="uitvoer van een eerdere run"):
        collect_paths([tmp_path / "uit"])
    named = next((tmp_path / "uit" / "texts").iterdir())
    assert collect_paths([named]) == [str(named)]


@pytest.mark.parametrize("named", [True, False])
def test_paths_are_collected_in_a_number_of_steps_that_grows_with_their_number(tmp_path: Path, named: bool) -> None:
    """Calls are counted, not seconds: looking each path up among all others once took minutes for thousands."""
    number, times = 40, 8
    steps = []
    for factor in (1, times):
        folder = tmp_path / str(factor)
        folder.mkdir()
        files = [folder / f"akkoord{place:04}.txt" for place in range(factor * number)]
        for file in files:
            file.touch()
        made = 0

        def count(frame: object, event: str, what: object) -> None:
            nonlocal made
            made += event in {"call", "c_call"}

        sys.setprofile(count)
        try:
            found = collect_paths(files if named else [folder])
        finally:
            sys.setprofile(None)
        assert found == [str(file) for file in files]
        steps.append(made)
    assert steps[1] < 1.2 * times * steps[0]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        (Options(pipeline="nl_bestaat_niet"), PipelineError, "nl_bestaat_niet"),
        (Options(codebook="nee.yaml"), CodebookError, "nee.yaml"),
    ],
)
def test_a_wrong_instrument_is_no_failure_of_documents(
    folder: Path, tmp_path: Path, options: Options, error: type[GdoghError], said: str
) -> None:
    with pytest.raises(error, match=said):
        analyse_many(folder, jobs=1, cache=tmp_path / "cache", options=options)
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_known_before_the_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    told: list[int] = []
    with pytest.raises(OutputError, match=r"bestand: is een bestand, geen map\."):
        analyse_many(folder, cache=tmp_path / "bestand" / "cache", progress=lambda done, *_: told.append(done))
    assert told == []


def test_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="geen documenten"):
        analyse_many(tmp_path)
    with pytest.raises(UsageError, match=r"weg\.pdf"):
        analyse_many(tmp_path / "weg.pdf")
    with pytest.raises(UsageError, match="on_error"):
        analyse_many(tmp_path, on_error="ignore")
