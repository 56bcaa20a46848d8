"""Phần, chương, mục, điều, khoản, điểm: chữ và vị trí — Phụ lục I, phần I, II.6.d–đ."""

import re
from collections.abc import Iterator

from service.conformity.clauses import run_on_heading
from service.conformity.limits import BODY, PL1
from service.conformity.paper import Clause, Paper, PartKind, Role
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    faults,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
)

ARTICLE = PL1 + "II.6.đ"
BIG = (Role.PART, Role.CHAPTER)
SMALL = (Role.SECTION, Role.SUBSECTION)


def of_role(paper: Paper, *roles: Role) -> Iterator[Clause]:
    for part in paper.parts:
        if part.kind is not PartKind.COPY:
            yield from (clause for clause in part.clauses if clause.role in roles)


def _headings(paper: Paper) -> Iterator[Clause]:
    return of_role(paper, *BIG, *SMALL)


@rule(
    1001,
    "Phần, chương, mục, tiểu mục canh giữa trên dòng riêng",
    article=ARTICLE,
    allowed="trên một dòng riêng, canh giữa",
    mend="Canh giữa dòng “Phần”, “Chương”, “Mục”, “Tiểu mục”.",
    repair=True,
)
def headings_centred(paper: Paper) -> Iterator[Fault]:
    for clause in _headings(paper):
        shared = "chung dòng với tiêu đề" if run_on_heading(clause.line) else ""
        said = off_centre(clause.line) or shared
        if said:
            yield Fault(clause.paragraph, said, clause.line.text)


@rule(
    1002,
    "Kiểu chữ phần, chương, mục, tiểu mục",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt chữ đứng, đậm.",
    repair=True,
)
def headings_style(paper: Paper) -> Iterator[Fault]:
    return faults((clause.line for clause in _headings(paper)), upright_bold)


