import page
import pytest

from service.app import Press
from service.domain.numbering import IssueMark
from service.rendering.artifacts import artifacts_marked
from tests.kinds.conftest import HOA_BINH, KINDS, sample_answers

TAGGED = b"/P<</MCID 0>>BDC\nq 0 0 0 rg\nBT\n(x) Tj\nET\nQ\nEMC\n"
LINE = b"q 0.75 w\n1 2 m\n3 4 l S\nQ\n"


def test_a_line_outside_tagged_content_becomes_an_artifact():
    assert artifacts_marked(TAGGED + LINE) == TAGGED + b"/Artifact BMC\n" + LINE + b"EMC\n"


def test_a_line_between_two_contents_becomes_an_artifact():
    assert artifacts_marked(TAGGED + LINE + TAGGED).count(b"/Artifact BMC") == 1


def test_tagged_content_and_artifacts_are_left_alone():
    marked = TAGGED + b"/Artifact BMC\n" + LINE + b"EMC\n"
    assert artifacts_marked(marked) == marked
    nested = b"/P<</MCID 0>>BDC\n/Span<</Lang(vi)>>BDC\n(x) Tj\nEMC\n" + LINE + b"EMC\n"
    assert artifacts_marked(nested) == nested


def test_what_only_sets_the_scene_needs_no_mark():
    scene = b"0.1 w\nq 0 0 595 842 re\nW* n\n"
    assert artifacts_marked(scene + TAGGED) == scene + TAGGED


def test_marking_twice_changes_nothing_more():
    once = artifacts_marked(LINE + TAGGED + LINE)
    assert artifacts_marked(once) == once


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["PDF_A_2A", "PDF_UA_1"])
@pytest.mark.parametrize("code", ["official_letter", "decision"])
def test_a_finished_paper_is_fit_for_archives_and_screen_readers(
    shared_pool, tmp_path, code, profile
):
    kind = KINDS[code]
    press = Press({code: kind}, shared_pool)
    made = press.render(kind, HOA_BINH, sample_answers(kind), IssueMark(number=5))
    path = tmp_path / "paper.pdf"
    path.write_bytes(made.pdf)
    found = page.validate_pdf(str(path), profile=getattr(page.ValidationProfile, profile))
    assert "no failures" in str(found), str(found)
