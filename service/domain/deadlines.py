"""Thời hạn trong văn bản — "hoàn thành trước ngày …", "chậm nhất …", "trong 05 ngày làm việc …".

Finds the deadlines that a text sets and leaves alone the days it merely tells of (``ban hành
trước ngày 01/7/2025``). Nothing is guessed in silence: a year filled in, a blank, a doubt lowers
`confidence` and is said in `reason`.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from service.domain.working_days import Term, TermUnit
from service.domain.written_dates import FoundDate, Precision, WrittenDate, date_at


class CountedFrom(StrEnum):
    """Where a term starts to run."""

    RECEIPT = "receipt"  # kể từ ngày nhận được văn bản
    ISSUE = "issue"  # kể từ ngày ký, ngày ban hành
    WRITTEN = "written"  # kể từ ngày 01/12/2024
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline.

    `start` and `end` bound the phrase in the text, action included (``hoàn thành trước ngày
    15/12/2024``). `due` is the day as written, or the last day of the month, quarter or year;
    None where it depends on `term`, on a blank, or repeats (`repeats`, e.g. ``hằng tháng``).
    `strictly_before` is true for "trước ngày …": `due` itself may already be too late.
    """

    start: int
    end: int
    text: str
    action: str
    written: WrittenDate | None
    due: date | None
    at: time | None = None
    strictly_before: bool = False
    precision: Precision = Precision.DAY
    term: Term | None = None
    counted_from: CountedFrom = CountedFrom.UNKNOWN
    repeats: str = ""
    confidence: float = 0.0
    reason: str = ""


