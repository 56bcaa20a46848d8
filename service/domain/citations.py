"""Viện dẫn — the papers that a text cites (NĐ 30/2020, Phụ lục I, phần I, II.6).

Knows every number form in use: ``51/NQ-HĐND`` (administrative), ``116/2021/NĐ-CP`` (legal),
``33/2024/QH15`` (National Assembly), ``25-CT/HU`` (Party), and laws named without a number
(``Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015``). Dates, fractions and house numbers that
look alike are left alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.vietnamese import fold
from service.domain.written_dates import WrittenDate, date_at


class Form(StrEnum):
    ADMINISTRATIVE = "administrative"  # 99/UBND-KGVXNV, 1407/QĐ-UBND
    LEGAL = "legal"  # 116/2021/NĐ-CP
    ASSEMBLY = "assembly"  # 33/2024/QH15, 351/2017/UBTVQH14
    PARTY = "party"  # 25-CT/HU
    NAMED = "named"  # a law without its number


KIND_NAMES: Mapping[str, str] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy uỷ quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
    "SY": "Sao y",
    "TrS": "Trích sao",
    "SL": "Sao lục",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "NQLT": "Nghị quyết liên tịch",
    "VBHN": "Văn bản hợp nhất",
    "L": "Lệnh",
}
"""Code in ký hiệu → tên loại: Điều 7 and Phụ lục III.I, copies, and the legal papers."""

PARTY_KIND_NAMES: Mapping[str, str] = {
    **{code: KIND_NAMES[code] for code in ("NQ", "CT", "QĐ", "QC", "TB", "BC", "KH", "HD")},
    **{code: KIND_NAMES[code] for code in ("TTr", "CTr", "ĐA", "BB", "GM", "PA", "TT")},
    "KL": "Kết luận",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "TT": "Thông tri",
    "CV": "Công văn",
    "LTr": "Lời kêu gọi",
}

OFFICIAL_LETTER = "Công văn"
_OTHER_KINDS = (
    *("Công văn", "Văn bản", "Thư công", "Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp", "Kết luận"),
    *("Thông tri", "Lệnh", "Quy định", "Giấy chứng nhận", "Giấy phép", "Phiếu trình", "Giấy báo"),
    *("Giấy ủy quyền", "Bản thoả thuận", "Đơn", "Sắc lệnh", "Văn bản hợp nhất", "Thư mời"),
)
_LAWS = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")
_KIND_WORDS = sorted({*KIND_NAMES.values(), *_OTHER_KINDS}, key=len, reverse=True)


def _either_case(kind: str) -> str:
    return f"[{kind[0]}{kind[0].lower()}]{re.escape(kind[1:])}"


_KIND = "(?:" + "|".join(map(_either_case, _KIND_WORDS)) + ")"
_KIND_CAPITAL = "(?:" + "|".join(map(re.escape, _KIND_WORDS)) + ")"

_SEG = r"[A-ZĐÂĂÊÔƠƯ][A-Za-zĐđÂâĂăÊêÔôƠơƯư0-9&]*"
# One stray blank beside a hyphen happens ("KH- UBND"); what follows must then be all capitals,
# or "51/NQ-HĐND - Chi cục" would swallow a name.
_SYM = rf"{_SEG}(?:-{_SEG}|(?:\s-|-\s)[A-ZĐ]{{2,}}[0-9]*(?![\w])|(?<=/)QĐ\s-\s[A-ZĐ]{{2,}}(?!\w))*"
_NUM = r"\d{1,6}[a-zđ]?"
_STATE = re.compile(
    rf"(?<![\w/.,-])(?P<num>{_NUM})\s{{0,2}}/\s{{0,2}}"
    rf"(?:(?P<year>(?:19|20)\d{{2}})\s?/\s?)?(?P<sym>{_SYM})(?![\w/])"
)
_PARTY = re.compile(
    rf"(?<![\w/.,-])(?P<num>\d{{1,6}})\s?-\s?(?P<type>{'|'.join(PARTY_KIND_NAMES)})\s?/\s?"
    rf"(?P<org>{_SEG}(?:-{_SEG})*)(?![\w/])"
)
# "Nghị định 30/2020": the short way, only where the kind makes it certain.
_SHORT = re.compile(
    r"\b(?P<kind>Nghị định|Thông tư liên tịch|Thông tư|Pháp lệnh)\s+(?:số\s*:?\s*)?"
    r"(?P<num>\d{1,4})/(?P<year>(?:19|20)\d{2})(?![\d/])"
)
_NAMED = re.compile(
    r"\b(?P<kind>Bộ luật|Luật|Pháp lệnh|Hiến pháp)"
    r"(?P<title>(?:\s+(?!này\b|số\b|năm\b|ngày\b)[^\s;.:()“”\"]+){0,40}?)\s*,?\s+(?:(?=[Nn]gày\s)|năm\s+(?P<year>(?:19|20)\d{2})(?!\d))"
)
_NAMED_BASIS = re.compile(
    r"(?:^|\n|;\s*)Căn cứ\s+(?P<kind>Bộ luật|Luật|Pháp lệnh)"
    r"(?P<title>(?:\s+[^\s;.:()“”\"0-9/]+){1,20}?)\s*(?=[;.]|\n|$)"
)
_ASSEMBLY = re.compile(r"^(?:[A-ZĐ]+-)?(?:QH|UBTVQH)\d{1,2}$")

_NOT_PAPERS = frozenset(("USD", "VND", "VNĐ", "HIV", "AIDS", "GB", "MB", "KB", "CO2", "PCR"))
_PLACE_BEFORE = re.compile(
    r"(?:số nhà|nhà số|địa chỉ|hẻm|ngõ|ngách|kiệt|đường|thửa|tờ bản đồ|biển số|tài khoản|"
    r"điện thoại|hộp thư|lô|tổ|phòng số|QL)\s*(?:số\s*)?:?\s*$",
    re.IGNORECASE,
)
_KIND_WORD = re.compile(rf"(?<!\w){_KIND}(?!\w)")
_TITLE = re.compile(r"(?P<title>[^.;:()“”\n]{0,120}?)(?:\s*,)?\s*(?:[Ss]ố\s*:?\s*)?$")
_NUMBER_WORD = re.compile(r"\b[Ss]ố\s*:?\s*$")
_CARRIED = re.compile(r"^\s*(?:,|;|và|,\s*và|hoặc)?\s*(?:các\s+)?(?:[Ss]ố\s*:?\s*)?$")
_HEADS = (
    r"Bộ|Sở|Ban|Phòng|Ủy ban|Uỷ ban|UBND|HĐND|Hội|Cục|Chi cục|Tổng cục|Công an|Trung tâm|Chủ tịch|"
    r"Văn phòng|Tỉnh|Thành|Huyện|Đảng|Chính phủ|Thủ tướng|Quốc hội|Viện|Tòa án|Toà án|Giám đốc"
)
_ISSUER_STOP = (
    r"về|quy định|hướng dẫn|ban hành|phê duyệt|sửa đổi|bổ sung|thông qua|triển khai|thực hiện|giao|"
    r"công bố|V/v|v/v|cho|trong|tại|đã|được|có|là|nhằm|để|do|kèm|theo|đến|trên|ngày|năm|như|nêu|"
    r"gửi|yêu cầu|đề nghị|thì|nếu|khi|chỉ đạo về|bãi bỏ|thay thế|hết hiệu lực"
)
_ISSUER = re.compile(
    rf"\s*,?\s*của\s+(?P<issuer>[^,.;:()“”\"\n]+?(?:,\s(?!{_HEADS})[A-ZĐ]\w*(?:\s[\w]+){{0,3}}\svà\s"
    rf"[A-ZĐ][^,.;:()“”\"\n]*?)?)"
    rf"(?=\s+(?:{_ISSUER_STOP})(?!\w)|\s+và\s+(?:các\s+)?{_KIND_CAPITAL}(?!\w)|"
    rf"\s+và\s+số\s+\d|\s*[,.;:()“”\"\n]|\s*$)"
)
_DATE_LEAD = re.compile(r"\s*[,(]?\s*(?:ký\s+|ban hành\s+)?(?=[Nn]gày|\d{1,2}[/.-])")


@dataclass(frozen=True, slots=True)
class Reference:
    """Số, ký hiệu of a paper. `number` is as written, without leading zeros added or taken."""

    number: str
    notation: str
    year: int | None = None
    form: Form = Form.ADMINISTRATIVE

    def __str__(self) -> str:
        if self.form is Form.PARTY:
            return f"{self.number}-{self.notation}"
        year = "" if self.year is None else f"/{self.year}"
        return f"{self.number}{year}" + (f"/{self.notation}" if self.notation else "")

    @property
    def key(self) -> str:
        """Two papers with the same key have the same number: zeros and case do not count,
        đ does (``QĐ`` is not ``QD``)."""
        return str(Reference(self.number.lstrip("0"), self.notation, self.year, self.form)).lower()

    @property
    def loose_key(self) -> str:
        """As `key`, but ``QD-UBND`` finds ``QĐ-UBND``: for search, never for duplicates."""
        return fold(self.key)


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where a paper is cited.

    `start` and `end` bound kind, number, date and issuer in the text. `kind` is tên loại as
    written, or read from ký hiệu (`kind_written` is then false). `title` is the name of a law.
    """

    start: int
    end: int
    text: str
    kind: str
    kind_written: bool
    reference: Reference | None
    issued: WrittenDate | None = None
    issuer: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """The same for every mention of one paper."""
        if self.reference is not None:
            return self.reference.key
        year = "" if self.issued is None else str(self.issued.year or "")
        return f"{fold(self.kind)} {fold(self.title)} {year}".strip()


