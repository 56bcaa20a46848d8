"""Thứ tự của phần, chương, mục, điều, khoản, điểm — Phụ lục I, phần I, II.6.đ."""

import re
from collections.abc import Iterator

from service.conformity.limits import PL1
from service.conformity.lists import roman
from service.conformity.paper import Clause, Paper, Part, PartKind, Role
from service.conformity.registry import Fault, rule

ARTICLE = PL1 + "II.6.đ"
# The Vietnamese alphabet without the letters that the decree's own lists leave out.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMANS = {roman(count): count for count in range(1, 101)}


def _parts(paper: Paper) -> Iterator[Part]:
    return iter(paper.of_kind(PartKind.MAIN, PartKind.ATTACHED, PartKind.ANNEX))


def _counted(part: Part, role: Role, *closing: Role) -> Iterator[list[Clause]]:
    """Runs of one role, cut wherever a higher heading starts the count anew."""
    run: list[Clause] = []
    for clause in part.clauses:
        if clause.role is role:
            run.append(clause)
        elif clause.role in closing and run:
            yield run
            run = []
    if run:
        yield run


def _out_of_step(run: list[Clause], number_of: object) -> Iterator[tuple[Clause, int]]:
    """Clauses whose number is not one more than the number before."""
    last: int | None = None
    for clause in run:
        number = number_of(clause.number) if callable(number_of) else None
        if number is None:
            last = None
            continue
        if last is not None and number != last + 1:
            yield clause, last + 1
        last = number


def _figure(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _roman_figure(text: str) -> int | None:
    return _ROMANS.get(text)


def _fault(clause: Clause, expected: str) -> Fault:
    return Fault(clause.paragraph, f"“{clause.number}”", clause.line.text, allowed=f"“{expected}”")


@rule(
    1021,
    "Số thứ tự phần, chương, mục liên tục",
    article=ARTICLE,
    allowed="số thứ tự liên tục",
    mend="Đánh lại số thứ tự phần, chương, mục.",
)
def headings_in_order(paper: Paper) -> Iterator[Fault]:
    for part in _parts(paper):
        for role, closing in (
            (Role.PART, ()),
            (Role.CHAPTER, (Role.PART,)),
            (Role.ROMAN, (Role.PART, Role.CHAPTER)),
        ):
            for run in _counted(part, role, *closing):
                for clause, expected in _out_of_step(run, _roman_figure):
                    yield _fault(clause, roman(expected))
        for run in _counted(part, Role.SECTION, Role.CHAPTER, Role.PART):
            for clause, expected in _out_of_step(run, _figure):
                yield _fault(clause, str(expected))


@rule(
    1022,
    "Số thứ tự của điều liên tục",
    article=ARTICLE,
    allowed="số thứ tự liên tục trong cả văn bản",
    mend="Đánh lại số thứ tự của điều.",
)
def articles_in_order(paper: Paper) -> Iterator[Fault]:
    for part in _parts(paper):
        for run in _counted(part, Role.ARTICLE):
            for clause, expected in _out_of_step(run, _figure):
                yield _fault(clause, str(expected))


@rule(
    1023,
    "Số thứ tự của khoản liên tục trong mỗi điều, mục",
    article=ARTICLE,
    allowed="số thứ tự liên tục",
    mend="Đánh lại số thứ tự của khoản.",
)
def clauses_in_order(paper: Paper) -> Iterator[Fault]:
    above = (Role.ARTICLE, Role.ROMAN, Role.SECTION, Role.CHAPTER, Role.PART, Role.SUBSECTION)
    for part in _parts(paper):
        for run in _counted(part, Role.CLAUSE, *above):
            plain = [clause for clause in run if clause.number.isdigit()]
            for clause, expected in _out_of_step(plain, _figure):
                # A list that starts again at 1 (inside a point, after a heading) is another list.
                if clause.number != "1":
                    yield _fault(clause, str(expected))


@rule(
    1024,
    "Thứ tự điểm theo bảng chữ cái tiếng Việt",
    article=ARTICLE,
    allowed="a, b, c, d, đ, e, g, h, i, k …",
    mend="Đánh lại thứ tự điểm: sau d là đ, sau e là g.",
)
def points_in_order(paper: Paper) -> Iterator[Fault]:
    above = (Role.CLAUSE, Role.ARTICLE, Role.ROMAN, Role.SECTION, Role.CHAPTER, Role.PART)
    for part in _parts(paper):
        for run in _counted(part, Role.POINT, *above):
            yield from _points(run)


def _points(run: list[Clause]) -> Iterator[Fault]:
    last = ""
    for clause in run:
        letter = clause.number
        if letter not in LETTERS:
            right = LETTERS[min(LETTERS.find(last) + 1, len(LETTERS) - 1)]
            yield _fault(clause, right)
            last = right
            continue
        expected = LETTERS[LETTERS.find(last) + 1 : LETTERS.find(last) + 2]
        if last and letter not in ("a", expected):
            yield _fault(clause, expected or "a")
        last = letter


_DECIMAL = re.compile(r"\d+(\.\d+)+")


@rule(
    1025,
    "Khoản, điểm không đánh số kiểu 1.1",
    article=ARTICLE,
    allowed="khoản 1., 2.; điểm a), b)",
    mend="Đổi 1.1, 1.2 thành điểm a), b).",
    advice=True,
)
def no_decimals(paper: Paper) -> Iterator[Fault]:
    for part in _parts(paper):
        articles = any(clause.role is Role.ARTICLE for clause in part.clauses)
        for clause in part.clauses:
            if articles and clause.role is Role.CLAUSE and _DECIMAL.fullmatch(clause.number):
                yield Fault(clause.paragraph, f"“{clause.number}”", clause.line.text)
