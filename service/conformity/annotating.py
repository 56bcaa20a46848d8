"""Bản có chú thích — a copy of the Word file with a comment at every place of a finding.

Words and formats stay as they are; only comment marks are added. Findings in headers and
footers, where Word allows no comment, are told at the first paragraph.
"""

from lxml import etree

from service.conformity.checking import check_paper
from service.conformity.finding_boxes import find_boxes
from service.conformity.findings import Finding, Place
from service.conformity.package import open_package
from service.conformity.reader import read_document
from service.conformity.story import Document
from service.conformity.wordml import XML_SPACE, Element, W, number, w
from service.conformity.writing import add_part, rewrite, xml_bytes

AUTHOR = "Kiểm tra thể thức"
INITIALS = "KTTT"
MOST_COMMENTS = 400
MOST_PLACES = 12  # of one finding: the rest are told in the comment
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def annotate(docx: bytes) -> bytes:
    """The file with comments; raises Refused for what is not a Word file."""
    package = open_package(docx)
    document = read_document(package)
    report = check_paper(find_boxes(document))
    name = package.related("comments") or "word/comments.xml"
    comments = package.xml(name)
    if comments is None:
        comments = etree.Element(w("comments"), nsmap={"w": W})
    _comment_all(document, report.findings, comments)
    root = package.xml(package.main)
    parts = add_part(package, name, _CONTENT_TYPE, "comments")
    if root is not None:
        parts[package.main] = xml_bytes(root)
    return rewrite(package, parts | {name: xml_bytes(comments)})


def _comment_all(document: Document, findings: tuple[Finding, ...], comments: Element) -> None:
    elements = {paragraph.index: paragraph.element for paragraph in document.paragraphs}
    first = next(iter(elements.values()), None)
    taken = (number(item.get(w("id"))) or 0 for item in comments)
    free = int(max(taken, default=-1)) + 1
    for finding in findings:
        for place in finding.places[:MOST_PLACES]:
            element = elements.get(place.paragraph, first)
            if element is None or free >= MOST_COMMENTS:
                return
            comments.append(_comment(free, _sentences(finding, place)))
            _mark(element, free)
            free += 1


def _sentences(finding: Finding, place: Place) -> list[str]:
    """What the comment says: rule, measure, law, and how to mend it."""
    more = len(finding.places) - MOST_PLACES
    lines = [
        f"[{finding.severity}] {finding.title} (quy tắc {finding.rule})",
        f"Đo được: {finding.measured}. Quy định: {finding.allowed} ({finding.article}).",
        f"Cách sửa: {finding.mend}",
    ]
    if place.story != "body":
        lines.append(f"Chỗ sai: {place.part}.")
    return [*lines, f"Còn {more} chỗ khác như vậy."] if more > 0 else lines


def _comment(identity: int, lines: list[str]) -> Element:
    comment = etree.Element(
        w("comment"), {w("id"): str(identity), w("author"): AUTHOR, w("initials"): INITIALS}
    )
    for line in lines:
        paragraph = etree.SubElement(comment, w("p"))
        text = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
        text.text = line
        text.set(XML_SPACE, "preserve")
    return comment


def _mark(paragraph: Element, identity: int) -> None:
    """Comment marks around a whole paragraph."""
    start = etree.Element(w("commentRangeStart"), {w("id"): str(identity)})
    end = etree.Element(w("commentRangeEnd"), {w("id"): str(identity)})
    reference = etree.Element(w("r"))
    etree.SubElement(reference, w("commentReference"), {w("id"): str(identity)})
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)
    paragraph.append(reference)
