"""Số, ký hiệu — Phụ lục I, phần I, II.3 (ô 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.conformity.findings import Severity
from service.conformity.limits import NUMBER, PL1, shown
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    SIGNED,
    faults,
    lines_in,
    missing,
    off_centre,
    sizes_outside,
    upright_plain,
)
from service.conformity.vocabulary import COPY_SYMBOLS, MIXED_CASE_SYMBOLS, SYMBOLS

ARTICLE = PL1 + "II.3.c"
NOTATION_ARTICLE = PL1 + "II.3.b"
DASHES = "‐‑‒–—―−"
_SHAPE = re.compile(
    r"(?P<label>[^\W\d_]+)\s*(?P<colon>[:.]?)\s*(?P<number>.*?)(?P<slash>\s*/\s*)(?P<symbol>.*)$"
)
_BLANK = re.compile(r"[\s.…_]*")


@dataclass(frozen=True, slots=True)
class Reference:
    """One number line, taken apart as written. Blank parts of a draft are empty."""

    line: Line
    colon: str
    number: str
    slash: str
    symbol: str

    @property
    def groups(self) -> list[str]:
        return [group for group in re.split(rf"\s*[-{DASHES}]\s*", self.symbol) if group]

    @property
    def blank_symbol(self) -> bool:
        return not self.symbol or any(mark in self.symbol for mark in "….")


def references(paper: Paper) -> Iterator[tuple[Part, Reference]]:
    for part in paper.of_kind(*SIGNED):
        for line in part.box(Box.NUMBER)[:1]:
            found = _SHAPE.match(line.text)
            if found:
                number = "" if _BLANK.fullmatch(found["number"]) else found["number"].strip()
                symbol = found["symbol"].strip()
                yield part, Reference(line, found["colon"], number, found["slash"], symbol)


@rule(
    501,
    "Có số, ký hiệu",
    article=PL1 + "II.3.d",
    allowed="Số: …/… dưới tên cơ quan ban hành (ô số 3)",
    mend="Ghi dòng “Số: …/ký hiệu” dưới tên cơ quan ban hành.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        if not part.box(Box.NUMBER):
            yield missing(part, "không tìm thấy số, ký hiệu")


@rule(
    502,
    "Từ “Số” viết thường, có dấu hai chấm",
    article=ARTICLE,
    allowed="“Số:” in thường, sau có dấu hai chấm",
    mend="Ghi “Số:” rồi đến số và ký hiệu.",
)
def label(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.NUMBER, kinds=SIGNED):
        if not re.match(r"Số\s*:", line.text):
            yield Fault(line.paragraph, f"“{line.text[:12].strip()}”", line.text)


@rule(
    503,
    "Cỡ chữ số, ký hiệu",
    article=ARTICLE,
    allowed=NUMBER.said,
    mend="Đặt cỡ chữ 13 cho dòng số, ký hiệu.",
    repair=True,
)
def number_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.NUMBER, kinds=SIGNED), NUMBER)


@rule(
    504,
    "Kiểu chữ số, ký hiệu",
    article=ARTICLE,
    allowed="đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở dòng số, ký hiệu.",
    repair=True,
)
def number_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.NUMBER, kinds=SIGNED), upright_plain)


@rule(
    505,
    "Số, ký hiệu canh giữa dưới tên cơ quan",
    article=ARTICLE,
    allowed="canh giữa dưới tên cơ quan ban hành",
    mend="Canh giữa dòng số, ký hiệu trong cột trái.",
    repair=True,
)
def number_centred(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        line, agency = part.first(Box.NUMBER), part.first(Box.AGENCY)
        if line is None:
            continue
        off = abs(line.centre - agency.centre) if agency is not None else 0.0
        said = off_centre(line) or (f"lệch {shown(off)} mm so với tên cơ quan" if off > 12 else "")
        if said:
            yield Fault(line.paragraph, said, line.text)


@rule(
    506,
    "Số nhỏ hơn 10 có số 0 phía trước",
    article=ARTICLE,
    allowed="01, 02 … 09",
    mend="Thêm số 0 trước số nhỏ hơn 10.",
    repair=True,
)
def zero_padded(paper: Paper) -> Iterator[Fault]:
    for _, reference in references(paper):
        if re.fullmatch(r"[1-9]", reference.number):
            yield Fault(reference.line.paragraph, f"số {reference.number}", reference.line.text)


@rule(
    507,
    "Dấu gạch nối trong ký hiệu",
    article=ARTICLE,
    allowed="dấu gạch nối (-)",
    mend="Thay gạch dài bằng dấu gạch nối (-).",
    repair=True,
)
def hyphen(paper: Paper) -> Iterator[Fault]:
    for _, reference in references(paper):
        if any(mark in reference.symbol for mark in DASHES):
            yield Fault(reference.line.paragraph, f"“{reference.symbol}”", reference.line.text)


@rule(
    508,
    "Số, ký hiệu không cách chữ",
    article=ARTICLE,
    allowed="giữa các nhóm chữ viết tắt có dấu gạch nối (-), không cách chữ",
    mend="Bỏ khoảng trắng trong số, ký hiệu.",
    repair=True,
)
def no_spaces(paper: Paper) -> Iterator[Fault]:
    for _, reference in references(paper):
        spaced = re.search(rf"\s[-{DASHES}]|[-{DASHES}]\s", reference.symbol)
        around = reference.number.isdigit() and reference.slash != "/"
        if (spaced or around) and not reference.blank_symbol:
            yield Fault(reference.line.paragraph, f"“{reference.line.text}”", reference.line.text)


@rule(
    509,
    "Số, ký hiệu văn bản hành chính không có năm",
    article=NOTATION_ARTICLE,
    allowed="số/ký hiệu, ví dụ 15/QĐ-BNV",
    mend="Bỏ năm giữa số và ký hiệu (năm chỉ có ở văn bản quy phạm pháp luật).",
)
def no_year(paper: Paper) -> Iterator[Fault]:
    for part, reference in references(paper):
        if re.match(r"(19|20)\d\d\s*/", reference.symbol):
            bases = part.kind_word is not None and part.kind_word.bases
            normative = bases or part.normative
            yield Fault(
                reference.line.paragraph,
                f"“{reference.line.text}”",
                reference.line.text,
                # Decisions and resolutions may be normative acts, which do carry the year.
                severity=Severity.ADVICE if normative else None,
            )


@rule(
    510,
    "Ký hiệu công văn không ghi “CV”",
    article=NOTATION_ARTICLE,
    allowed="viết tắt tên cơ quan và đơn vị soạn thảo hoặc lĩnh vực, ví dụ 05/BNV-VP",
    mend="Bỏ “CV” trong ký hiệu; ghi viết tắt tên cơ quan rồi đến đơn vị soạn thảo.",
)
def no_letter_symbol(paper: Paper) -> Iterator[Fault]:
    for part, reference in references(paper):
        if part.letter and "CV" in [group.upper() for group in reference.groups]:
            yield Fault(reference.line.paragraph, f"“{reference.symbol}”", reference.line.text)


@rule(
    511,
    "Ký hiệu đúng với tên loại",
    article=NOTATION_ARTICLE + "; Phụ lục III, mục I",
    allowed="chữ viết tắt tên loại theo Phụ lục III, ví dụ quyết định là QĐ",
    mend="Ghi đúng chữ viết tắt của tên loại ở đầu ký hiệu.",
)
def symbol_of_kind(paper: Paper) -> Iterator[Fault]:
    for part, reference in references(paper):
        word = part.kind_word
        if word is None or not word.symbol or not reference.groups:
            continue
        written = re.sub(r"^(19|20)\d\d\s*/\s*", "", reference.groups[0])
        known = written.casefold() == word.symbol.casefold()
        if not known and not any(mark in written for mark in "…."):
            yield Fault(
                reference.line.paragraph,
                f"“{written}”",
                reference.line.text,
                allowed=f"{word.symbol}-…",
            )


@rule(
    512,
    "Ký hiệu in hoa",
    article=ARTICLE,
    allowed="chữ in hoa (riêng QyĐ, CTr, TTr, TrS viết như Phụ lục III)",
    mend="Đổi ký hiệu thành chữ in hoa.",
)
def symbol_upper(paper: Paper) -> Iterator[Fault]:
    known = {symbol.casefold(): symbol for symbol in MIXED_CASE_SYMBOLS}
    for _, reference in references(paper):
        for group in reference.groups:
            right = known.get(group.casefold(), group.upper())
            if group != right and not any(mark in group for mark in "…."):
                yield Fault(reference.line.paragraph, f"“{group}”", reference.line.text)


@rule(
    513,
    "Số ghi bằng chữ số Ả Rập",
    article=PL1 + "II.3.a",
    allowed="chữ số Ả Rập",
    mend="Chỉ ghi chữ số trước dấu gạch chéo.",
)
def arabic(paper: Paper) -> Iterator[Fault]:
    for _, reference in references(paper):
        if reference.number and not re.fullmatch(r"\d{1,6}", reference.number):
            yield Fault(reference.line.paragraph, f"“{reference.number}”", reference.line.text)


@rule(
    514,
    "Ký hiệu đủ các nhóm chữ viết tắt",
    article=NOTATION_ARTICLE,
    allowed="tên loại và cơ quan; công văn: cơ quan và đơn vị soạn thảo hoặc lĩnh vực",
    mend="Ghi đủ hai nhóm chữ viết tắt, cách nhau bằng dấu gạch nối.",
)
def enough_groups(paper: Paper) -> Iterator[Fault]:
    for part, reference in references(paper):
        if part.kind is not PartKind.MAIN or reference.blank_symbol:
            continue
        if len(reference.groups) < 2 and reference.groups != ["CV"]:
            yield Fault(reference.line.paragraph, f"“{reference.symbol}”", reference.line.text)


def named_symbols() -> frozenset[str]:
    """Symbols of named kinds and of copies."""
    return SYMBOLS | frozenset(COPY_SYMBOLS.values())
