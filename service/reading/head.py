"""Đầu văn bản — cơ quan, số, ký hiệu, địa danh, thời gian, trích yếu công văn (ô 2, 3, 4, 5b)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.citations import parse_reference
from service.domain.written_dates import WrittenDate, date_at
from service.reading import anchors
from service.reading.casing import running_name
from service.reading.findings import Found
from service.reading.parts import Columns
from service.reading.passage import Passage
from service.reading.rows import Row

_SYMBOL = r"[A-ZĐÂĂÊÔƠƯ][\w&.]*(?:\s?[-–]\s?[A-ZĐÂĂÊÔƠƯ0-9][\w&.]*)*"
_NUMBER = re.compile(
    r"^\s*(?:(?:Luật|Lệnh)\s+)?[Ss][ốôoóỐÔOÓ]\s*[:.]?\s*(?P<number>\d{1,6}\s?[a-zđ]?)?(?P<blank>[\s.…_]*)"
    rf"/\s*(?:(?P<year>(?:19|20)\d{{2}})\s?/\s?)?(?P<notation>{_SYMBOL})?"
)
_PARTY = re.compile(
    r"^\s*[Ss][ốôoóỐÔOÓ]\s*[:.]?\s*(?P<number>\d{1,6})?(?P<blank>[\s.…_]*)[-–]\s?"
    r"(?P<notation>[A-ZĐ][\w]*\s?/\s?[A-ZĐ][\w.]*(?:-[\w.]+)*)"
)
_DATE_WORD = re.compile(r"\b[Nn]gày\b")
_YEAR_ONLY = re.compile(r"^(?:\s*năm)?\s*(?:19|20)\d{2}\s*$")
_HEADWORDS = re.compile(
    r"^(?:uy ban|ubnd|hoi dong|hdnd|so |bo |cuc |chi cuc|tong cuc|vu |phong |ban |van phong|"
    r"trung tam|truong |benh vien|vien |thanh tra|cong an|chi nhanh|dang uy|dang bo|huyen uy|"
    r"tinh uy|thanh uy|hoi |doan |lien doan|kho bac|bao hiem|ngan hang|toa an|tram |doi |to |"
    r"cong ty|tong cong ty|hoc vien|dai hoc|mat tran|chinh phu|quoc hoi|thu tuong|hop tac xa)"
)
_PLACE_ROW = re.compile(r"^(?:tinh|huyen|quan|xa|phuong|thi xa|thi tran|thanh pho|tp\.?|dac khu)\b")


@dataclass(frozen=True, slots=True)
class Head:
    """What a letterhead (or the head of a copy block) says."""

    superior: Found[str] | None = None
    agency: Found[str] | None = None
    number: Found[str] | None = None
    notation: Found[str] | None = None
    place: Found[str] | None = None
    issued: Found[WrittenDate] | None = None
    subject: Found[str] | None = None
    marks: Mapping[str, Found[str]] = field(default_factory=dict)


def read_head(columns: Columns, *, witness: str) -> Head:
    """`witness` is the text of the paper, from which names in capitals take their spelling."""
    marks = dict(_marks(columns.rows))
    left = [row for row in columns.left if not is_mark(row)]
    right = [row for row in columns.right if not is_mark(row)]
    place, issued = _place_and_date([*right, *left])
    number_at = next(
        (n for n, row in enumerate(left) if anchors.NUMBER_LINE.match(row.folded)), None
    )
    number, notation = (None, None) if number_at is None else _number(left[number_at:])
    if number_at is None:  # the number may stand on the right in odd layouts
        other = [row for row in right if anchors.NUMBER_LINE.match(row.folded)]
        number, notation = _number(other) if other else (None, None)
    place_name = place.value if place else ""
    names = [row for row in _names(left, number_at) if not _is_rest_of_nation(row, right)]
    superior, agency = _agency(names, witness, place_name)
    return Head(superior, agency, number, notation, place, issued, _subject(left), marks)


def _marks(rows: Sequence[Row]) -> Iterator[tuple[str, Found[str]]]:
    """Dấu khẩn, dấu mật, phạm vi lưu hành: rows that say nothing else."""
    for row in rows:
        for name, words in _MARKS.items():
            value = anchors.one_of(row, words) if row.is_upper else ""
            if value:
                reason = f"Dòng “{row.text}” đứng riêng, in hoa."
                yield name, Passage.of([row]).whole(0.95, reason, value)


_MARKS = {
    "urgency": anchors.URGENCY,
    "secrecy": anchors.SECRECY,
    "circulation": anchors.CIRCULATION,
}


def marks_in(rows: Sequence[Row]) -> dict[str, Found[str]]:
    """The same marks in the first rows below the letterhead."""
    return dict(_marks(rows))


def is_mark(row: Row) -> bool:
    return row.is_upper and any(anchors.one_of(row, words) for words in _MARKS.values())


def _names(left: Sequence[Row], number_at: int | None) -> list[Row]:
    """The rows of superior body and agency: what stands above the number."""
    rows = left if number_at is None else left[:number_at]
    names = []
    for row in rows:
        if anchors.LETTER_SUBJECT.match(row.folded) or anchors.DATE_LINE.search(row.folded):
            break
        fixed = anchors.NATION.search(row.folded) or anchors.MOTTO.match(row.folded)
        if not fixed and anchors.bare(row.folded) not in anchors.COPY_FORMS and _is_name(row):
            names.append(row)
    return names


def _is_rest_of_nation(row: Row, right: Sequence[Row]) -> bool:
    """Quốc hiệu too long for its column goes on at the left margin when set with tabs."""
    cut = any(
        anchors.NATION.search(one.folded) and not one.folded.endswith("viet nam") for one in right
    )
    return cut and bool(anchors.NATION_REST.match(row.folded))


def _is_name(row: Row) -> bool:
    letters = [letter for letter in row.text if letter.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) * 10 >= len(letters) * 6


def _agency(
    rows: Sequence[Row], witness: str, place: str
) -> tuple[Found[str] | None, Found[str] | None]:
    """Superior body above, agency below: told apart by bold type, else by how names begin."""
    if not rows:
        return None, None
    cut, sure, why = _cut(rows)
    lower = Passage.of(rows[cut:])
    value = running_name(lower.text, witness, place)
    agency = lower.whole(sure, f"Ô 2, trên dòng “Số:”; {why}", value)
    if cut == 0:
        return None, agency
    upper = Passage.of(rows[:cut])
    reason = f"Dòng trên tên cơ quan ban hành; {why}"
    return upper.whole(sure, reason, running_name(upper.text, witness, place)), agency


def _cut(rows: Sequence[Row]) -> tuple[int, float, str]:
    """Where the agency's own name begins among the rows."""
    bold = [row.bold for row in rows]
    if any(bold) and not all(bold) and bold[-1]:
        cut = len(bold) - bold[::-1].index(False)
        return cut, 0.97, "tên cơ quan in đậm, cơ quan chủ quản không đậm."
    if len(rows) == 1:
        return 0, 0.95, "chỉ có một dòng tên."
    starts = [n for n, row in enumerate(rows) if n and _begins_name(rows[n - 1], row)]
    if all(bold):
        return 0, 0.93 if not starts else 0.8, "mọi dòng tên đều in đậm."
    if starts:
        return starts[-1], 0.75, "dòng dưới bắt đầu bằng tên một loại cơ quan."
    return 0, 0.7, "không phân biệt được cơ quan chủ quản theo kiểu chữ."


