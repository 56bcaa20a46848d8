"""Every shape of paper, from every layout and format; the table shows precision and recall."""

import pytest

from service.reading.reader import read
from tests.reading.expected import wanted
from tests.reading.facts import Score, facts
from tests.reading.papers import build_docx, to_pdfs
from tests.reading.variants import PAPERS

pytestmark = pytest.mark.slow
LAYOUTS = ("table", "tabs", "narrow")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    words = {
        f"{name.replace(' ', '-')}.{layout}": build_docx(paper, layout)
        for name, paper in PAPERS.items()
        for layout in LAYOUTS
    }
    pdfs = to_pdfs(tmp_path_factory.mktemp("variants"), words)
    return {"pdf": pdfs, "docx": words}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_read_the_same_from_every_layout(files, name):
    for kind in ("pdf", "docx"):
        for layout in LAYOUTS:
            data = files[kind][f"{name.replace(' ', '-')}.{layout}"]
            assert facts(read(data)) == wanted(name), (kind, layout)


def test_precision_and_recall_over_all_papers(files):
    score = Score()
    for name in PAPERS:
        for kind in ("pdf", "docx"):
            for layout in LAYOUTS:
                data = files[kind][f"{name.replace(' ', '-')}.{layout}"]
                score.add(f"{name}.{layout}.{kind}", facts(read(data)), wanted(name))
    print(f"\n{len(PAPERS)} papers in {len(LAYOUTS)} layouts as PDF and DOCX\n{score.table()}")
    assert score.wrong == []