def parse_reference(text: str) -> Reference | None:
    """``99 /UBND-KGVXNV``, ``116/2021/NĐ-CP``, ``25-CT/HU`` → Reference; None for anything else.

    The number may be blank (``/QĐ-UBND``): a paper not yet issued.
    """
    written = re.sub(r"\s*([/-])\s*", r"\1", " ".join(text.split()))
    if found := _PARTY.fullmatch(written):
        return _party(found)
    numbered = _STATE.fullmatch(written)
    if numbered:
        return _state(numbered)
    if blank := re.fullmatch(rf"[.…_]*/(?P<sym>{_SYM})", written):
        return Reference("", blank["sym"])
    return None


def kind_of_notation(notation: str, *, party: bool = False) -> str:
    """Tên loại from ký hiệu: ``QĐ-UBND`` → Quyết định; anything unknown is a Công văn.

    An agency whose abbreviation equals a code (``TC``) fools this: prefer a written kind.
    """
    names = PARTY_KIND_NAMES if party else KIND_NAMES
    if not party and _ASSEMBLY.match(notation):
        return "Luật" if notation.startswith("QH") else "Nghị quyết"
    return names.get(re.split(r"[-/]", notation)[0], OFFICIAL_LETTER)


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every paper cited in `text` (one or more paragraphs, NFC), in order of place."""
    found: list[Citation] = []
    for match in sorted(
        (*_PARTY.finditer(text), *_STATE.finditer(text), *_SHORT.finditer(text)),
        key=lambda one: (one.start("num"), -one.end()),
    ):
        if found and match.start("num") < found[-1].end:
            continue
        citation = _numbered(text, match, found[-1] if found else None)
        if citation is not None:
            found.append(citation)
    for pattern in (_NAMED, _NAMED_BASIS):
        for match in pattern.finditer(text):
            start = match.start("kind")
            if not any(start < one.end and one.start < match.end() for one in found):
                found.append(_named(text, match))
    return tuple(sorted(found, key=lambda one: one.start))


def _numbered(text: str, match: re.Match[str], before: Citation | None) -> Citation | None:
    groups = match.groupdict()
    if "org" in groups:
        reference = _party(match)
    elif "kind" in groups:
        reference = Reference(match["num"], "", int(match["year"]), Form.LEGAL)
    else:
        reference = _state(match)
    start = match.start("num")
    kind, written, title, at = _kind_before(text, start, before)
    told = kind_of_notation(reference.notation, party=reference.form is Form.PARTY)
    if written and at == start and told != OFFICIAL_LETTER:
        kind = told  # carried over from the paper before, but ký hiệu says better
    if _is_decoy(text, start, reference, kind):
        return None
    if not written:
        kind = told
    end, issued, issuer = _what_follows(text, match.end())
    number_word = _NUMBER_WORD.search(text[max(0, at - 8) : at]) if not written else None
    at -= len(number_word.group()) if number_word else 0
    return Citation(at, end, text[at:end], kind, written, reference, issued, issuer, title)


def _kind_before(text: str, start: int, before: Citation | None) -> tuple[str, bool, str, int]:
    """Tên loại before a number, whether it is written, the law's title, and where it begins."""
    floor = max(0, start - 200, before.end if before else 0)
    for word in reversed([*_KIND_WORD.finditer(text, floor, start)]):
        rest = _TITLE.fullmatch(text, word.end(), start)
        name = word.group()[0].upper() + word.group()[1:]
        if rest and _belongs(name, rest["title"].strip()):
            title = " ".join(rest["title"].split()) if name in _LAWS else ""
            return name, True, title, word.start()
    if before is not None and before.kind_written and _CARRIED.match(text[before.end : start]):
        return before.kind, True, "", start
    return "", False, "", start