def _begins_name(above: Row, row: Row) -> bool:
    if _PLACE_ROW.match(row.folded) or not _HEADWORDS.match(row.folded):
        return False
    return not re.search(r"(?:\bva|,|-|\bcua|\bthuoc)$", above.folded)


def _number(rows: Sequence[Row]) -> tuple[Found[str] | None, Found[str] | None]:
    """Số and ký hiệu of the first row; a long ký hiệu may go on in the next."""
    passage = Passage.of(rows[:1])
    if passage.text.rstrip().endswith(("-", "/", "–")) and len(rows) > 1:
        passage = Passage.of(rows[:2])
    found = _PARTY.match(passage.text) or _NUMBER.match(passage.text)
    if found is None:
        return None, None
    number = _number_value(passage, found)
    written = found["notation"]
    if not written:
        return number, None
    value = re.sub(r"\s*[-–]\s*", "-", re.sub(r"\s*/\s*", "/", written)).rstrip(".")
    year = found.groupdict().get("year")
    if year:
        value = f"{year}/{value}"
    known = parse_reference(f"1{'-' if found.re is _PARTY else '/'}{value}") is not None
    reason = "Sau dấu “/” ở dòng “Số:”." if known else "Sau dấu “/”, nhưng dạng ký hiệu lạ."
    start = found.start("year") if year else found.start("notation")
    return number, passage.found(
        start, found.end("notation"), value, 0.98 if known else 0.7, reason
    )


