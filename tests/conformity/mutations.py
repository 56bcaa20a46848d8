"""One fault at a time: each mutation breaks one thing, and names the rule it must raise."""

import re
from dataclasses import dataclass

from tests.conformity.word import (
    align,
    clone_after,
    indent,
    put,
    remove,
    replace,
    runs_of,
    set_text,
    spacing,
    style_runs,
    text_of,
    w,
)

SECTION_ORDER = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType"]
SECTION_ORDER += ["titlePg"]


@dataclass(frozen=True)
class Mutation:
    """`apply(word)` returns False where the file has nothing to break in this way."""

    name: str
    rule: int
    apply: object

    def __str__(self):
        return f"{self.rule} {self.name}"


def on(text, change, *, exact=False, nth=0):
    """A mutation of the paragraph that holds `text`."""

    def apply(word):
        found = [
            item
            for item in word.paragraphs()
            if (text_of(item).strip() == text if exact else text in text_of(item))
        ]
        if len(found) <= nth:
            return False
        change(found[nth])
        return True

    return apply


def look(**said):
    return lambda paragraph: style_runs(paragraph, **said)


def words(text):
    return lambda paragraph: set_text(paragraph, text)


def swap(old, new):
    return lambda paragraph: replace(paragraph, old, new)


def margin(side, mm):
    def apply(word):
        for section in word.sections:
            put(section, "pgMar", SECTION_ORDER, **{side: round(mm * 56.6929)})
        return True

    return apply


def paper(width, height):
    """Another page size; a drawn line stands at one place of the page and would be off."""

    def apply(word):
        if b"positionH" in word.parts["word/document.xml"]:
            return False
        for section in word.sections:
            put(section, "pgSz", SECTION_ORDER, w=width, h=height)
        return True

    return apply


def no_title_page(word):
    for section in word.sections:
        for mark in section.findall(w("titlePg")):
            section.remove(mark)
    return True


def header_run(**said):
    def apply(word):
        for paragraph in word.tree("word/header1.xml").iter(w("p")):
            for run in paragraph.iter(w("r")):
                properties = run.find(w("rPr"))
                if properties is None:
                    continue
                for name, value in said.items():
                    put(properties, name, ["b", "i", "sz"], val=value)
        return True

    return apply


def header_align(value):
    def apply(word):
        for paragraph in word.tree("word/header1.xml").iter(w("p")):
            if paragraph.find(f".//{w('instrText')}") is not None:
                align(paragraph, value)
        return True

    return apply


def numbering(**said):
    def apply(word):
        put(word.sections[0], "pgNumType", SECTION_ORDER, **said)
        return True

    return apply


def drop(text, *, exact=False):
    return on(text, remove, exact=exact)


def drop_rule_under(text):
    """Take away the row of underscores below a line."""

    def change(paragraph):
        below = paragraph.getnext()
        while below is not None and set(text_of(below)) - {"_"}:
            below = below.getnext()
        set_text(below, "") if below is not None and text_of(below) else remove(below)

    return on(text, change)


def stretch_rule_under(text, count):
    def change(paragraph):
        below = paragraph.getnext()
        while below is not None and (not text_of(below) or set(text_of(below)) - {"_"}):
            below = below.getnext()
        set_text(below, "_" * count)

    return on(text, change)


NAME, MOTTO = "HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do"
SUPERIOR, AGENCY = "CHỦ QUẢN", "TÊN CƠ QUAN, TỔ"
AUTHORITY, SIGNER = "QUYỀN HẠN, CHỨC VỤ", "Họ và tên"


def number_line(change):
    def apply(word):
        for paragraph in word.paragraphs():
            if re.match(r"Số:.*/", text_of(paragraph)) and ";" not in text_of(paragraph):
                return change(paragraph) is not False
        return False

    return apply


def date_line(change):
    def apply(word):
        for paragraph in word.paragraphs():
            if re.match(r"[^(]*, ngày.*tháng.*năm", text_of(paragraph)) and (
                "kết thúc" not in text_of(paragraph)
            ):
                return change(paragraph) is not False
        return False

    return apply


def numbered(pattern, *, kind=None, dash="-"):
    """Fill the number line: ``{s}`` is its own symbol, made whole."""

    def change(paragraph):
        found = re.search(r"/([A-ZĐ][A-Za-zĐ]*)-", text_of(paragraph))
        if kind == "named" and not found:
            return False
        letter = any("V/v" in text_of(item) for item in paragraph.getparent().iter(w("p")))
        if kind == "letter" and not letter:
            return False
        symbol = f"{found.group(1)}{dash}UBND" if found else f"UBND{dash}VX"
        set_text(paragraph, pattern.format(s=symbol))
        return True

    return number_line(change)


