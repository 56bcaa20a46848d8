"""Every kind of paper, shortest to longest, in both sizes: pages that may leave the office."""

from dataclasses import replace

import pytest

from service.domain.agency import SizeProfile
from service.linting.samples import samples
from service.rendering import docx, inspect
from tests.kinds.conftest import HOA_BINH, KINDS, template_of
from tests.rendering.measured import measured

LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277
NEAR = 0.6
CONTENTS = ("usual", "shortest", "longest")


@pytest.fixture(scope="module")
def printed(shared_pool):
    made = {}

    def of(code, profile, content):
        key = (code, profile, content)
        if key not in made:
            kind = KINDS[code]
            agency = replace(HOA_BINH, size_profile=profile)
            sample = next(one for one in samples(kind, agency) if one.name == content)
            context = sample.context(kind)
            pdf = shared_pool.convert(docx.fill(template_of(kind), context))
            made[key] = (pdf, measured(pdf), context)
        return made[key]

    return of


pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("content", CONTENTS),
    pytest.mark.parametrize("profile", SizeProfile),
    pytest.mark.parametrize("code", KINDS),
]


def test_its_pages_keep_the_sheet_the_margins_and_the_typeface(printed, code, profile, content):
    pdf, pages, _ = printed(code, profile, content)
    inspect.require_issuable(pdf)
    for page in pages:
        assert sorted((round(page.width), round(page.height))) == [210, 297]
        right = page.width - 15
        for words in page.words:
            assert words.left > LEFT - NEAR, words
            assert words.right < right + NEAR, words
            assert words.baseline < page.height - 9, words
            assert 10 <= words.size <= 14


def test_its_signature_stands_whole_under_its_text(printed, code, profile, content):
    _, pages, context = printed(code, profile, content)
    name = " ".join(str(context["signer_name"]).split())
    signed = [page for page in pages if name in " ".join(page.text.split())]
    assert len(signed) >= 1
    page = signed[-1] if name else pages[0]
    squeezed = "".join(page.text.split())
    for line in context["authority_lines"]:
        assert "".join(line.split()) in squeezed, "the post stands on the page of the name"
    if "body" in context and context["body"].blocks:
        assert "./." in page.text or content == "shortest", "never alone on a page"


def test_its_pages_are_numbered_from_two_in_the_top_margin(printed, code, profile, content):
    _, pages, _ = printed(code, profile, content)
    expected = 1
    for page in pages:
        above = [words.text for words in page.words if words.baseline < TOP - 1]
        figures = [text for text in above if text.isdecimal()]
        if figures:
            expected += 1
            assert figures == [str(expected)]
        else:
            expected = 1


def test_no_two_lines_of_a_page_are_printed_over_each_other(printed, code, profile, content):
    _, pages, _ = printed(code, profile, content)
    for page in pages:
        lines = sorted(page.words, key=lambda words: words.baseline)
        for place, words in enumerate(lines):
            for other in lines[place + 1 : place + 6]:
                beside = other.right <= words.left + 0.5 or words.right <= other.left + 0.5
                apart = other.baseline - words.baseline
                assert beside or apart < 0.5 or apart > 2.5, (words, other)
