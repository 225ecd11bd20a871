"""Corrupted documents: real ones of every format, damaged by a seeded fuzzer, in one run.

    python -m benchmarks.fuzz --number 500 --seed 1

Reports how many could be read, how many failed with a remedy, and what should be zero: crashes of the run, documents lost
to a crash or a limit, unexpected errors. Peak memory of the processes and the longest time are measured.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import random
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from analyzer import Options, analyse_many
from analyzer.resources import shipped

SUFFIXES = (".pdf", ".docx", ".odt", ".html", ".md", ".txt")
UNEXPECTED = "onverwachte fout"


def examples() -> list[Path]:
    """One small document of each format that ships."""
    files = [path for path in sorted(shipped("corpora", "voorbeelden").rglob("*")) if path.suffix in SUFFIXES]
    chosen = {}
    for path in sorted(files, key=lambda path: path.stat().st_size):
        chosen.setdefault(path.suffix, path)
    return list(chosen.values())


def flip(data: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice([1, 8, 64, 512])):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def tail(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(len(data)) :]


def blank(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    length = min(len(data) - start, dice.choice([16, 512, 8192]))
    return data[:start] + bytes(length) + data[start + length :]


def noise(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + dice.randbytes(dice.choice([4, 100, 4000])) + data[start:]


def repeat(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    piece = data[start : start + dice.randrange(1, 2000)]
    return data[:start] + piece * dice.choice([2, 50, 500]) + data[start:]


def inside(data: bytes, dice: random.Random) -> bytes:
    """Damage within a member of an archive, so that its checksum is right and its contents are wrong."""
    if not data.startswith(b"PK"):
        return flip(data, dice)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        victim = dice.choice([name for name in old.namelist() if old.getinfo(name).file_size])
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, dice.choice([flip, cut, blank, repeat])(body, dice) if name == victim else body)
    return out.getvalue()


def bomb(data: bytes, dice: random.Random) -> bytes:
    """Much in little: a member that unpacks to hundreds of megabytes, entities that multiply, names that escape, depth."""
    deep = dice.choice(["<div>", "<table><tr><td>", "<ul><li>", "<b>"])
    if not data.startswith(b"PK"):
        word = dice.choice(["a", "a ", "de wet ", "-", ".", "(", "1.", "\t", "é", "<", "&amp;", "\u00ad", " \n"])
        return dice.choice(
            [(deep * 50_000 + "tekst").encode(), (word * 300_000).encode(), data + (word * 100_000).encode()]
        )
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bodies = [
        b"<a>" + b"x" * 300_000_000 + b"</a>",
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a>&l11;</a>'.encode(),
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<w:p>" * 100_000,
    ]
    main = "content.xml" if b"opendocument" in data[:200] else "word/document.xml"
    body, out = dice.choice(bodies), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, body if name == main else old.read(name))
        new.writestr("../../../tmp/gdogh-ontsnapt.txt", b"buiten")
    return out.getvalue()


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, tail, blank, noise, repeat, inside, bomb)


def corrupted(folder: Path, number: int, seed: int) -> list[Path]:
    """Write damaged documents; the same seed gives the same bytes."""
    dice, sources, made = random.Random(seed), examples(), []
    for place in range(number):
        source = sources[place % len(sources)]
        data = source.read_bytes()
        # Bombs are large; one in some forty is enough.
        way = bomb if place % 41 == 40 else dice.choice(WAYS[:-1])
        for _ in range(dice.choice([1, 1, 2])):
            data = way(data, dice) or b"\0"
        suffix = dice.choice(SUFFIXES) if dice.random() < 0.15 else source.suffix
        made.append(folder / f"{place:04}-{way.__name__}-{source.suffix[1:]}{suffix}")
        made[-1].write_bytes(data)
    return made


class Watch(threading.Thread):
    """Largest resident memory of the worker processes, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.going = 0.0, True

    def run(self) -> None:
        while self.going:
            for process in multiprocessing.active_children():
                try:
                    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
                except OSError:
                    continue
                self.peak = max(
                    self.peak, *(int(line.split()[1]) / 1000 for line in status.splitlines() if "VmHWM" in line), 0
                )
            time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder in which the documents stay")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        files = corrupted(folder, chosen.number, chosen.seed)
        watch, started = Watch(), time.monotonic()
        watch.start()
        corpus = analyse_many(files, jobs=2, options=Options(max_seconds=60, max_megabytes=1500))
        watch.going = False
        failures = corpus.failures
        unexpected = failures[failures["error"].str.contains(UNEXPECTED)]
        print(json.dumps({
            "documents": len(corpus.documents), **Counter(corpus.documents["status"]),
            "without_remedy": int((failures["remedy"].str.len() < 10).sum()), "lost": corpus.about["lost"],
            "unexpected": len(unexpected), "escaped": Path("/tmp/gdogh-ontsnapt.txt").exists(),
            "seconds": round(time.monotonic() - started, 1), "peak_worker_mb": round(watch.peak),
        }, indent=1))  # fmt: skip
        for row in unexpected.itertuples():
            print(Path(row.path).name, row.error)
        for error, count in Counter(failures["error"]).most_common(40):
            print(f"{count:4}  {error}")
        for row in failures[failures["error"].str.contains("vastlopen|rekentijd|MB geheugen")].itertuples():
            print("lost:", Path(row.path).name, row.error)


if __name__ == "__main__":
    main()
