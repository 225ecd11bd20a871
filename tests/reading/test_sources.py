from __future__ import annotations

import os
import subprocess
import sys

import pytest

from analyzer.errors import ReadError, UsageError
from analyzer.reading import find_documents, read


def test_folders_are_searched_and_odd_files_passed_over(tmp_path):
    wanted = ["a.txt", "b/c.PDF", "b/d/e.docx", "f.odt", "g.html", "h.htm", "i.md", "j.markdown"]
    odd = [".DS_Store", "~$a.docx", ".~lock.a.odt#", ".verborgen/x.txt", "foto.jpg", "b/.x.txt", "data.csv"]
    for name in wanted + odd:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    result = find_documents([tmp_path])
    assert sorted(str(path.relative_to(tmp_path)).replace(os.sep, "/") for path in result) == sorted(wanted)
    assert find_documents([tmp_path / "data.csv", tmp_path / "data.csv"]) == [tmp_path / "data.csv"]


def test_nothing_found(tmp_path):
    with pytest.raises(UsageError, match="geen documenten") as caught:
        find_documents([tmp_path])
    assert ".pdf" in caught.value.remedy
    with pytest.raises(UsageError, match="bestaat niet"):
        find_documents([tmp_path / "weg.txt"])


def test_folder_missing_file_and_size_are_clear_errors(tmp_path):
    path = tmp_path / "groot.txt"
    path.write_text("tekst " * 100)
    for target, words, options in (
        (tmp_path, "is een map", {}),
        (tmp_path / "weg.txt", "bestaat niet", {}),
        (path, "te groot", {"max_bytes": 100}),
    ):
        with pytest.raises(ReadError, match=words) as caught:
            read(target, **options)
        assert caught.value.remedy


def cause_for_another_user(path):
    """Read in a child process that has given up its rights: the superuser may read everything."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            read(path)
            cause = "read"
        except ReadError as error:
            cause = error.cause
        os.write(send, cause.encode())
        os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with os.fdopen(receive) as pipe:
        return pipe.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system with users and fork")
def test_unreadable(tmp_path):
    path = tmp_path / "dicht.txt"
    path.write_text("tekst")
    path.chmod(0)
    assert "mag niet worden gelezen" in cause_for_another_user(path)


def test_reading_loads_no_format_library_before_it_is_needed():
    code = (
        "import sys, analyzer.reading; "
        "print([name for name in ('pypdfium2', 'lxml', 'docx', 'odf', 'py3langid', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