def _number_value(passage: Passage, found: re.Match[str]) -> Found[str] | None:
    if not found["number"]:
        return None
    value = found["number"].replace(" ", "")
    reason = "Dòng “Số:” ở ô 3, dưới tên cơ quan."
    return passage.found(*found.span("number"), value, 0.98, reason)


def _place_and_date(
    rows: Sequence[Row],
) -> tuple[Found[str] | None, Found[WrittenDate] | None]:
    for at, row in enumerate(rows):
        if not re.search(r"\bngay\b", row.folded) or anchors.LETTER_SUBJECT.match(row.folded):
            continue
        # The line may be broken after "năm" or before "tháng"; set with tabs, its end then
        # stands at the left margin.
        rest = rows[at + 1 : at + 3] if anchors.DATE_LINE.search(row.folded) is None else rows
        lines = [row, *(line for line in rest if line is not row and _goes_on(line))][:3]
        for count in range(len(lines), 0, -1):
            found = _date_in(Passage.of(lines[:count]))
            if found[1] is not None:
                return found
    return None, None


def _goes_on(row: Row) -> bool:
    return bool(_YEAR_ONLY.match(row.text)) or row.folded.startswith(("thang", "nam "))


def _date_in(passage: Passage) -> tuple[Found[str] | None, Found[WrittenDate] | None]:
    for word in _DATE_WORD.finditer(passage.text):
        at = date_at(passage.text, word.start())
        if at is None:
            continue
        before = passage.text[: word.start()].rstrip(" ,.;")
        start = max(before.rfind("  "), 0)
        exact = at.date.exact is not None
        reason = (
            "Dòng địa danh, ngày tháng dưới Quốc hiệu (ô 4)."
            if exact
            else "Dòng địa danh, ngày tháng còn để trống: văn bản chưa ghi đủ ngày."
        )
        where = passage.where(at.start, at.end)
        issued = Found(
            passage.text[at.start : at.end], at.date, where, 0.98 if exact else 0.9, reason
        )
        place = (
            passage.found(start, len(before), None, 0.97, "Trước chữ “ngày” ở ô 4.")
            if before.strip()
            else None
        )
        return place, issued
    return None, None


def _subject(left: Sequence[Row]) -> Found[str] | None:
    """Trích yếu công văn: from "V/v" to the end of the left column."""
    start = next(
        (n for n, row in enumerate(left) if anchors.LETTER_SUBJECT.match(row.folded)), None
    )
    if start is None:
        return None
    rows = [left[start]]
    for row in left[start + 1 :]:
        if row.is_upper and not rows[-1].is_upper:
            break
        rows.append(row)
    passage = Passage.of(rows)
    value = re.sub(r"(?i)^(?:v\s?/\s?v|về việc)\s*:?\s*", "", passage.text).strip(" .;")
    return passage.whole(0.97, "Sau “V/v” dưới số, ký hiệu (ô 5b).", value)
