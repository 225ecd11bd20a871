"""Which units people get to code."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer import Corpus
from analyzer.annotating.sampling import draw, uncertainty
from analyzer.errors import UsageError


def test_stratified_part_is_spread_in_proportion(corpus: Corpus) -> None:
    units, documents = corpus.units, corpus.documents
    drawn = draw(units, documents, 200, seed=1)
    assert len(drawn) == 200 and drawn["unit_id"].is_unique and set(drawn["drawn"]) == {"random"}
    about = documents.set_index("document_id")
    for name in ("kind", "layer", None):
        group = [
            table["document_id"] if name is None else table["document_id"].map(about[name]) for table in (units, drawn)
        ]
        expected = group[0].value_counts() * 200 / len(units)
        found = group[1].value_counts().reindex(expected.index, fill_value=0)
        assert (found - expected).abs().max() < (2 if name == "layer" else 1) + 1e-9, name


def test_stratified_part_estimates_shares_without_bias(corpus: Corpus) -> None:
    units = corpus.units
    share = (units["digital"] == "E").mean()
    found = [(draw(units, corpus.documents, 100, seed=seed)["digital"] == "E").mean() for seed in range(60)]
    assert np.mean(found) == pytest.approx(share, abs=3 * np.std(found) / np.sqrt(len(found)))


def test_uncertain_part_is_what_the_coder_doubts_and_of_many_documents(corpus: Corpus) -> None:
    drawn = draw(corpus.units, corpus.documents, 50, strategy="uncertain")
    doubt = uncertainty(corpus.units)
    assert doubt.between(0, 1).all()
    assert drawn["uncertainty"].min() > doubt.quantile(0.75)
    assert drawn["document_id"].value_counts().max() <= 10


def test_a_draw_can_be_repeated_and_passes_over_what_is_done(corpus: Corpus) -> None:
    first = draw(corpus.units, corpus.documents, 40, strategy="mixed", seed=7)
    assert first.equals(draw(corpus.units, corpus.documents, 40, strategy="mixed", seed=7))
    assert first["drawn"].value_counts().to_dict() == {"random": 20, "uncertain": 20}
    second = draw(corpus.units, corpus.documents, 40, strategy="mixed", seed=7, done=frozenset(first["unit_id"]))
    assert not set(first["unit_id"]) & set(second["unit_id"])
    assert len(draw(corpus.units, corpus.documents, 10**6)) == len(corpus.units)


def test_a_version_that_does_not_count_is_not_coded(corpus: Corpus) -> None:
    documents = corpus.documents.copy()
    documents.loc[0, "version_of"] = "x.pdf"
    drawn = draw(corpus.units, documents, 10**6)
    assert set(documents["document_id"]) - set(drawn["document_id"]) == {documents.loc[0, "document_id"]}


def test_what_cannot_be_drawn_is_said(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="Kies uit stratified"):
        draw(corpus.units, corpus.documents, 5, strategy="willekeurig")
    with pytest.raises(UsageError, match="geen eenheden om te coderen"):
        draw(corpus.units, corpus.documents, 5, done=frozenset(corpus.units["unit_id"]))
