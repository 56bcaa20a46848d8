"""Căn cứ ban hành — Phụ lục I, phần I, II.6.a."""

import re
from collections.abc import Iterator

from service.conformity.limits import BASES, PL1
from service.conformity.paper import Clause, Paper, Part, PartKind, Role
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import faults, italic_plain, sizes_outside
from service.domain.vietnamese import fold

ARTICLE = PL1 + "II.6.a"
# "số 77/2015/QH13" or "Luật số …": a law has a name, and here neither number nor maker.
_LAW_NUMBER = re.compile(
    r"(Bộ luật|Luật|Pháp lệnh)\b[^;]{0,140}?\bsố\s*:?\s*\d+|\d+/\d{4}/(QH|UBTVQH|PL-UBTVQH)\d+"
)
_NEEDS_NUMBER = re.compile(
    r"Căn cứ (Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|Thông tư liên tịch|Công văn)\b"
)


def bases_of(paper: Paper) -> Iterator[tuple[Part, list[Clause]]]:
    """The bases of each paper, in order."""
    for part in paper.of_kind(PartKind.MAIN):
        found = [clause for clause in part.clauses if clause.role is Role.BASIS]
        if found and not part.normative:
            yield part, found


def _all(paper: Paper) -> Iterator[Clause]:
    for _, found in bases_of(paper):
        yield from found


@rule(
    801,
    "Cỡ chữ căn cứ",
    article=ARTICLE,
    allowed=BASES.said,
    mend="Đặt cỡ chữ các căn cứ 13 hoặc 14.",
    repair=True,
)
def bases_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside((clause.line for clause in _all(paper) if clause.line.written), BASES)


@rule(
    802,
    "Kiểu chữ căn cứ",
    article=ARTICLE,
    allowed="nghiêng, không đậm",
    mend="Đặt các căn cứ chữ nghiêng, không đậm.",
    repair=True,
)
def bases_style(paper: Paper) -> Iterator[Fault]:
    return faults((clause.line for clause in _all(paper)), italic_plain)


@rule(
    803,
    "Cuối mỗi căn cứ có dấu chấm phẩy",
    article=ARTICLE,
    allowed="cuối dòng có dấu chấm phẩy (;)",
    mend="Kết thúc mỗi căn cứ (trừ căn cứ cuối) bằng dấu chấm phẩy.",
    repair=True,
)
def semicolons(paper: Paper) -> Iterator[Fault]:
    for _, found in bases_of(paper):
        for clause in found[:-1]:
            text = clause.paragraph.text.strip()
            if not text.endswith(";"):
                yield Fault(clause.paragraph, f"kết thúc bằng “{text[-1:]}”", clause.line.text)


@rule(
    804,
    "Căn cứ cuối cùng kết thúc bằng dấu chấm",
    article=ARTICLE,
    allowed="dòng cuối cùng kết thúc bằng dấu chấm (.)",
    mend="Kết thúc căn cứ cuối cùng bằng dấu chấm.",
    repair=True,
)
def last_full_stop(paper: Paper) -> Iterator[Fault]:
    for _, found in bases_of(paper):
        text = found[-1].paragraph.text.strip()
        if not text.endswith("."):
            yield Fault(found[-1].paragraph, f"kết thúc bằng “{text[-1:]}”", found[-1].line.text)


@rule(
    805,
    "Mỗi căn cứ một dòng",
    article=ARTICLE,
    allowed="sau mỗi căn cứ phải xuống dòng",
    mend="Xuống dòng (Enter) sau mỗi căn cứ.",
)
def one_a_line(paper: Paper) -> Iterator[Fault]:
    for clause in _all(paper):
        text = clause.paragraph.text
        if re.search(r";\s*Căn cứ\s", text) or "\n" in text.strip():
            yield Fault(clause.paragraph, "nhiều căn cứ trong một đoạn", clause.line.text)


@rule(
    806,
    "Luật, Pháp lệnh không ghi số, ký hiệu",
    article=ARTICLE,
    allowed="Luật, Pháp lệnh không ghi số, ký hiệu, cơ quan ban hành",
    mend="Chỉ ghi tên và ngày của Luật, Pháp lệnh, ví dụ: Căn cứ Luật Tổ chức Chính phủ ngày ….",
)
def law_without_number(paper: Paper) -> Iterator[Fault]:
    for clause in _all(paper):
        found = _LAW_NUMBER.search(clause.paragraph.text)
        if found and _cites_law(clause.paragraph.text):
            yield Fault(clause.paragraph, f"“{found.group()[-40:]}”", clause.line.text)


def _cites_law(text: str) -> bool:
    """Whether the basis itself is a law; resolutions of the Assembly do carry their number."""
    folded = fold(text)
    return folded.lstrip().startswith(("can cu luat", "can cu bo luat", "can cu phap lenh"))


@rule(
    807,
    "Căn cứ ghi đủ số, ký hiệu và ngày ban hành",
    article=ARTICLE,
    allowed="tên loại, số, ký hiệu, cơ quan ban hành, ngày tháng năm và trích yếu",
    mend="Bổ sung số, ký hiệu, ngày ban hành, cơ quan ban hành, trích yếu của căn cứ.",
    advice=True,
)
def complete(paper: Paper) -> Iterator[Fault]:
    for clause in _all(paper):
        text = " ".join(clause.paragraph.text.split())
        if not _NEEDS_NUMBER.match(text) or clause.line.holds_blanks:
            continue
        lacking = [
            name
            for name, shape in (
                ("số, ký hiệu", r"\d+\s*[/-]"),
                ("ngày ban hành", r"ngày\s+\d|\d{1,2}/\d{1,2}/\d{4}"),
            )
            if not re.search(shape, text)
        ]
        if lacking:
            yield Fault(clause.paragraph, "thiếu " + ", ".join(lacking), clause.line.text)
