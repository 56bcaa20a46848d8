"""One fault at a time in complete papers: what the blank official forms have no room for."""

import copy
from dataclasses import dataclass

from lxml import etree

from tests.conformity import papers
from tests.conformity.mutations import SECTION_ORDER, look, on, swap, words
from tests.conformity.word import (
    RUN_ORDER,
    Word,
    align,
    clone_after,
    indent,
    ppr,
    put,
    remove,
    rpr,
    runs_of,
    set_text,
    spacing,
    style_runs,
    text_of,
    w,
)

URGENT = "công văn khẩn"
DECISION, ANNEXES = "quyết định", "quyết định có hai phụ lục"
ANNEX = "quyết định có phụ lục"
RULES, PLAN = "quy chế", "kế hoạch và bản sao"


@dataclass(frozen=True)
class PaperMutation:
    paper: str
    name: str
    rule: int
    apply: object

    def __str__(self):
        return f"{self.rule} {self.name}"

    def broken(self):
        word = Word(papers.ALL[self.paper]())
        assert self.apply(word) is not False, "nothing to break"
        return word.bytes()


def header(change, name="word/header1.xml"):
    def apply(word):
        for paragraph in word.tree(name).iter(w("p")):
            change(paragraph)

    return apply


def footer_number(word):
    (number,) = list(word.tree("word/header1.xml"))
    foot = word.tree("word/footer1.xml")
    foot.clear()
    foot.append(copy.deepcopy(number))
    for section in word.sections:
        made = etree.Element(w("footerReference"))
        made.set(w("type"), "default")
        rel = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
        made.set(rel, "rId4")
        section.insert(0, made)


def no_number(word):
    for section in word.sections:
        for reference in section.findall(w("headerReference")):
            section.remove(reference)
    body = word.body
    broken = etree.SubElement(etree.SubElement(body[1], w("r")), w("br"))
    broken.set(w("type"), "page")


def add_words(text):
    def change(paragraph):
        run = copy.deepcopy(next(iter(paragraph.iter(w("r")))))
        for child in list(run):
            if child.tag != w("rPr"):
                run.remove(child)
        etree.SubElement(run, w("t")).text = text
        paragraph.append(run)

    return change


def run_mark(name, value):
    def change(paragraph):
        for run in runs_of(paragraph):
            put(rpr(run), name, RUN_ORDER, val=value)

    return change


def swap_cells(text):
    def apply(word):
        cell = next(up for up in word.find(text).iterancestors() if up.tag == w("tc"))
        row = cell.getparent()
        cells = row.findall(w("tc"))
        row.remove(cells[0])
        row.append(cells[0])
        grid = row.getparent().find(w("tblGrid"))
        grid.append(grid[0])

    return apply


def other_row(text):
    """Move a paragraph to a row of its own under the row it stands in."""

    def apply(word):
        paragraph = word.find(text)
        cell = next(up for up in paragraph.iterancestors() if up.tag == w("tc"))
        row = cell.getparent()
        made = copy.deepcopy(row)
        row.addnext(made)
        place = row.findall(w("tc")).index(cell)
        for number, other in enumerate(made.findall(w("tc"))):
            for item in other.findall(w("p")):
                if number != place or text not in text_of(item):
                    other.remove(item)
            if not other.findall(w("p")):
                etree.SubElement(other, w("p"))
        remove(paragraph)

    return apply


def line_after(text, change):
    """The drawn rule in the paragraph after `text`."""

    def apply(word):
        below = word.find(text).getnext()
        return change(below)

    return apply


def drawn(**said):
    """Another width (mm), or an offset (mm) instead of the middle."""

    def change(paragraph):
        for item in paragraph.iter():
            name = etree.QName(item).localname
            if name in ("extent", "ext") and "width" in said:
                item.set("cx", str(round(said["width"] * 36000)))
            if name == "positionH" and "left" in said:
                for child in list(item):
                    item.remove(child)
                made = etree.SubElement(item, item.tag.replace("positionH", "posOffset"))
                made.text = str(round(said["left"] * 36000))
            if name == "prstDash" and "dash" in said:
                item.set("val", said["dash"])

    return change


