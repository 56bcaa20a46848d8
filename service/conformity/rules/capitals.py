"""Viết hoa, những trường hợp chắc chắn — Phụ lục II."""

import re
from collections.abc import Iterator

from service.conformity.paper import Box, Clause, Paper, PartKind, Role
from service.conformity.registry import Fault, rule
from service.conformity.story import Paragraph
from service.domain.vietnamese import clean

_WRITTEN = frozenset(
    {Role.TEXT, Role.CLAUSE, Role.POINT, Role.DASH, Role.ARTICLE, Role.BASIS, Role.CENTRED}
)
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
UPPER = LOWER.upper()
# "đúng. sai": a whole word, a full stop, a space, a small letter. Short words before the stop
# may be abbreviations (TP. , v.v. , tr.), and so may single letters.
_AFTER_STOP = re.compile(rf"(?<![.\w])([{LOWER}]{{3,}})[.?!] ([{LOWER}]{{2,}})")
_ABBREVIATED = frozenset({"ths", "pgs", "tskh", "stt", "tel", "tinh", "đtdđ", "kcn"})


def texts(paper: Paper) -> list[tuple[Clause | None, str, Paragraph]]:
    """Every sentence-bearing paragraph: clause (None for a box), clean text, paragraph."""
    if not paper.sentences:
        paper.sentences = list(_texts(paper))
    return paper.sentences


def _texts(paper: Paper) -> Iterator[tuple[Clause | None, str, Paragraph]]:
    for part in paper.parts:
        if part.kind is PartKind.COPY:
            continue
        for box in (Box.SUBJECT, Box.LETTER_SUBJECT):
            lines = part.box(box)
            if lines:
                yield None, clean(" ".join(line.text for line in lines)), lines[0].paragraph
        for clause in part.clauses:
            if clause.role in _WRITTEN and clause.line.written and not clause.line.upper:
                yield clause, clean(" ".join(clause.paragraph.text.split())), clause.paragraph


def matches(paper: Paper, shape: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Fault]]:
    """Each match of `shape` in the running text, with a fault that shows it in its sentence."""
    for _, text, paragraph in texts(paper):
        for found in shape.finditer(text):
            start = max(0, found.start() - 25)
            excerpt = text[start : found.end() + 25]
            yield found, Fault(paragraph, f"“{found.group().strip()}”", excerpt)


@rule(
    1601,
    "Viết hoa đầu câu",
    article="Phụ lục II, I",
    allowed="viết hoa chữ cái đầu sau dấu chấm, chấm hỏi, chấm than",
    mend="Viết hoa chữ cái đầu câu.",
)
def sentence(paper: Paper) -> Iterator[Fault]:
    for found, fault in matches(paper, _AFTER_STOP):
        if found.group(1) not in _ABBREVIATED:
            yield fault


@rule(
    1602,
    "Viết hoa khi xuống dòng",
    article="Phụ lục II, I",
    allowed="viết hoa chữ cái đầu khi xuống dòng",
    mend="Viết hoa chữ cái đầu của đoạn.",
)
def new_line(paper: Paper) -> Iterator[Fault]:
    above = ""
    for clause, text, _paragraph in texts(paper):
        opened = above.endswith((".", ":", "?", "!", ";", "./.")) or not above
        above = text if clause is not None else ""
        if clause is None or clause.role not in (Role.TEXT, Role.CLAUSE, Role.ARTICLE):
            continue
        words = re.sub(r"^(Điều\s+\d+[a-zđ]?|\d{1,3})\s*[.):/]\s*", "", text)
        if opened and re.match(rf"[{LOWER}]{{2,}}", words):
            yield Fault(clause.paragraph, f"“{words[:20]}”", text[:80])


@rule(
    1603,
    "Đơn vị hành chính đặt theo số: viết hoa cả danh từ chung",
    article="Phụ lục II, III.1.b",
    allowed="Quận 1, Phường 9",
    mend="Viết hoa chữ “Quận”, “Phường” đứng trước chữ số.",
)
def numbered_units(paper: Paper) -> Iterator[Fault]:
    for _, fault in matches(
        paper, re.compile(r"(?<!\w)(quận|phường) \d{1,2}(?![\d/]|\s*(người|xã))")
    ):
        yield fault


@rule(
    1604,
    "Thủ đô Hà Nội, Thành phố Hồ Chí Minh",
    article="Phụ lục II, III.1.c",
    allowed="Thủ đô Hà Nội, Thành phố Hồ Chí Minh",
    mend="Viết hoa “Thủ đô” và “Thành phố” trong hai tên này.",
)
def special_cities(paper: Paper) -> Iterator[Fault]:
    shape = re.compile(r"(?<!\w)(thủ đô Hà Nội|thành phố Hồ Chí Minh)")
    for _, fault in matches(paper, shape):
        yield fault


# Only where the word surely stands for itself: the decree writes "cơ quan nhà nước" small.
_STATE = re.compile(
    r"(?<!\w)(?:Đảng(?:,| và) nhà nước|của nhà nước(?= (?:ta|Việt Nam|Cộng hòa|về|và)\b)"
    r"|(?:do|mà|được|để) nhà nước (?=ta\b|Cộng hòa\b|Việt Nam\b|quy định\b|bảo đảm\b|"
    r"khuyến khích\b|ban hành\b))"
)
_PEOPLE = re.compile(
    r"(?<!\w)(?:quần chúng|phục vụ|đời sống|quyền làm chủ của|sức khỏe|sức khoẻ|lợi ích của|"
    r"ý kiến|nguyện vọng của|Đảng bộ, chính quyền và|chính quyền và|cán bộ và|các tầng lớp)"
    r" nhân dân(?!\w)"
)


@rule(
    1605,
    "Viết hoa Nhân dân, Nhà nước",
    article="Phụ lục II, V.1",
    allowed="Nhân dân, Nhà nước",
    mend="Viết hoa “Nhân dân”, “Nhà nước”.",
)
def people_and_state(paper: Paper) -> Iterator[Fault]:
    for shape in (_STATE, _PEOPLE):
        for _, fault in matches(paper, shape):
            yield fault


@rule(
    1606,
    "Viện dẫn phần, chương, mục, điều: viết hoa",
    article="Phụ lục II, V.7",
    allowed="Điều 5, Mục 1 Chương II, Phần I",
    mend="Viết hoa chữ cái đầu của “Phần”, “Chương”, “Mục”, “Điều” khi viện dẫn.",
)
def cited_upper(paper: Paper) -> Iterator[Fault]:
    shape = re.compile(
        r"(?<!\w)(?:điều \d{1,3}[a-zđ]?(?!\w)|chương [IVXL]+\b|phần [IVX]+\b|"
        r"(?<!Tiểu )(?:tiểu )?mục [\dIVX]+(?= (?:Chương|chương|Mục|mục|Phần|của Nghị|của Luật)))"
    )
    for _, fault in matches(paper, shape):
        yield fault


@rule(
    1607,
    "Viện dẫn khoản, điểm: không viết hoa",
    article="Phụ lục II, V.7",
    allowed="điểm a khoản 2 Điều 5",
    mend="Viết thường “khoản”, “điểm” khi viện dẫn giữa câu.",
)
def cited_lower(paper: Paper) -> Iterator[Fault]:
    shape = re.compile(
        rf"(?<=[{LOWER},;0-9] )(?:Khoản \d{{1,2}}|Điểm [a-zđ])(?=[ ,]+(?:Điều|khoản|Khoản|điều))"
    )
    for _, fault in matches(paper, shape):
        yield fault
