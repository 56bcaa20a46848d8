"""Papers put together by chance: names, lists, lengths and layouts that no rule was written for."""

import pytest

from service.reading.reader import read
from tests.reading.chance import paper
from tests.reading.facts import Score, facts
from tests.reading.papers import build_docx, to_pdfs

pytestmark = pytest.mark.slow
LAYOUTS = ("table", "tabs", "narrow")
SEEDS = range(2000, 2025)


def test_precision_and_recall_over_papers_made_by_chance(tmp_path):
    papers = {seed: paper(seed) for seed in SEEDS}
    words = {
        f"{seed}.{layout}": build_docx(made, layout)
        for seed, (made, _) in papers.items()
        for layout in LAYOUTS
    }
    pdfs = to_pdfs(tmp_path, words)
    score = Score()
    for name, word in words.items():
        wanted = papers[int(name.split(".")[0])][1]
        for data in (word, pdfs[name]):
            found = facts(read(data))
            found.pop("citations", None)  # a subject may cite; nothing is said of it here
            score.add(name, found, wanted)
    print(f"\n{len(SEEDS)} papers by chance in {len(LAYOUTS)} layouts\n{score.table()}")
    assert score.wrong == []
