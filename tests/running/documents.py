"""Documents for tests of runs: good ones and bad ones, made on the spot."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

SENTENCES = (
    "De gemeente Aldenrode telt vijf kernen langs de rivier. Wij openen in 2027 één digitaal loket voor vergunningen. "
    "Inwoners willen dat de stoep heel is en dat de lantaarns branden. Wij leggen drie nieuwe fietspaden aan. "
    "Het college trekt twee ton uit voor het dorpshuis. Wij publiceren onze gegevens als open data. "
    "De raad krijgt elk kwartaal een overzicht van de uitgaven. Wij streven naar een schone lucht in alle kernen. "
)


def text(number: int = 1, times: int = 4) -> str:
    """A coalition agreement of about 75 words times `times`."""
    return f"Coalitieakkoord gemeente Aldenrode {2000 + number}-{2004 + number}\n\n" + f"{SENTENCES}\n\n" * times


def pdf(path: Path, body: str) -> Path:
    """A real PDF of one page."""
    canvas = Canvas(str(path))
    for place, line in enumerate(body.split(". ")):
        canvas.drawString(60, 800 - 14 * place, line.strip() + ".")
    canvas.save()
    return path


def mixed(folder: Path) -> Path:
    """Four documents that can be read among five that cannot; two of the four get no score."""
    folder.mkdir()
    (folder / "akkoord.txt").write_text(text(18), encoding="utf-8")
    (folder / "visie.md").write_text(
        "# Werkgeversvisie gemeente Aldenrode 2022-2026\n\n" + f"{SENTENCES}\n\n" * 4, encoding="utf-8"
    )
    (folder / "kort.txt").write_text("Wij openen een loket. Wij maken een plan.", encoding="utf-8")
    (folder / "english.txt").write_text(
        "The municipality will open a new office for all of its residents next year. " * 20, encoding="utf-8"
    )
    good = pdf(folder / "heel.pdf", SENTENCES).read_bytes()
    (folder / "heel.pdf").unlink()
    (folder / "afgebroken.pdf").write_bytes(good[: len(good) // 2])
    (folder / "onzin.pdf").write_bytes(b"dit is geen pdf")
    (folder / "leeg.docx").write_bytes(b"")
    (folder / "kapot.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    (folder / "foto.txt").write_bytes(bytes(range(256)) * 40)
    return folder


BROKEN = {"afgebroken.pdf", "onzin.pdf", "leeg.docx", "kapot.docx", "foto.txt"}
GOOD = {"akkoord.txt", "visie.md"}
UNSCORED = {"kort.txt", "english.txt"}
