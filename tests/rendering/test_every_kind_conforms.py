"""Every kind with its marks, by the reference validator: PDF/A-2a and PDF/UA-1."""

import pytest

from service.app import Press
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, sample_answers
from tests.verapdf.judge import judge

pytestmark = pytest.mark.slow

MARKED = {"circulation": "internal", "urgency": "urgent", "show_address": True}


@pytest.fixture(scope="module")
def papers(shared_pool, tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    paths = []
    for code, kind in KINDS.items():
        if kind.needs_source:
            continue
        answers = sample_answers(kind)
        answers |= {name: value for name, value in MARKED.items() if name in answers}
        made = Press({code: kind}, shared_pool).render(kind, HOA_BINH, answers, IssueMark(5))
        paths.append(folder / f"{code}.pdf")
        paths[-1].write_bytes(made.pdf)
    return paths


@pytest.mark.parametrize("standard", ["2a", "ua1"])
def test_every_kind_is_fit_for_archives_and_screen_readers(papers, standard):
    assert len(papers) >= 30
    verdicts = dict(zip([path.stem for path in papers], judge(standard, papers), strict=True))
    assert {code: said for code, said in verdicts.items() if said != "yes"} == {}
