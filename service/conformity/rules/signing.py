"""Quyền hạn, chức vụ, họ tên người ký — Phụ lục I, phần I, II.7 (ô 7a, 7b)."""

import re
from collections.abc import Iterator

from service.conformity.closings import blank_name
from service.conformity.limits import AUTHORITY, PL1, SIGNER, shown
from service.conformity.lines import LEFT, Line
from service.conformity.paper import Paper, Part, Signature
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    SIGNED,
    all_upper,
    faults,
    missing,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
)
from service.conformity.vocabulary import DEPUTY_POSTS, HEAD_POSTS
from service.domain.titles import title_before
from service.domain.vietnamese import fold

POST_ARTICLE = PL1 + "II.7.đ"
MARK_ARTICLE = PL1 + "II.7.b"
NAME_ARTICLE = PL1 + "II.7.c"
_MARK = re.compile(r"(?P<mark>TUQ|TM|KT|TL|Q)\. (?P<rest>\S.*)$")
_BAD_MARK = re.compile(
    r"(T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|T\s*/?\s*U\s*/\s*Q|T/UQ)\b|(TM|KT|TL|TUQ)(?!\.)(\s*[:,]|\s+\S)"
    r"|(TM|KT|TL|TUQ|Q)\.\S"
)


def signatures(paper: Paper) -> Iterator[tuple[Part, Signature]]:
    for part in paper.of_kind(*SIGNED):
        for signature in part.signatures:
            yield part, signature


def _authority(paper: Paper) -> Iterator[Line]:
    for _, signature in signatures(paper):
        yield from signature.authority


def _names(paper: Paper) -> Iterator[Line]:
    for _, signature in signatures(paper):
        if signature.name is not None and not blank_name(signature.name):
            yield signature.name


def _is_post(text: str, posts: tuple[str, ...]) -> bool:
    return fold(text).startswith(posts)