def anchor_of(word, text):
    """The drawing whose text box holds `text`."""
    for paragraph in word.paragraphs():
        if text in text_of(paragraph):
            for up in paragraph.iterancestors():
                if up.tag.endswith("}anchor"):
                    return up
    raise AssertionError(f"no box holds {text}")


def box_of(text, change):
    def apply(word):
        change(anchor_of(word, text))

    return apply


def resize(width, height):
    def change(anchor):
        for item in anchor.iter():
            if etree.QName(item).localname in ("extent", "ext"):
                item.set("cx", str(round(width * 36000)))
                item.set("cy", str(round(height * 36000)))

    return change


def no_outline(anchor):
    for item in list(anchor.iter()):
        if etree.QName(item).localname == "ln":
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, item.tag.replace("}ln", "}noFill"))


def merge_next(text):
    """Two paragraphs become one."""

    def apply(word):
        paragraph = word.find(text)
        below = paragraph.getnext()
        for run in list(below.iter(w("r"))):
            paragraph.append(run)
        remove(below)

    return apply


def blank_after(text):
    def change(paragraph):
        clone_after(paragraph, "")

    return on(text, change)


def to_next(text, following):
    """Cut `following` off a paragraph and give it one of its own."""

    def change(paragraph):
        old = text_of(paragraph)
        clone_after(paragraph, following)
        set_text(paragraph, old.replace(following, "").rstrip())

    return on(text, change)


def chapters(old, new):
    return on(f"Chương {old}", words(f"Chương {new}"), exact=True)


def one_addressee(word):
    remove(word.find("- Trạm Y tế xã."))
    set_text(word.find("- Các trưởng thôn;"), "Các trưởng thôn")
    indent(word.find("Các trưởng thôn"), left=1985)


def several_addressees(word):
    remove(word.find("- Các trưởng thôn;"))
    remove(word.find("- Trạm Y tế xã."))
    set_text(word.find("Kính gửi:"), "Kính gửi: Các trưởng thôn; Trạm Y tế xã.")


def into_table(text):
    """A line set alone under the table it stood in."""

    def apply(word):
        paragraph = word.find(text)
        table = [up for up in paragraph.iterancestors() if up.tag == w("tbl")][-1]
        cell = next(up for up in paragraph.iterancestors() if up.tag == w("tc"))
        rest = cell.findall(w("p"))[cell.findall(w("p")).index(paragraph) :]
        for item in reversed(rest):
            table.addnext(item)
        etree.SubElement(cell, w("p"))

    return apply


def continuous_annex(word):
    put(word.sections[-1], "pgNumType", SECTION_ORDER).attrib.clear()


def rewrite_basis(text):
    return on("Căn cứ Nghị định", words(text))


def _upper(paragraph):
    set_text(paragraph, text_of(paragraph).upper())


def _prefix(paragraph, text):
    set_text(paragraph, text + text_of(paragraph))
    indent(paragraph, first=567)


def _letter_title(word):
    table = word.body.find(w("tbl"))
    title = copy.deepcopy(word.find("Kính gửi:"))
    set_text(title, "CÔNG VĂN")
    indent(title, left=0)
    align(title, "center")
    style_runs(title, bold=True)
    table.addnext(title)
    rule = copy.deepcopy(word.find("XÃ HÒA BÌNH").getnext())
    title.addnext(rule)


def _no_signer(word):
    for text in ("TM. ỦY BAN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Hùng"):
        set_text(word.find(text), " ")


def _left_signer(word):
    cell = next(up for up in word.find("TM. ỦY BAN").iterancestors() if up.tag == w("tc"))
    row = cell.getparent()
    row.remove(cell)
    row.insert(0, cell)
    for item in list(row.findall(w("tc"))[1].findall(w("p")))[:]:
        align(item, "left")