_ACTION = re.compile(
    r"(?<!\w)(?:hoàn thành|hoàn tất|thực hiện xong|xong|báo cáo|gửi|nộp|trình|đăng ký|phản hồi|"
    r"trả lời|góp ý|tham gia ý kiến|cung cấp|tổng hợp|triển khai|thực hiện|cho ý kiến|có ý kiến|"
    r"có văn bản|tham mưu|đề xuất|rà soát|giải quyết|khắc phục|cập nhật|bàn giao|chuyển|ban hành|"
    r"xây dựng|lập|thống kê|công bố|kiểm tra|tổ chức|kết thúc|thanh toán|giải ngân|nghiệm thu)"
    r"(?!\w)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<!\w)(?:sinh|có hiệu lực|được cấp|đã cấp|cấp|ký kết|thành lập|được công nhận|phát sinh|"
    r"ban hành|được ban hành|đã ban hành|áp dụng|tồn tại|xảy ra|tiếp nhận|đã nộp|đã được|đang|"
    r"quy định|công bố|nghỉ hưu|tuyển dụng|so với|đã thực hiện|đã hoàn thành)\s*$",
    re.IGNORECASE,
)
_ALREADY = re.compile(r"(?<!\w)(?:đã|từng|nếu|trường hợp)\s(?:[^,.;:()]{0,60})$", re.IGNORECASE)
_IN_FORCE = re.compile(
    r"(?<!\w)(?:hiệu lực|giá trị|nghỉ phép|thời kỳ|giai đoạn)(?!\w)", re.IGNORECASE
)
_SPAN = re.compile(r"(?<!\w)từ (?:ngày|hôm nay)(?!\w)", re.IGNORECASE)  # "từ ngày … đến hết ngày …"
# "kết quả thực hiện trong quý III/2024 đạt …" looks back.
_RESULTS = re.compile(r"(?<!\w)(?:kết quả|tình hình|số liệu|tổng số|đã)(?!\w)", re.IGNORECASE)
_CLOCK = (
    r"(?P<clock>(?P<hour>\d{1,2})\s?(?:giờ|h|g|:)\s?(?P<minute>\d{2})?\s?(?:phút|'|’)?"
    r"(?:\s*(?:sáng|chiều))?)"
)
_BOUND = re.compile(
    rf"(?<!\w)(?P<bound>chậm nhất(?:\s+là|\s+vào)?(?:\s+đến|\s+trước)?|"
    rf"muộn nhất(?:\s+là)?(?:\s+trước)?|không muộn hơn|(?:đến\s+)?trước|đến hết|hết|"
    rf"hạn (?:cuối|chót)(?:\s+là|:)?|"
    rf"(?:thời hạn|thời gian|hạn)(?:\s+(?:hoàn thành|thực hiện|gửi|nộp|trả lời|báo cáo|giải quyết|"
    rf"đăng ký|nhận))+(?:\s+là)?\s*:?|trong|đến)"
    rf"\s+(?:{_CLOCK}\s*,?\s*(?:(?:của|vào)\s+)?)?(?:(?:thứ|Thứ)\s\w+\s*,?\s*(?:\(\s*)?)?",
    re.IGNORECASE,
)
_REPEATS = re.compile(
    r"(?<!\w)(?:trước|vào|chậm nhất(?:\s+là)?|đến)\s+(?:ngày\s+)?(?:mồng\s+|mùng\s+)?"
    r"(?P<day>\d{1,2})(?:\s*/\s*(?P<month>\d{1,2}))?\s+(?:của\s+)?(?P<repeats>(?:tháng\s+(?:cuối|đầu)\s+)?"
    r"(?:hằng|hàng|mỗi)\s+(?:tuần|tháng|quý|năm)|tháng (?:cuối|đầu) (?:của )?(?:mỗi )?quý)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?<!\w)(?:(?P<lead>trong(?:\s+(?:vòng|thời hạn|thời gian))?|chậm nhất(?:\s+là)?(?:\s+sau)?|"
    r"muộn nhất(?:\s+là)?|không quá|thời hạn(?:\s+\w+){0,3}?(?:\s+là|\s*:)?|sau)\s+)?"
    r"(?P<amount>\d{1,3})(?:\s*\([^)]{1,30}\))?\s+"
    r"(?P<unit>ngày làm việc|ngày|giờ(?: làm việc)?|tháng)"
    r"(?!\s*\d)(?!\w)"
    r"(?P<from>\s*,?\s*(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi|thời điểm|lúc)[^.;:()]{0,80})?",
    re.IGNORECASE,
)
_FROM_RECEIPT = re.compile(
    r"(?:từ|sau)\s+(?:ngày|khi|thời điểm|lúc)\s+(?:\w+\s)?nhận", re.IGNORECASE
)
_FROM_ISSUE = re.compile(
    r"(?:từ|sau)\s+(?:ngày|khi|thời điểm)\s+(?:\w+\s){0,4}?(?:ký|ban hành|có hiệu lực)",
    re.IGNORECASE,
)
_FROM_END = re.compile(
    r"\s*,\s*(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬ])|(?<=văn bản này)|(?<=văn bản)(?=\s*[,;.])|"
    r",\s+(?:các|đề nghị|yêu cầu|phải|cơ quan)\b"
)
_PART_OF_YEAR = re.compile(r"\s*(?:đầu|cuối|qua|gần|vừa|trước|năm|của)(?!\w)", re.IGNORECASE)
_UNITS = {
    "ngày làm việc": TermUnit.WORKING_DAYS,
    "ngày": TermUnit.DAYS,
    "giờ": TermUnit.HOURS,
    "giờ làm việc": TermUnit.HOURS,
    "tháng": TermUnit.MONTHS,
}
_WEAK_BOUNDS = ("trong", "đến", "hết")
_SENTENCE = re.compile(r"[.;](?:\s|$)|\n")


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands around a bound: the words before and after it in the same sentence."""

    before: str
    after: str
    bracketed: bool
    doing: re.Match[str] | None  # the action nearest before the bound, within `before`
    then: str  # the action behind it

    @classmethod
    def around(cls, text: str, start: int, end: int) -> "_Clause":
        before, after = _clause_before(text, start), _clause_after(text, end)
        bracketed = _in_brackets(text, start)
        if bracketed:
            before = before[before.rfind("(") + 1 :]
        doing = [one for one in _ACTION.finditer(before) if len(before) - one.end() <= 90]
        then = _ACTION.search(after)
        return cls(
            before,
            after,
            bracketed,
            doing[-1] if doing else None,
            then.group() if then else "",
        )

    @property
    def action(self) -> str:
        return self.doing.group() if self.doing else self.then

    @property
    def gap(self) -> str | None:
        """The words between action and bound."""
        return self.before[self.doing.end() :] if self.doing else None

    @property
    def finished_after(self) -> re.Match[str] | None:
        if self.doing:
            return None
        return re.match(r"\s*,?\s*(?:phải|cơ bản)?\s*(?:hoàn thành|xong)(?!\w)", self.after)


def find_deadlines(text: str, *, issued: date | None = None) -> tuple[Deadline, ...]:
    """Every deadline in `text`, in order. `issued` fills in years that are left out."""
    found = [*_repeated(text), *_dated(text, issued), *_terms(text)]
    kept: list[Deadline] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _dated(text: str, issued: date | None) -> list[Deadline]:
    found = []
    for match in _BOUND.finditer(text):
        bound = " ".join(match["bound"].lower().split())
        at = date_at(text, match.end(), bare=bound not in _WEAK_BOUNDS)
        if at is None:
            continue
        clause = _Clause.around(text, match.start(), at.end)
        with_word = text[at.start : at.end].lower().startswith("ngày")
        if not _is_told(clause, bound) and _binds(clause, bound, at.date, with_word):
            found.append(_deadline(text, match, at, clause, issued))
    return found


def _is_told(clause: _Clause, bound: str) -> bool:
    """The day tells of something that was, or of how long something is in force."""
    if clause.bracketed and clause.action:
        return False
    in_force = bound in ("đến", "hết", "đến hết") and _IN_FORCE.search(clause.before)
    if bound == "đến hết" and _SPAN.search(clause.before) and clause.finished_after is None:
        return True
    return bool(_TOLD.search(clause.before) or in_force)


def _binds(clause: _Clause, bound: str, written: WrittenDate, with_word: bool) -> bool:
    """ "trong tháng 12/2024" binds only right behind an action, "đến năm 2030" before one."""
    if bound in _WEAK_BOUNDS:
        if clause.finished_after is not None:
            return True
        if clause.gap is None or _RESULTS.search(clause.before):
            return False
        within = bound == "trong" and written.precision in (Precision.MONTH, Precision.QUARTER)
        return len(clause.gap) <= (70 if within else 25)
    # "trước 30/8" may be a fraction as well: only what is to be done makes it a day.
    whole = written.precision is Precision.DAY and (written.year is not None or with_word)
    return whole or bool(clause.action)


def _deadline(
    text: str, match: re.Match[str], at: FoundDate, clause: _Clause, issued: date | None
) -> Deadline:
    written, end = at.date, at.end
    bound = " ".join(match["bound"].lower().split())
    full = written if issued is None else written.near(issued)
    confidence, reason = _trust(bound, clause, written, full)
    start, action = match.start(), clause.action
    if clause.finished_after:
        end += clause.finished_after.end()
        action = clause.then
    elif clause.gap is not None and len(clause.gap) <= 30 and not re.search(r"\d", clause.gap):
        start -= len(clause.gap) + len(action)
    return Deadline(
        start,
        end,
        text[start:end],
        action,
        written,
        full.last_day,
        at=_clock(match),
        strictly_before=bound.endswith("trước"),
        precision=written.precision,
        confidence=confidence,
        reason=reason,
    )


def _trust(
    bound: str, clause: _Clause, written: WrittenDate, full: WrittenDate
) -> tuple[float, str]:
    confidence, reason = _trust_in_words(bound, clause)
    if full != written:
        confidence *= 0.85
        reason += f" Văn bản không ghi năm; hiểu là năm {full.year} theo ngày ban hành."
    elif written.year is None:
        confidence *= 0.6
        reason += " Văn bản không ghi năm và không rõ ngày ban hành."
    if written.precision is not Precision.DAY:
        confidence *= 0.7 if written.precision is Precision.YEAR else 0.9
        reason += " Chỉ ghi tháng, quý hoặc năm; lấy ngày cuối cùng."
    return round(confidence, 2), reason


def _trust_in_words(bound: str, clause: _Clause) -> tuple[float, str]:
    if _ALREADY.search(clause.before) and not clause.bracketed:
        return 0.5, f"Có “{bound} …” nhưng câu kể việc đã qua hoặc có điều kiện."
    if clause.action:
        return 0.95, f"Có việc phải làm (“{clause.action}”) và mốc “{bound} …”."
    if bound.startswith(("chậm nhất", "muộn nhất", "hạn", "thời hạn", "thời gian")):
        return 0.9, f"Có mốc “{bound} …”."
    if clause.bracketed:
        return 0.85, f"Mốc “{bound} …” ghi trong ngoặc đơn."
    return 0.6, f"Có mốc “{bound} …” nhưng không thấy việc phải làm đi kèm."


def _repeated(text: str) -> list[Deadline]:
    return [
        Deadline(
            match.start(),
            match.end(),
            match.group(),
            _Clause.around(text, *match.span()).action,
            WrittenDate(None, int(match["month"]) if match["month"] else None, int(match["day"])),
            None,
            strictly_before=match.group().lower().startswith("trước"),
            repeats=" ".join(match["repeats"].lower().split()),
            confidence=0.85,
            reason="Báo cáo hoặc việc định kỳ; không có ngày cụ thể.",
        )
        for match in _REPEATS.finditer(text)
        if 1 <= int(match["day"]) <= 31
    ]


def _terms(text: str) -> list[Deadline]:
    found = []
    for match in _TERM.finditer(text):
        start_words = match["from"] or ""
        lead = (match["lead"] or "").lower()
        if not start_words and (not lead or lead == "sau"):
            continue
        cut = _FROM_END.search(start_words)
        end = match.start("from") + cut.start() if cut and cut.start() else match.end()
        clause = _Clause.around(text, match.start(), end)
        within = _ACTION.search(match.group())
        action = clause.action or (within.group() if within else "")
        told = _TOLD.search(clause.before) or _PART_OF_YEAR.match(clause.after)
        if not action or told:
            continue
        found.append(_term_deadline(text, match, end, action))
    return found


def _term_deadline(text: str, match: re.Match[str], end: int, action: str) -> Deadline:
    start_words = match["from"] or ""
    counted, confidence, reason = CountedFrom.UNKNOWN, 0.6, "Không rõ tính từ ngày nào."
    start_date = (
        date_at(text, match.start("from") + start_words.find("ngày")) if start_words else None
    )
    if start_date is not None and start_date.date.exact:
        counted, confidence = CountedFrom.WRITTEN, 0.9
        reason = "Tính từ ngày ghi trong văn bản."
    elif _FROM_RECEIPT.search(start_words):
        counted, confidence = CountedFrom.RECEIPT, 0.9
        reason = "Tính từ ngày nhận được văn bản."
    elif _FROM_ISSUE.search(start_words):
        counted, confidence = CountedFrom.ISSUE, 0.85
        reason = "Tính từ ngày ký, ban hành."
    written = start_date.date if counted is CountedFrom.WRITTEN and start_date else None
    phrase = text[match.start() : end].rstrip(" ,")
    return Deadline(
        match.start(),
        match.start() + len(phrase),
        phrase,
        action,
        written,
        None,
        term=Term(int(match["amount"]), _UNITS[" ".join(match["unit"].lower().split())]),
        counted_from=counted,
        confidence=confidence,
        reason=reason,
    )


def _clause_before(text: str, start: int) -> str:
    """The words of the same sentence before `start`, at most 160 letters."""
    window = text[max(0, start - 160) : start]
    ends = [match.end() for match in _SENTENCE.finditer(window)]
    return window[ends[-1] :] if ends else window


def _clause_after(text: str, end: int) -> str:
    window = text[end : end + 90]
    stop = _SENTENCE.search(window)
    return window[: stop.start()] if stop else window


def _in_brackets(text: str, start: int) -> bool:
    window = text[max(0, start - 80) : start]
    return window.rfind("(") > window.rfind(")")


def _clock(match: re.Match[str]) -> time | None:
    if match["clock"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if "chiều" in match["clock"] and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