def dated(text):
    return date_line(lambda paragraph: set_text(paragraph, text))


def _before(paragraph, text):
    clone_after(paragraph, text_of(paragraph))
    set_text(paragraph, text)


def _end(paragraph):
    """Take away ./. wherever its letters stand."""
    for run in reversed(runs_of(paragraph)):
        for item in run.iter(w("t")):
            text = item.text or ""
            for mark in ("./.", "/.", "/"):
                if text.rstrip().endswith(mark):
                    item.text = text.rstrip()[: -len(mark)] + "."
                    return
    raise AssertionError("no end mark")


FORMS = (
    Mutation("giấy Letter", 101, paper(12240, 15840)),
    Mutation("trang ngang", 102, paper(16838, 11906)),
    Mutation("lề trên 15 mm", 103, margin("top", 15)),
    Mutation("lề trên 30 mm", 103, margin("top", 30)),
    Mutation("lề dưới 10 mm", 104, margin("bottom", 10)),
    Mutation("lề trái 25 mm", 105, margin("left", 25)),
    Mutation("lề phải 25 mm", 106, margin("right", 25)),
    Mutation("số trang hiện ở trang đầu", 109, no_title_page),
    Mutation("số trang cỡ 11", 110, header_run(sz=22)),
    Mutation("số trang đậm", 111, header_run(b=1)),
    Mutation("số trang nghiêng", 111, header_run(i=1)),
    Mutation("số trang canh phải", 112, header_align("right")),
    Mutation("số trang La Mã", 113, numbering(fmt="lowerRoman")),
    Mutation("số trang từ 5", 113, numbering(start=5)),
    Mutation("phông Arial ở Quốc hiệu", 201, on(NAME, look(font="Arial"))),
    Mutation("phông Calibri ở người ký", 201, on(SIGNER, look(font="Calibri"))),
    Mutation("phông .VnTime", 202, on(SIGNER, look(font=".VnTime"))),
    Mutation("phông VNI-Times", 202, on(SIGNER, look(font="VNI-Times"))),
    Mutation("chữ dấu rời", 203, on(SIGNER, words("Ho\u0323 va\u0300 te\u0302n"))),
    Mutation("chữ Ð nước ngoài", 204, on(MOTTO, words("Ðộc lập - Tự do - Hạnh phúc"))),
    Mutation("chữ xanh", 205, on(SIGNER, look(color="0000FF"))),
    Mutation("thiếu Quốc hiệu", 301, on(NAME, words(" "))),
    Mutation("Quốc hiệu sai chữ", 302, on(NAME, words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT LAM"))),
    Mutation("Quốc hiệu in thường", 303, on(NAME, words("Cộng hòa xã hội chủ nghĩa Việt Nam"))),
    Mutation("Quốc hiệu cỡ 15", 304, on(NAME, look(size=15))),
    Mutation("Quốc hiệu không đậm", 305, on(NAME, look(bold=False))),
    Mutation("Quốc hiệu nghiêng", 305, on(NAME, look(italic=True))),
    Mutation("Tiêu ngữ viết thường", 308, on(MOTTO, words("Độc lập - tự do - hạnh phúc"))),
    Mutation("Tiêu ngữ gạch dài", 309, on(MOTTO, words("Độc lập – Tự do – Hạnh phúc"))),
    Mutation("Tiêu ngữ không cách chữ", 309, on(MOTTO, words("Độc lập-Tự do-Hạnh phúc"))),
    Mutation("Tiêu ngữ cỡ 12", 310, on(MOTTO, look(size=11))),
    Mutation("Tiêu ngữ không đậm", 311, on(MOTTO, look(bold=False))),
    Mutation("Tiêu ngữ canh trái", 312, on(MOTTO, lambda item: align(item, "left"))),
    Mutation("không kẻ dưới Tiêu ngữ", 313, drop_rule_under(MOTTO)),
    Mutation("kẻ dưới Tiêu ngữ ngắn", 314, stretch_rule_under(MOTTO, 20)),
    Mutation("kẻ dưới Tiêu ngữ dài", 314, stretch_rule_under(MOTTO, 52)),
    Mutation("Tiêu ngữ cách xa", 316, on(MOTTO, lambda item: spacing(item, before=160))),
    Mutation("cơ quan in thường", 402, on(AGENCY, words("Tên cơ quan, tổ chức"))),
    Mutation("cơ quan cỡ 11", 403, on(AGENCY, look(size=11))),
    Mutation("cơ quan nghiêng", 404, on(AGENCY, look(italic=True))),
    Mutation("chủ quản in thường", 405, on(SUPERIOR, words("Tên cơ quan chủ quản"))),
    Mutation("chủ quản cỡ 14", 406, on(SUPERIOR, look(size=14))),
    Mutation("chủ quản nghiêng", 407, on(SUPERIOR, look(italic=True))),
    Mutation("cơ quan canh trái", 408, on(SUPERIOR, lambda item: align(item, "left"))),
    Mutation("không kẻ dưới cơ quan", 409, drop_rule_under(AGENCY)),
    Mutation("kẻ dưới cơ quan dài", 410, stretch_rule_under(AGENCY, 30)),
    Mutation("cơ quan cách xa", 412, on(AGENCY, lambda item: spacing(item, before=200))),
    Mutation("cơ quan viết tắt", 413, on(AGENCY, words("UBND XÃ, TỔ CHỨC"))),
    Mutation("thiếu số", 501, number_line(lambda item: set_text(item, " "))),
    Mutation("SỐ in hoa", 502, numbered("SỐ: 12/{s}")),
    Mutation("số cỡ 12", 503, number_line(look(size=12))),
    Mutation("số đậm", 504, number_line(look(bold=True))),
    Mutation("số nghiêng", 504, number_line(look(italic=True))),
    Mutation("số canh trái", 505, number_line(lambda item: align(item, "left"))),
    Mutation("số thiếu số 0", 506, numbered("Số: 5/{s}")),
    Mutation("ký hiệu gạch dài", 507, numbered("Số: 12/{s}", dash="–")),
    Mutation("ký hiệu cách chữ", 508, numbered("Số: 12/ {s}")),
    Mutation("số có năm", 509, numbered("Số: 12/2026/{s}")),
    Mutation("công văn ghi CV", 510, numbered("Số: 12/CV-UBND", kind="letter")),
    Mutation("ký hiệu in thường", 512, numbered("Số: 12/UBND-vx", kind="letter")),
    Mutation("số kèm chữ", 513, numbered("Số: 12a/{s}")),
    Mutation("ký hiệu thiếu nhóm", 514, numbered("Số: 12/UBND", kind="letter")),
    Mutation("thiếu địa danh", 601, date_line(lambda item: set_text(item, " "))),
    Mutation("địa danh cỡ 12", 602, date_line(look(size=12))),
    Mutation("địa danh không nghiêng", 603, date_line(look(italic=False))),
    Mutation("địa danh đậm", 603, date_line(look(bold=True))),
    Mutation("địa danh thiếu phẩy", 604, dated("Hòa Bình ngày 08 tháng 01 năm 2026")),
    Mutation("ngày thiếu số 0", 605, dated("Hòa Bình, ngày 8 tháng 01 năm 2026")),
    Mutation("tháng 1 thiếu số 0", 606, dated("Hòa Bình, ngày 08 tháng 1 năm 2026")),
    Mutation("tháng 6 thừa số 0", 607, dated("Hòa Bình, ngày 08 tháng 06 năm 2026")),
    Mutation("ngày dạng số", 608, dated("Hòa Bình, ngày 08/01/2026")),
    Mutation("địa danh viết thường", 609, dated("Hòa bình, ngày 08 tháng 01 năm 2026")),
    Mutation("địa danh canh trái", 611, date_line(lambda item: align(item, "left"))),
    Mutation("ngày 31 tháng 6", 612, dated("Hòa Bình, ngày 31 tháng 6 năm 2026")),
    Mutation("địa danh in hoa", 613, dated("HÒA BÌNH, NGÀY 08 THÁNG 01 NĂM 2026")),
    Mutation("quyền hạn cỡ 12", 1103, on(AUTHORITY, look(size=12))),
    Mutation("quyền hạn không đậm", 1104, on(AUTHORITY, look(bold=False))),
    Mutation("họ tên cỡ 12", 1111, on(SIGNER, look(size=12))),
    Mutation("họ tên không đậm", 1112, on(SIGNER, look(bold=False))),
    Mutation("họ tên in hoa", 1110, on(SIGNER, words("NGUYỄN VĂN HÙNG"))),
    Mutation("họ tên có học vị", 1113, on(SIGNER, words("TS. Nguyễn Văn Hùng"))),
    Mutation("họ tên viết thường", 1114, on(SIGNER, words("Nguyễn văn Hùng"))),
    Mutation("họ tên canh trái", 1115, on(SIGNER, lambda item: align(item, "left"))),
    Mutation("chỉ có tên", 1117, on(SIGNER, words("Hùng"))),
    Mutation("K/T", 1105, on(AUTHORITY, words("K/T CHỦ TỊCH, QUYỀN HẠN"))),
    Mutation("TM. trước chức vụ", 1107, on(AUTHORITY, words("TM. CHỦ TỊCH"))),
    Mutation("TL. thiếu chức vụ", 1108, on(AUTHORITY, words("TL. CHỦ TỊCH"))),
    Mutation("KT. thiếu cấp phó", 1106, on(AUTHORITY, words("KT. CHỦ TỊCH"))),
    Mutation("cấp phó không KT.", 1109, on(AUTHORITY, words("PHÓ CHỦ TỊCH"))),
    Mutation("Nơi nhận thiếu hai chấm", 1202, on("Nơi nhận:", words("Nơi nhận"), exact=True)),
    Mutation("Nơi nhận cỡ 11", 1203, on("Nơi nhận:", look(size=11), exact=True)),
    Mutation("Nơi nhận không đậm", 1204, on("Nơi nhận:", look(bold=False), exact=True)),
    Mutation("Nơi nhận không nghiêng", 1204, on("Nơi nhận:", look(italic=False), exact=True)),
    Mutation("danh sách cỡ 12", 1205, on("- Lưu:", look(size=12))),
    Mutation("danh sách nghiêng", 1206, on("- Lưu:", look(italic=True))),
    Mutation("danh sách gạch dài", 1207, on("- Lưu:", words("– Lưu: VT, VX."))),
    Mutation("dòng Lưu thiếu VT", 1210, on("- Lưu:", words("- Lưu VT, VX."))),
    Mutation("Lưu thiếu chấm", 1210, on("- Lưu:", words("- Lưu: VT, VX"))),
    Mutation("Lưu không cuối", 1209, on("- Lưu:", lambda item: clone_after(item, "- Đảng ủy;"))),
    Mutation("không có Lưu", 1209, on("- Lưu:", words("- Đảng ủy xã;"))),
    Mutation("thiếu chấm phẩy", 1208, on("- Lưu:", lambda item: _before(item, "- Đảng ủy"))),
    Mutation("danh sách thụt", 1212, on("- Lưu:", lambda item: indent(item, left=600))),
    Mutation("tên loại cỡ 16", 703, on("TÊN LOẠI VĂN BẢN", look(size=16))),
    Mutation("tên loại không đậm", 704, on("TÊN LOẠI VĂN BẢN", look(bold=False))),
    Mutation("quyết định cỡ 16", 703, on("QUYẾT ĐỊNH", look(size=16), exact=True)),
    Mutation("quyết định in thường", 702, on("QUYẾT ĐỊNH", words("Quyết định"), exact=True)),
    Mutation("giấy mời canh trái", 705, on("GIẤY MỜI", lambda item: align(item, "left"))),
    Mutation("ký hiệu không hợp tên loại", 511, on("/GM-", words("Số: 12/TB-UBND"))),
    Mutation("trích yếu không đậm", 709, on("Về việc ....", look(bold=False))),
    Mutation("trích yếu in hoa", 707, on("Về việc ....", words("VỀ VIỆC CÔNG BỐ"))),
    Mutation("không kẻ dưới trích yếu", 711, drop_rule_under("Về việc ....")),
    Mutation("căn cứ không nghiêng", 802, on("Theo đề nghị", look(italic=False))),
    Mutation("căn cứ cỡ 12", 801, on("Theo đề nghị", look(size=12))),
    Mutation("căn cứ cuối chấm phẩy", 804, on("Theo đề nghị", words("Theo đề nghị của Phòng;"))),
    Mutation("V/v cỡ 14", 721, on("V/v", look(size=14))),
    Mutation("V/v đậm", 722, on("V/v", look(bold=True))),
    Mutation("V/v canh trái", 723, on("V/v", lambda item: align(item, "left"))),
    Mutation("Về việc thay V/v", 725, on("V/v", words("Về việc rà soát"))),
    Mutation("Kính gửi cỡ 12", 1223, on("Kính gửi:", look(size=12))),
    Mutation("Kính gửi đậm", 1224, on("Kính gửi:", look(bold=True))),
    Mutation("Kính gửi thiếu hai chấm", 1222, on("Kính gửi:", words("Kính gửi"))),
    Mutation("phụ lục cỡ 13", 1302, on("Phụ lục …", look(size=13))),
    Mutation("phụ lục không đậm", 1303, on("Phụ lục …", look(bold=False))),
    Mutation("PHỤ LỤC in hoa", 1304, on("Phụ lục …", words("PHỤ LỤC I"))),
    Mutation("kèm theo không nghiêng", 1309, on("(Kèm theo", look(italic=False))),
    Mutation("kèm theo cỡ 12", 1310, on("(Kèm theo", look(size=12))),
    Mutation("kèm theo canh trái", 1311, on("(Kèm theo", lambda item: align(item, "left"))),
    Mutation("thông tin ký số cỡ 12", 1314, on("giờ: phút: giây", look(size=12))),
    Mutation("không có dấu kết thúc", 911, on("./.", _end)),
)