def _no_recipients(word):
    for text in ("Nơi nhận:", "- Như Điều", "- Thường trực", "- Lưu:"):
        set_text(word.find(text), " ")


def _no_addressees(word):
    for text in ("Kính gửi:", "- Các trưởng thôn;", "- Trạm Y tế xã."):
        remove(word.find(text))


def _addressed(word):
    made = copy.deepcopy(word.find("1. Ủy ban"))
    set_text(made, "Kính gửi: Trạm Y tế xã")
    rule = word.find("Về việc công bố").getnext()
    rule.addnext(made)


def _untold(word):
    paragraph = word.find("chi tiết tại phụ lục")
    for run in runs_of(paragraph):
        for item in run.iter(w("t")):
            item.text = item.text.replace(", chi tiết tại phụ lục kèm theo", "")
            item.text = item.text.replace("danh sách cộng tác viên", "cộng tác viên")
    for text in ("Về việc công bố danh sách",):
        set_text(word.find(text), "Về việc công bố nhóm cộng tác viên")
    for paragraph in word.paragraphs():
        for item in paragraph.iter(w("t")):
            item.text = (item.text or "").replace("lập danh sách", "lập sổ")


def _urgent_right(word):
    for item in anchor_of(word, "KHẨN").iter():
        if etree.QName(item).localname == "posOffset":
            item.text = str(120 * 36000)
            return


def _unruled(paragraph):
    ppr(paragraph).remove(ppr(paragraph).find(w("pBdr")))


def _unruled_copy(word):
    for paragraph in word.paragraphs():
        found = ppr(paragraph).find(w("pBdr"))
        if found is not None:
            found.getparent().remove(found)


def _left_name(word):
    """Quốc hiệu and Tiêu ngữ across the page, above the letterhead."""
    table = word.body.find(w("tbl"))
    name = word.find("HỘI CHỦ NGHĨA")
    for item in (name, name.getnext(), name.getnext().getnext()):
        room = copy.deepcopy(item)
        item.addprevious(room)
        table.addprevious(item)
        for run in list(room.iter(w("r"))):
            run.getparent().remove(run)


def _no_agency(word):
    for text in ("UBND TỈNH ĐÔNG SƠN", "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"):
        set_text(word.find(text), " ")


def _no_subject(word):
    set_text(word.find("V/v"), " ")