@rule(
    1003,
    "Cỡ chữ phần, chương, mục và tiêu đề của chúng",
    article=ARTICLE,
    allowed=BODY.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def headings_size(paper: Paper) -> Iterator[Fault]:
    wanted = of_role(paper, *BIG, *SMALL, Role.TITLE, Role.ROMAN)
    return sizes_outside((clause.line for clause in wanted), BODY)


@rule(
    1004,
    "Từ “Phần”, “Chương”, “Mục” in thường",
    article=ARTICLE,
    allowed="chữ in thường: Chương I, Mục 1",
    mend="Viết “Chương”, “Phần”, “Mục” bằng chữ in thường.",
)
def headings_lower(paper: Paper) -> Iterator[Fault]:
    for clause in _headings(paper):
        word = clause.line.text.split()[0]
        caps = any(run.format.caps for _, run in clause.line.written)
        if (word.isupper() or caps) and len(word) > 1:
            yield Fault(clause.paragraph, f"“{clause.line.text}”", clause.line.text)


@rule(
    1005,
    "Số thứ tự phần, chương bằng chữ số La Mã",
    article=ARTICLE,
    allowed="Phần I, Chương II",
    mend="Đổi số thứ tự phần, chương thành chữ số La Mã.",
)
def roman_numbers(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, *BIG):
        if not re.fullmatch(r"[IVXLC]+|[.…]+", clause.number):
            yield Fault(clause.paragraph, f"“{clause.number}”", clause.line.text)


@rule(
    1006,
    "Số thứ tự mục, tiểu mục bằng chữ số Ả Rập",
    article=ARTICLE,
    allowed="Mục 1, Tiểu mục 2",
    mend="Đổi số thứ tự mục, tiểu mục thành chữ số Ả Rập.",
)
def arabic_numbers(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, *SMALL):
        if not re.fullmatch(r"\d+|[.…]+", clause.number):
            yield Fault(clause.paragraph, f"“{clause.number}”", clause.line.text)


@rule(
    1007,
    "Phần, chương, mục, tiểu mục có tiêu đề",
    article=PL1 + "II.6.d",
    allowed="tiêu đề ngay dưới, trên dòng riêng",
    mend="Ghi tiêu đề ở dòng ngay dưới.",
)
def titled(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN, PartKind.ATTACHED, PartKind.ANNEX):
        written = [clause for clause in part.clauses if clause.role is not Role.BLANK]
        for clause, below in zip(written, [*written[1:], None], strict=False):
            heading = clause.role in (*BIG, *SMALL) and not run_on_heading(clause.line)
            if heading and (below is None or below.role is not Role.TITLE):
                blank = below is not None and below.role is Role.OTHER
                if not blank:
                    yield Fault(clause.paragraph, "không có tiêu đề", clause.line.text)


@rule(
    1008,
    "Tiêu đề phần, chương, mục in hoa, đứng, đậm",
    article=ARTICLE,
    allowed="in hoa, đứng, đậm",
    mend="Đặt tiêu đề chữ in hoa, đứng, đậm.",
)
def titles_style(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.TITLE):
        said = [name for name in (not_upper(clause.line), upright_bold(clause.line)) if name]
        if said:
            yield Fault(clause.paragraph, ", ".join(said), clause.line.text)


@rule(
    1009,
    "Tiêu đề phần, chương, mục canh giữa",
    article=ARTICLE,
    allowed="canh giữa",
    mend="Canh giữa tiêu đề.",
    repair=True,
)
def titles_centred(paper: Paper) -> Iterator[Fault]:
    return faults((clause.line for clause in of_role(paper, Role.TITLE)), off_centre)


_ARTICLE_NUMBER = re.compile(r"Điều\s+[\dIVXLC]+[a-zđ]?\s*(?P<mark>[.:)/\-–]?)")


@rule(
    1010,
    "Sau số thứ tự của điều có dấu chấm",
    article=ARTICLE,
    allowed="Điều 1. …",
    mend="Ghi dấu chấm sau số thứ tự của điều.",
)
def article_full_stop(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.ARTICLE):
        found = _ARTICLE_NUMBER.match(clause.line.text)
        if found and found["mark"] != ".":
            yield Fault(clause.paragraph, f"“{found.group().strip()}”", clause.line.text)


@rule(
    1011,
    "Từ “Điều” và số thứ tự đứng, đậm",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt “Điều …” và tiêu đề của điều chữ đứng, đậm.",
)
def article_bold(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.ARTICLE):
        said = _opening_style(clause)
        if said:
            yield Fault(clause.paragraph, said, clause.line.text)


def _opening_style(clause: Clause) -> str:
    """What keeps the first word (Điều) from being upright and bold."""
    if clause.line.label:
        return ""  # an automatic "Điều 1." takes its look from the list
    for _, run in clause.line.written[:1]:
        said = [] if run.format.bold else ["không đậm"]
        return ", ".join([*said, "nghiêng"] if run.format.italic else said)
    return ""


@rule(
    1012,
    "Số thứ tự của điều bằng chữ số Ả Rập",
    article=ARTICLE,
    allowed="Điều 1, Điều 2",
    mend="Đổi số thứ tự của điều thành chữ số Ả Rập.",
)
def article_arabic(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.ARTICLE):
        if re.fullmatch(r"[IVXLC]+", clause.number):
            yield Fault(clause.paragraph, f"“Điều {clause.number}”", clause.line.text)


@rule(
    1013,
    "Sau số thứ tự của khoản có dấu chấm",
    article=ARTICLE,
    allowed="1. …",
    mend="Ghi dấu chấm sau số thứ tự của khoản.",
)
def clause_full_stop(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.CLAUSE):
        found = re.match(r"\d{1,3}\s*([/)\-–])", clause.line.text)
        if found:
            yield Fault(clause.paragraph, f"“{found.group()}”", clause.line.text)


@rule(
    1014,
    "Khoản không có tiêu đề, điểm: không đậm",
    article=ARTICLE,
    allowed="khoản có tiêu đề riêng một dòng mới đậm; điểm chữ đứng",
    mend="Bỏ đậm ở khoản không có tiêu đề và ở điểm.",
    repair=True,
)
def clause_plain(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.CLAUSE, Role.POINT):
        sentence = clause.line.text.rstrip().endswith((".", ";", "./."))
        long = len(clause.line.text) > 160
        if clause.line.bold and (clause.role is Role.POINT or sentence or long):
            yield Fault(clause.paragraph, "cả đoạn đậm", clause.line.text)


@rule(
    1015,
    "Sau chữ cái của điểm có dấu đóng ngoặc đơn",
    article=ARTICLE,
    allowed="a) …",
    mend="Ghi dấu ) sau chữ cái của điểm.",
)
def point_bracket(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.POINT):
        found = re.match(r"[a-zđ]\s*([.\-/])", clause.line.text)
        if found:
            yield Fault(clause.paragraph, f"“{found.group()}”", clause.line.text)


@rule(
    1016,
    "Mục La Mã: số thứ tự và tiêu đề in hoa, đứng, đậm",
    article=PL1 + "V, số thứ tự 6.b",
    allowed="I. TIÊU ĐỀ: một dòng, in hoa, đứng, đậm",
    mend="Đặt tiêu đề mục La Mã chữ in hoa, đứng, đậm.",
    advice=True,
)
def roman_style(paper: Paper) -> Iterator[Fault]:
    for clause in of_role(paper, Role.ROMAN):
        said = [name for name in (not_upper(clause.line), upright_bold(clause.line)) if name]
        if said:
            yield Fault(clause.paragraph, ", ".join(said), clause.line.text)