@rule(
    1101,
    "Có quyền hạn, chức vụ và họ tên người ký",
    article=POST_ARTICLE,
    allowed="quyền hạn, chức vụ (ô 7a) và họ tên (ô 7b) ở bên phải, cuối nội dung",
    mend="Ghi quyền hạn, chức vụ và họ tên người ký.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        if not part.signatures or not any(item.authority for item in part.signatures):
            yield missing(part, "không tìm thấy quyền hạn, chức vụ người ký")


@rule(
    1102,
    "Quyền hạn, chức vụ in hoa",
    article=POST_ARTICLE,
    allowed="chữ in hoa",
    mend="Đổi quyền hạn, chức vụ thành chữ in hoa.",
)
def authority_upper(paper: Paper) -> Iterator[Fault]:
    return faults(_authority(paper), not_upper)


@rule(
    1103,
    "Cỡ chữ quyền hạn, chức vụ",
    article=POST_ARTICLE,
    allowed=AUTHORITY.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def authority_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(_authority(paper), AUTHORITY)


@rule(
    1104,
    "Kiểu chữ quyền hạn, chức vụ",
    article=POST_ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt quyền hạn, chức vụ chữ đứng, đậm.",
    repair=True,
)
def authority_style(paper: Paper) -> Iterator[Fault]:
    return faults(_authority(paper), upright_bold)


@rule(
    1105,
    "Chữ viết tắt quyền hạn",
    article=MARK_ARTICLE,
    allowed="TM., KT., TL., TUQ., Q. (có dấu chấm, rồi khoảng trắng)",
    mend="Ghi đúng TM., KT., TL., TUQ. hoặc Q. rồi đến chức vụ.",
)
def marks(paper: Paper) -> Iterator[Fault]:
    for line in _authority(paper):
        found = _BAD_MARK.match(line.text.upper())
        if found:
            yield Fault(line.paragraph, f"“{line.text[:14]}”", line.text)


@rule(
    1106,
    "KT. ghi trước chức vụ người đứng đầu, dưới là chức vụ cấp phó",
    article=MARK_ARTICLE,
    allowed="KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
    mend="Sau “KT.” ghi chức vụ người đứng đầu; dòng dưới ghi chức vụ của cấp phó ký.",
)
def for_head(paper: Paper) -> Iterator[Fault]:
    for _, signature in signatures(paper):
        for line, rest, below in _marked(signature, "KT"):
            if _is_post(rest, DEPUTY_POSTS):
                yield Fault(line.paragraph, f"“{line.text}”", line.text)
            elif below is None or not _is_post(below.text, DEPUTY_POSTS):
                measured = f"dưới “KT.” là “{below.text}”" if below else "không có chức vụ cấp phó"
                yield Fault(line.paragraph, measured, line.text)


def _marked(signature: Signature, mark: str) -> Iterator[tuple[Line, str, Line | None]]:
    """Lines with a mark: the line, what follows the mark, and the line below."""
    lines = signature.authority
    for line, below in zip(lines, [*lines[1:], None], strict=False):
        found = _MARK.match(line.text.upper())
        if found and found["mark"] == mark:
            yield line, found["rest"], below


@rule(
    1107,
    "TM. ghi trước tên tập thể hoặc tên cơ quan",
    article=MARK_ARTICLE,
    allowed="TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
    mend="Sau “TM.” ghi tên tập thể lãnh đạo hoặc tên cơ quan; dòng dưới ghi chức vụ.",
)
def on_behalf(paper: Paper) -> Iterator[Fault]:
    for _, signature in signatures(paper):
        for line, rest, below in _marked(signature, "TM"):
            if _is_post(rest, (*HEAD_POSTS, *DEPUTY_POSTS)):
                yield Fault(line.paragraph, f"“{line.text}”", line.text)
            elif below is None:
                yield Fault(line.paragraph, "dưới “TM.” không có chức vụ", line.text)


@rule(
    1108,
    "TL., TUQ. ghi trước chức vụ người đứng đầu, dưới là chức vụ người ký",
    article=MARK_ARTICLE,
    allowed="TL. GIÁM ĐỐC / CHÁNH VĂN PHÒNG",
    mend="Sau “TL.”, “TUQ.” ghi chức vụ người đứng đầu; dòng dưới ghi chức vụ người ký.",
)
def by_order(paper: Paper) -> Iterator[Fault]:
    for _, signature in signatures(paper):
        for mark in ("TL", "TUQ"):
            for line, _, below in _marked(signature, mark):
                if below is None:
                    measured = f"dưới “{mark}.” không có chức vụ người ký"
                    yield Fault(line.paragraph, measured, line.text)


@rule(
    1109,
    "Cấp phó ký phải ghi KT.",
    article=MARK_ARTICLE,
    allowed="KT. chức vụ người đứng đầu, rồi đến chức vụ cấp phó",
    mend="Thêm dòng “KT.” và chức vụ người đứng đầu ở trên.",
)
def deputy_marked(paper: Paper) -> Iterator[Fault]:
    for _, signature in signatures(paper):
        lines = signature.authority
        marked = any(_MARK.match(line.text.upper()) for line in lines)
        bad = any(_BAD_MARK.match(line.text.upper()) for line in lines)
        if lines and not marked and not bad and _is_post(lines[0].text, DEPUTY_POSTS):
            yield Fault(lines[0].paragraph, f"“{lines[0].text}”", lines[0].text)


@rule(
    1110,
    "Họ tên người ký in thường",
    article=POST_ARTICLE,
    allowed="chữ in thường",
    mend="Viết họ tên người ký bằng chữ in thường, viết hoa chữ cái đầu mỗi âm tiết.",
)
def name_lower(paper: Paper) -> Iterator[Fault]:
    for line in _names(paper):
        if line.upper and len(line.text.split()) >= 2:
            yield Fault(line.paragraph, "chữ in hoa", line.text)


@rule(
    1111,
    "Cỡ chữ họ tên người ký",
    article=POST_ARTICLE,
    allowed=SIGNER.said,
    mend="Đặt cỡ chữ họ tên 13 hoặc 14.",
    repair=True,
)
def name_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(_names(paper), SIGNER)


@rule(
    1112,
    "Kiểu chữ họ tên người ký",
    article=POST_ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt họ tên chữ đứng, đậm.",
    repair=True,
)
def name_style(paper: Paper) -> Iterator[Fault]:
    return faults(_names(paper), upright_bold)


@rule(
    1113,
    "Trước họ tên không ghi học hàm, học vị, danh hiệu",
    article=NAME_ARTICLE,
    allowed="chỉ họ, tên đệm và tên",
    mend="Bỏ học hàm, học vị, quân hàm, danh hiệu trước họ tên.",
)
def no_titles(paper: Paper) -> Iterator[Fault]:
    for line in _names(paper):
        title = title_before(line.text)
        if title:
            yield Fault(line.paragraph, f"“{title}”", line.text)


@rule(
    1114,
    "Họ tên viết hoa chữ cái đầu mỗi âm tiết",
    article="Phụ lục II, II.1",
    allowed="Nguyễn Văn A",
    mend="Viết hoa chữ cái đầu tất cả các âm tiết của họ tên.",
)
def name_capitals(paper: Paper) -> Iterator[Fault]:
    for line in _names(paper):
        words = re.findall(r"[^\W\d_]+", line.text)
        form = fold(line.text).startswith("ho va ten")  # the printed form's own words
        if not form and not line.upper and any(word[0].islower() for word in words):
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1115,
    "Họ tên canh giữa dưới quyền hạn, chức vụ",
    article=POST_ARTICLE,
    allowed="đặt canh giữa so với quyền hạn, chức vụ",
    mend="Canh giữa họ tên và quyền hạn, chức vụ trong cùng một cột.",
    repair=True,
)
def name_centred(paper: Paper) -> Iterator[Fault]:
    for _, signature in signatures(paper):
        if signature.name is None or not signature.authority or blank_name(signature.name):
            continue
        off = abs(signature.name.centre - signature.authority[0].centre)
        said = off_centre(signature.name) or (f"lệch {shown(off)} mm" if off > 6 else "")
        if said:
            yield Fault(signature.name.paragraph, said, signature.name.text)


@rule(
    1116,
    "Quyền hạn, chức vụ canh giữa ở nửa phải trang",
    article=POST_ARTICLE,
    allowed="canh giữa trong ô 7a, nửa phải trang",
    mend="Đặt quyền hạn, chức vụ ở cột phải, canh giữa.",
    repair=True,
)
def authority_centred(paper: Paper) -> Iterator[Fault]:
    for part, signature in signatures(paper):
        if signature.column == LEFT and len(part.signatures) == 1 and signature.authority:
            line = signature.authority[0]
            yield Fault(line.paragraph, "ở bên trái trang", line.text)
        yield from faults(signature.authority, off_centre)


@rule(
    1117,
    "Họ tên ghi đủ họ và tên",
    article=NAME_ARTICLE,
    allowed="họ, tên đệm (nếu có) và tên",
    mend="Ghi đủ họ và tên người ký.",
    advice=True,
)
def full_name(paper: Paper) -> Iterator[Fault]:
    for line in _names(paper):
        if len(line.text.split()) == 1 and not all_upper(line):
            yield Fault(line.paragraph, f"“{line.text}”", line.text)
