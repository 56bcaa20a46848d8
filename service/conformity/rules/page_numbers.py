"""Số trang — Phụ lục I, phần I, I.7; in an annex also III.1.đ."""

from collections.abc import Iterator

from service.conformity.limits import PAGE_NUMBER, PL1, shown
from service.conformity.paper import Paper
from service.conformity.registry import Fault, rule
from service.conformity.story import Paragraph, Run, Section

ARTICLE = PL1 + "I.7"


def numbers(parts: dict[str, tuple[Paragraph, ...]], *kinds: str) -> Iterator[Paragraph]:
    for kind, paragraphs in parts.items():
        if not kinds or kind in kinds:
            for paragraph in paragraphs:
                if "PAGE" in paragraph.fields:
                    yield paragraph


def _shown(section: Section, paper: Paper) -> Iterator[Paragraph]:
    """Page numbers that this section really prints, in headers."""
    kinds = ["default"]
    if paper.document.even_and_odd:
        kinds.append("even")
    if section.title_page:
        kinds.append("first")
    yield from numbers(section.headers, *kinds)


def sections(paper: Paper) -> Iterator[tuple[Section, Paragraph]]:
    """Each section with a page number of its own, once per header."""
    seen: set[int] = set()
    for section in paper.document.sections:
        for paragraph in _shown(section, paper):
            if paragraph.index not in seen:
                seen.add(paragraph.index)
                yield section, paragraph


def figures(paragraph: Paragraph) -> list[Run]:
    return [run for run in paragraph.runs if run.field == "PAGE"]


def _several_pages(paper: Paper) -> bool:
    document = paper.document
    if document.pages_said > 1 or any(item.rendered_break for item in document.paragraphs):
        return True
    broken = any("\f" in run.text for item in document.paragraphs for run in item.runs)
    kinds = [section.kind for section in document.sections[1:]]
    return broken or any(kind not in ("continuous", "nextColumn") for kind in kinds)


@rule(
    107,
    "Văn bản nhiều trang phải đánh số trang",
    article=ARTICLE,
    allowed="số trang ở giữa lề trên, từ trang thứ hai",
    mend="Chèn số trang vào giữa đầu trang, chọn “Trang đầu khác” để trang một không hiện số.",
)
def numbered(paper: Paper) -> Iterator[Fault]:
    sections = paper.document.sections
    placed = [
        any(numbers(section.headers)) or any(numbers(section.footers)) for section in sections
    ]
    if _several_pages(paper) and not any(placed):
        yield Fault(paper.main.reference, "không có số trang")


@rule(
    108,
    "Số trang đặt trong lề trên",
    article=ARTICLE,
    allowed="trong phần lề trên của văn bản",
    mend="Bỏ số trang ở chân trang, chèn vào đầu trang.",
)
def at_the_top(paper: Paper) -> Iterator[Fault]:
    seen: set[int] = set()
    for section in paper.document.sections:
        for paragraph in numbers(section.footers):
            if paragraph.index not in seen:
                seen.add(paragraph.index)
                yield Fault(paragraph, "ở chân trang", paragraph.text)


@rule(
    109,
    "Không hiện số trang thứ nhất",
    article=ARTICLE,
    allowed="trang thứ nhất không có số",
    mend="Chọn “Trang đầu khác” (Different First Page) và để trống đầu trang của trang đầu.",
    repair=True,
)
def first_page_plain(paper: Paper) -> Iterator[Fault]:
    for number, section in enumerate(paper.document.sections):
        # Only a section whose pages are counted from one begins with a first page.
        if number and section.number_start is None:
            continue
        kinds = ("first",) if section.title_page else ("default",)
        for paragraph in (*numbers(section.headers, *kinds), *numbers(section.footers, *kinds)):
            if "IF" not in paragraph.fields:
                yield Fault(paragraph, "trang thứ nhất hiện số", paragraph.text)


@rule(
    110,
    "Cỡ chữ số trang",
    article=ARTICLE,
    allowed=PAGE_NUMBER.said,
    mend="Đặt cỡ chữ số trang 13 hoặc 14.",
    repair=True,
)
def number_size(paper: Paper) -> Iterator[Fault]:
    for _, paragraph in sections(paper):
        for run in figures(paragraph)[:1]:
            if not PAGE_NUMBER.holds(run.format.size):
                yield Fault(paragraph, f"cỡ {shown(run.format.size)}", paragraph.text)


@rule(
    111,
    "Kiểu chữ số trang",
    article=ARTICLE,
    allowed="kiểu chữ đứng",
    mend="Bỏ nghiêng, bỏ đậm ở số trang.",
    repair=True,
)
def number_style(paper: Paper) -> Iterator[Fault]:
    for _, paragraph in sections(paper):
        for run in figures(paragraph)[:1]:
            said = [
                name
                for name, wrong in (("đậm", run.format.bold), ("nghiêng", run.format.italic))
                if wrong
            ]
            if said:
                yield Fault(paragraph, ", ".join(said), paragraph.text)


@rule(
    112,
    "Số trang canh giữa",
    article=ARTICLE,
    allowed="canh giữa theo chiều ngang",
    mend="Canh giữa đoạn chứa số trang.",
    repair=True,
)
def number_centred(paper: Paper) -> Iterator[Fault]:
    for section, paragraph in sections(paper):
        if not _centred(paragraph, section):
            names = {"left": "canh trái", "right": "canh phải", "both": "canh đều"}
            measured = names.get(paragraph.format.align, paragraph.format.align)
            yield Fault(paragraph, measured, paragraph.text)


def _centred(paragraph: Paragraph, section: Section) -> bool:
    frame = dict(paragraph.format.frame)
    if frame:
        return frame.get("xAlign") == "center" or (
            paragraph.format.align == "center" and "xAlign" not in frame
        )
    if paragraph.format.align == "center":
        return True
    # One tab to the middle is how older Word centres a header.
    before = paragraph.text.split("\t")
    stops = [stop for stop, kind, _ in paragraph.format.tabs if kind == "center"]
    middle = section.text_width / 2
    return (
        len(before) >= 2
        and not before[0].strip()
        and any(abs(stop - middle) < 12 for stop in stops)
    )


@rule(
    113,
    "Số trang bằng chữ số Ả Rập, từ số 1",
    article=ARTICLE,
    allowed="1, 2, 3 …",
    mend="Chọn dạng số 1, 2, 3 và bắt đầu từ 1.",
    repair=True,
)
def arabic_from_one(paper: Paper) -> Iterator[Fault]:
    for section, paragraph in sections(paper):
        if section.number_format not in ("decimal", "numberInDash"):
            yield Fault(paragraph, f"dạng {section.number_format}", paragraph.text)
    first = paper.document.sections[0]
    if first.number_start not in (None, 1) and any(numbers(first.headers)):
        yield Fault(paper.main.reference, f"bắt đầu từ {first.number_start}")


@rule(
    114,
    "Số trang chỉ ghi chữ số",
    article=ARTICLE,
    allowed="chỉ chữ số, ví dụ: 2",
    mend="Bỏ chữ và dấu quanh số trang.",
    advice=True,
)
def figures_only(paper: Paper) -> Iterator[Fault]:
    for section, paragraph in sections(paper):
        rest = "".join(run.text for run in paragraph.runs if run.field != "PAGE").strip()
        if rest or section.number_format == "numberInDash":
            yield Fault(paragraph, f"có thêm “{rest or '- -'}”", paragraph.text)
