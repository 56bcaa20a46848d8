"""Kiểm tra thể thức — run every rule over one file and put the findings in reading order."""

from service.conformity.finding_boxes import find_boxes
from service.conformity.findings import Finding, PartSummary, Place, Report
from service.conformity.package import open_package
from service.conformity.paper import Paper
from service.conformity.pdf_ink import is_pdf
from service.conformity.pdf_reader import read_pdf_document
from service.conformity.pdf_rules import NOT_WITH_STAMPS
from service.conformity.reader import read_document
from service.conformity.registry import Fault, Rule, all_rules

EXCERPT = 110


def check(data: bytes) -> Report:
    """Check a Word or PDF file in this process; raises Refused for what is neither.

    Only for files of our own making: `service.conformity.child` does the same for strangers'.
    """
    return check_paper(read_paper(data))


def read_paper(data: bytes) -> Paper:
    if is_pdf(data):
        return find_boxes(read_pdf_document(data))
    return find_boxes(read_document(open_package(data)))


def check_paper(paper: Paper) -> Report:
    """Run the rules that this kind of file can answer."""
    source = paper.document.source
    unread = NOT_WITH_STAMPS if paper.document.filled_in else frozenset()
    rules = [
        rule for rule in all_rules() if source == "docx" or (rule.pdf and rule.number not in unread)
    ]
    owners = _owners(paper)
    found: list[Finding] = []
    for rule in rules:
        found.extend(_grouped(rule, rule.check(paper), owners))
    found.sort(key=lambda item: (_order(item, owners), item.rule))
    return Report(tuple(found), _summaries(paper), len(rules), source)


def _owners(paper: Paper) -> dict[int, tuple[int, str]]:
    """Paragraph number → (order in the file, name of the part or box it belongs to)."""
    owners: dict[int, tuple[int, str]] = {}
    for part in paper.parts:
        for line in part.lines:
            owners.setdefault(line.paragraph.index, (line.order, str(part.kind)))
        for box, lines in part.boxes.items():
            for line in lines:
                owners[line.paragraph.index] = (line.order, str(box))
        for signature in part.signatures:
            signed = [(line, "quyền hạn, chức vụ") for line in signature.authority]
            signed += [(line, "họ tên người ký") for line in [signature.name] if line is not None]
            for line, name in signed:
                owners[line.paragraph.index] = (line.order, name)
    return owners


def _order(item: Finding, owners: dict[int, tuple[int, str]]) -> int:
    return owners.get(item.places[0].paragraph, (-1, ""))[0] if item.places else -1


def _grouped(rule: Rule, faults: object, owners: dict[int, tuple[int, str]]) -> list[Finding]:
    """Faults measured alike become one finding with several places."""
    groups: dict[tuple[str, str, str, str], list[Fault]] = {}
    for fault in faults:  # type: ignore[attr-defined]
        severity = fault.severity or rule.severity
        key = (fault.measured, fault.allowed or rule.allowed, fault.mend or rule.mend, severity)
        groups.setdefault(key, []).append(fault)
    return [
        Finding(
            rule=rule.number,
            title=rule.title,
            article=rule.article,
            severity=same[0].severity or rule.severity,
            measured=measured,
            allowed=allowed,
            mend=mend,
            places=tuple(_place(fault, owners) for fault in same),
        )
        for (measured, allowed, mend, _), same in groups.items()
    ]


def _place(fault: Fault, owners: dict[int, tuple[int, str]]) -> Place:
    paragraph = fault.paragraph
    if paragraph is None:
        return Place(-1, "body", "văn bản", "")
    owner = owners.get(paragraph.index, (-1, _STORIES.get(paragraph.story, "văn bản")))[1]
    text = " ".join((fault.text or paragraph.words).split())
    return Place(paragraph.index, paragraph.story, owner, _cut(text), paragraph.page)


_STORIES = {"header": "đầu trang", "footer": "chân trang", "body": "văn bản"}


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def _summaries(paper: Paper) -> tuple[PartSummary, ...]:
    found = []
    for part in paper.parts:
        boxes = tuple(
            (str(box), _cut(" ".join(line.text for line in lines)))
            for box, lines in part.boxes.items()
        )
        kind = part.boxes and (part.kind_word is not None)
        name = _kind_name(part.letter, kind=bool(kind), paper_name=_first_kind(boxes))
        found.append(PartSummary(str(part.kind), name, boxes))
    return tuple(found)


def _first_kind(boxes: tuple[tuple[str, str], ...]) -> str:
    return dict(boxes).get("tên loại", "")


def _kind_name(letter: bool, *, kind: bool, paper_name: str) -> str:
    if letter:
        return "Công văn"
    return paper_name.capitalize() if kind or paper_name else ""