def _belongs(kind: str, title: str) -> bool:
    """Between kind and number stands a law's name, or at most "của …" or an adjective."""
    if not title or kind in _LAWS:
        return True
    return bool(re.match(r"^(?:của\s|khẩn$|hỏa tốc$|liên tịch$|cá biệt$)", title))


def _is_decoy(text: str, start: int, reference: Reference, kind: str) -> bool:
    if kind:
        return False
    if _PLACE_BEFORE.search(text[max(0, start - 24) : start]):
        return True
    first = re.split(r"[-/]", reference.notation)[0]
    if first in _NOT_PAPERS:
        return True
    return reference.year is None and len(reference.notation) < 2


def _what_follows(text: str, end: int) -> tuple[int, WrittenDate | None, str]:
    """Date and issuer behind a number, in either order."""
    issued: WrittenDate | None = None
    issuer = ""
    for _ in range(2):
        lead = _DATE_LEAD.match(text, end)
        date = date_at(text, lead.end()) if lead and issued is None else None
        if date is not None:
            issued, end = date.date, date.end
            continue
        by = _ISSUER.match(text, end) if not issuer else None
        if by is not None:
            issuer, end = " ".join(by["issuer"].split()), by.end("issuer")
    return end, issued, issuer


def _named(text: str, match: re.Match[str]) -> Citation:
    title = " ".join(match["title"].split())
    end, issued, issuer = match.end(), None, ""
    year = match.groupdict().get("year")
    if year:
        issued = WrittenDate(int(year))
    elif date := date_at(text, match.end()):
        issued, end = date.date, date.end
    start = match.start("kind")
    return Citation(
        start, end, text[start:end].strip(), match["kind"], True, None, issued, issuer, title
    )


def _state(match: re.Match[str]) -> Reference:
    notation = re.sub(r"\s*-\s*", "-", match["sym"])
    year = match["year"]
    form = Form.ADMINISTRATIVE if year is None else Form.LEGAL
    if _ASSEMBLY.match(notation):
        form = Form.ASSEMBLY
    return Reference(match["num"], notation, None if year is None else int(year), form)


def _party(match: re.Match[str]) -> Reference:
    return Reference(match["num"], f"{match['type']}/{match['org']}", None, Form.PARTY)