BODY, CLAUSE = "Thực hiện Kế hoạch số 15", "1. Ủy ban nhân dân"
PAPERS = (
    PaperMutation(DECISION, "không số trang", 107, no_number),
    PaperMutation(DECISION, "số trang ở chân trang", 108, footer_number),
    PaperMutation(DECISION, "số trang có chữ", 114, header(add_words("trang"))),
    PaperMutation(DECISION, "tô nền", 206, on("3.", run_mark("highlight", "yellow"))),
    PaperMutation(
        "công văn", "chữ mã TCVN3", 208, on(BODY, words("Thùc hiÖn KÕ ho¹ch, c¸c ®¬n vÞ b¸o c¸o."))
    ),
    PaperMutation(
        "công văn",
        "chữ mã VNI",
        208,
        on(BODY, words("Thöïc hieän, caùc ñôn vò baùo caùo veà xaõ.")),
    ),
    PaperMutation(DECISION, "cỡ chữ lệch nhau", 207, on("Độc lập", look(size=13))),
    PaperMutation(DECISION, "không Tiêu ngữ", 307, on("Độc lập", words(" "))),
    PaperMutation(DECISION, "chủ quản đậm", 407, on("UBND TỈNH", look(bold=True))),
    PaperMutation(
        DECISION,
        "kẻ nét đứt",
        315,
        line_after("Độc lập", drawn(dash="dash")),
    ),
    PaperMutation(DECISION, "kẻ dưới cơ quan dài", 410, line_after("XÃ HÒA BÌNH", drawn(width=30))),
    PaperMutation(DECISION, "kẻ dưới cơ quan lệch", 411, line_after("XÃ HÒA BÌNH", drawn(left=4))),
    PaperMutation(DECISION, "ngày ở dòng dưới", 610, other_row("Hòa Bình, ngày")),
    PaperMutation(DECISION, "không trích yếu", 706, on("Về việc công bố", remove)),
    PaperMutation(DECISION, "trích yếu cỡ 12", 708, on("Về việc công bố", look(size=12))),
    PaperMutation(
        DECISION, "trích yếu canh trái", 710, on("Về việc công bố", lambda p: align(p, "left"))
    ),
    PaperMutation(
        DECISION, "kẻ trích yếu dài", 712, line_after("Về việc công bố", drawn(width=70))
    ),
    PaperMutation(
        DECISION, "kẻ trích yếu lệch", 713, line_after("Về việc công bố", drawn(left=10))
    ),
    PaperMutation("công văn", "có dòng CÔNG VĂN", 714, _letter_title),
    PaperMutation("công văn", "V/v in hoa", 726, on("V/v", words("V/V RÀ SOÁT NGƯỜI CÓ CÔNG"))),
    PaperMutation("công văn", "V/v sát số", 724, on("V/v", lambda p: spacing(p, before=0))),
    PaperMutation(DECISION, "căn cứ chấm", 803, on("Căn cứ Nghị định", swap("thư;", "thư."))),
    PaperMutation(DECISION, "hai căn cứ một đoạn", 805, merge_next("Căn cứ Luật")),
    PaperMutation(
        DECISION,
        "luật có số",
        806,
        on("Căn cứ Luật", swap("phương ngày", "phương số 72/2025/QH15 ngày")),
    ),
    PaperMutation(DECISION, "căn cứ thiếu số", 807, rewrite_basis("Căn cứ Nghị định về văn thư;")),
    PaperMutation("công văn", "lời văn cỡ 12", 901, on(BODY, look(size=12))),
    PaperMutation("công văn", "lời văn nghiêng", 902, on(BODY, look(italic=True))),
    PaperMutation("công văn", "lời văn canh trái", 903, on(BODY, lambda p: align(p, "left"))),
    PaperMutation("công văn", "không lùi đầu dòng", 904, on(BODY, lambda p: indent(p, first=0))),
    PaperMutation("công văn", "đoạn sát nhau", 905, on(CLAUSE, lambda p: spacing(p, before=0))),
    PaperMutation("công văn", "giãn 2 dòng", 906, on(BODY, lambda p: spacing(p, line=480))),
    PaperMutation(
        "công văn",
        "dòng đúng 10 pt",
        906,
        on(BODY, lambda p: spacing(p, line=200, lineRule="exact")),
    ),
    PaperMutation("công văn", "lời văn in hoa", 907, on(BODY, _upper)),
    PaperMutation("công văn", "lời văn hai cỡ", 908, on(BODY, look(size=13))),
    PaperMutation(
        "công văn", "thụt cả đoạn", 909, on(BODY, lambda p: indent(p, left=567, first=0))
    ),
    PaperMutation("công văn", "lùi bằng dấu cách", 910, on(BODY, lambda p: _prefix(p, "     "))),
    PaperMutation("công văn", "dòng trống", 912, blank_after(BODY)),
    PaperMutation(RULES, "chương canh trái", 1001, on("Chương II", lambda p: align(p, "left"))),
    PaperMutation(RULES, "chương không đậm", 1002, on("Chương II", look(bold=False))),
    PaperMutation(RULES, "chương cỡ 16", 1003, on("Chương II", look(size=16))),
    PaperMutation(RULES, "CHƯƠNG in hoa", 1004, on("Chương II", words("CHƯƠNG II"))),
    PaperMutation(RULES, "chương Ả Rập", 1005, on("Chương I", words("Chương 1"), exact=True)),
    PaperMutation(RULES, "mục La Mã", 1006, on("Mục 1", words("Mục I"), exact=True)),
    PaperMutation(RULES, "chương không tên", 1007, on("NHIỆM VỤ", remove, exact=True)),
    PaperMutation(RULES, "tên chương in thường", 1008, on("NHIỆM VỤ", words("Nhiệm vụ"))),
    PaperMutation(RULES, "tên chương canh trái", 1009, on("NHIỆM VỤ", lambda p: align(p, "left"))),
    PaperMutation(RULES, "điều hai chấm", 1010, on("Điều 2.", swap("Điều 2.", "Điều 2:"))),
    PaperMutation(RULES, "điều không đậm", 1011, on("Điều 2.", look(bold=False))),
    PaperMutation(RULES, "điều La Mã", 1012, on("Điều 2.", swap("Điều 2.", "Điều II."))),
    PaperMutation(DECISION, "khoản ngoặc", 1013, on("1. Ủy ban", swap("1. ", "1) "))),
    PaperMutation(RULES, "điểm đậm", 1014, on("a) Lập", look(bold=True))),
    PaperMutation(RULES, "điểm chấm", 1015, on("a) Lập", swap("a) ", "a. "))),
    PaperMutation(PLAN, "mục La Mã in thường", 1016, on("I. MỤC TIÊU", words("I. Mục tiêu"))),
    PaperMutation(RULES, "chương nhảy số", 1021, on("Chương II", words("Chương III"))),
    PaperMutation(RULES, "điều nhảy số", 1022, on("Điều 4.", swap("Điều 4.", "Điều 6."))),
    PaperMutation(DECISION, "khoản nhảy số", 1023, on("2. Ủy ban", swap("2. ", "3. "), nth=1)),
    PaperMutation(RULES, "điểm thiếu đ", 1024, on("đ) Lưu", swap("đ) ", "e) "))),
    PaperMutation(DECISION, "khoản 1.1", 1025, on("2. Ủy ban", swap("2. ", "1.1. "), nth=1)),
    PaperMutation(DECISION, "không người ký", 1101, _no_signer),
    PaperMutation(DECISION, "chức vụ in thường", 1102, on("PHÓ CHỦ TỊCH", words("Phó Chủ tịch"))),
    PaperMutation(DECISION, "người ký bên trái", 1116, _left_signer),
    PaperMutation(DECISION, "không Nơi nhận", 1201, _no_recipients),
    PaperMutation(DECISION, "Nơi nhận ở dưới", 1211, into_table("Nơi nhận:")),
    PaperMutation("công văn", "không Như trên", 1213, on("- Như trên;", words("- Đảng ủy xã;"))),
    PaperMutation(DECISION, "Như trên thừa", 1214, on("- Như Điều 2;", words("- Như trên;"))),
    PaperMutation("công văn", "người soạn cỡ 12", 1215, on("LTH.(20)", look(size=12))),
    PaperMutation("công văn", "không Kính gửi", 1221, _no_addressees),
    PaperMutation("công văn", "một nơi hai dòng", 1225, one_addressee),
    PaperMutation("công văn", "nhiều nơi một dòng", 1226, several_addressees),
    PaperMutation("công văn", "Kính gửi thiếu ;", 1227, on("- Các trưởng thôn;", swap(";", ""))),
    PaperMutation(
        "công văn", "Kính gửi lệch", 1228, on("- Trạm Y tế", lambda p: indent(p, left=3600))
    ),
    PaperMutation(DECISION, "quyết định có Kính gửi", 1229, _addressed),
    PaperMutation(ANNEX, "phụ lục canh trái", 1301, on("Phụ lục", lambda p: align(p, "left"))),
    PaperMutation(ANNEXES, "phụ lục Ả Rập", 1305, on("Phụ lục II", words("Phụ lục 2"))),
    PaperMutation(ANNEX, "tên phụ lục thường", 1306, on("DANH SÁCH", words("Danh sách cộng tác"))),
    PaperMutation(ANNEX, "tên phụ lục cỡ 12", 1307, on("DANH SÁCH CỘNG", look(size=12))),
    PaperMutation(ANNEX, "không kèm theo", 1308, on("(Kèm theo", remove)),
    PaperMutation(ANNEX, "không nhắc phụ lục", 1312, _untold),
    PaperMutation(ANNEX, "phụ lục đánh số tiếp", 1313, continuous_annex),
    PaperMutation(URGENT, "khẩn hẹn giờ", 1401, on("KHẨN", words("KHẨN CẤP"), exact=True)),
    PaperMutation(URGENT, "khẩn không đậm", 1402, on("KHẨN", look(bold=False), exact=True)),
    PaperMutation(URGENT, "khẩn cỡ 16", 1403, on("KHẨN", look(size=16), exact=True)),
    PaperMutation(URGENT, "khung khẩn to", 1404, box_of("KHẨN", resize(30, 8))),
    PaperMutation(URGENT, "khẩn bên phải", 1405, _urgent_right),
    PaperMutation(URGENT, "lưu hành thường", 1411, on("LƯU HÀNH", look(bold=False))),
    PaperMutation(URGENT, "lưu hành cỡ 16", 1412, on("LƯU HÀNH", look(size=16))),
    PaperMutation(URGENT, "lưu hành không khung", 1413, box_of("LƯU HÀNH", no_outline)),
    PaperMutation(URGENT, "địa chỉ cỡ 13", 1421, on("Địa chỉ:", look(size=13))),
    PaperMutation(URGENT, "địa chỉ đậm", 1422, on("Địa chỉ:", look(bold=True))),
    PaperMutation(URGENT, "địa chỉ không kẻ", 1423, on("Địa chỉ:", _unruled)),
    PaperMutation(PLAN, "sao y bản chính", 1501, on("SAO LỤC", words("SAO LỤC BẢN CHÍNH"))),
    PaperMutation(PLAN, "sao lục cỡ 16", 1502, on("SAO LỤC", look(size=16))),
    PaperMutation(PLAN, "sao lục không đậm", 1503, on("SAO LỤC", look(bold=False))),
    PaperMutation(PLAN, "ký hiệu sao sai", 1504, on("06/SL", words("Số: 06/SY-SNV"))),
    PaperMutation(PLAN, "bản sao không kẻ", 1505, _unruled_copy),
    PaperMutation("công văn", "câu viết thường", 1601, on(BODY, swap("soát, lập", "soát. lập"))),
    PaperMutation("công văn", "đoạn viết thường", 1602, on(BODY, swap("Thực", "thực"))),
    PaperMutation("công văn", "quận 1", 1603, on(BODY, swap("2026, ", "2026 tại quận 1, "))),
    PaperMutation(
        "công văn",
        "thành phố Hồ Chí Minh",
        1604,
        on(BODY, swap("2026, ", "2026 của thành phố Hồ Chí Minh, ")),
    ),
    PaperMutation(
        "công văn", "nhân dân", 1605, on(BODY, swap("2026, ", "2026 phục vụ nhân dân, "))
    ),
    PaperMutation("công văn", "điều 5", 1606, on(BODY, swap("2026, ", "2026, theo điều 5, "))),
    PaperMutation(
        "công văn", "Khoản 2 Điều 5", 1607, on(BODY, swap("2026, ", "2026, theo Khoản 2 Điều 5, "))
    ),
    PaperMutation("công văn", "Sở nội vụ", 1621, on(BODY, swap("2026, ", "2026 của Sở nội vụ, "))),
    PaperMutation(
        "công văn", "Xã Hòa Bình", 1622, on(BODY, swap("2026, ", "2026 của Xã Hòa Bình, "))
    ),
    PaperMutation(
        "công văn", "thứ hai", 1623, on(BODY, swap("2026, ", "2026, thứ hai ngày 12 tháng 01, "))
    ),
    PaperMutation(
        "công văn", "tết nguyên đán", 1624, on(BODY, swap("2026, ", "2026, dịp tết nguyên đán, "))
    ),
    PaperMutation(DECISION, "Quốc hiệu giữa trang", 306, _left_name),
    PaperMutation(DECISION, "không tên cơ quan", 401, _no_agency),
    PaperMutation("công văn", "không V/v", 701, _no_subject),
)
