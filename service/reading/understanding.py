"""Hiểu văn bản — from clean rows to a `Reading`: every field of the original, its copies, tasks,
deadlines and citations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from service.domain.citations import Citation, find_citations
from service.domain.vietnamese import fold, short_date
from service.domain.written_dates import WrittenDate, find_dates
from service.reading import anchors
from service.reading.findings import (
    CopyBlock,
    Encoding,
    Fields,
    Found,
    FoundCitation,
    Reading,
    State,
)
from service.reading.foot import Foot, read_foot
from service.reading.head import Head, marks_in, read_head
from service.reading.middle import Middle, read_middle
from service.reading.noise import ElectronicCopy, clean_rows
from service.reading.paragraphs import Paragraph, paragraphs
from service.reading.parts import Block, Parts, part
from service.reading.passage import Passage
from service.reading.rows import Flow
from service.reading.tasks import read_work

NO_HEAD = (
    "Không thấy Quốc hiệu và tên cơ quan ở đầu tệp, nên có thể đây không phải văn bản hành chính "
    "theo Nghị định 30/2020. Hãy đối chiếu kỹ."
)


def understand(flow: Flow, encoding: Encoding, today: date | None) -> Reading:
    """Everything that the rows of a file say. `today` lets a date in the future be noticed."""
    cleaned = clean_rows(flow.rows, flow.sheets)
    parts = part(cleaned.rows, flow.sheets[0].width if flow.sheets else 0.0)
    witness = " ".join(row.text for row in cleaned.rows)
    head = read_head(parts.original.head, witness=witness)
    middle = read_middle(parts.original.text, head, parts.margins)
    place = head.place.value if head.place else ""
    foot = read_foot(parts.original.foot, witness=witness, place=place)
    fields = _fields(parts, head, middle, foot)
    body = paragraphs(middle.body, parts.margins)
    issued = fields.issued.value.exact if fields.issued else None
    work = read_work(body, [one.value for one in middle.addressees], issued)
    result = Reading(
        flow.source,
        State.READ if parts.has_head else State.PARTLY,
        encoding,
        "" if parts.has_head else NO_HEAD,
        flow.sheets,
        flow.total_pages,
        fields,
        work.deadlines,
        work.tasks,
        copies=(*_electronic(cleaned.electronic_copy), *_copies(parts.copies, witness, place)),
        stamps=cleaned.stamps,
        text="\n".join(paragraph.text for paragraph in body),
    )
    annex = paragraphs(parts.annex, parts.margins)
    citations = _citations([*body, *annex], result)
    return replace(result, citations=citations, warnings=tuple(_warnings(result, today)))


def _fields(parts: Parts, head: Head, middle: Middle, foot: Foot) -> Fields:
    marks = {**marks_in(parts.original.text[:8]), **head.marks}
    return Fields(
        head.superior,
        head.agency,
        head.number,
        head.notation,
        head.place,
        head.issued or _closing_date(parts.original, middle),
        middle.kind,
        middle.subject,
        marks.get("urgency"),
        marks.get("secrecy"),
        marks.get("circulation"),
        middle.addressees,
        foot.recipients,
        foot.filed,
        foot.signatory,
        foot.others,
    )


def _closing_date(original: Block, middle: Middle) -> Found[WrittenDate] | None:
    """Biên bản carries no date in its head: the day stands in its first or last sentences."""
    rows = (*original.text[:8], *original.text[-4:])
    for row in rows:
        if anchors.ADDRESSED.match(row.folded) or not middle.kind:
            continue
        passage = Passage.of([row])
        for found in find_dates(passage.text):
            if found.date.exact:
                return Found(
                    passage.text[found.start : found.end],
                    found.date,
                    passage.where(found.start, found.end),
                    0.5,
                    "Không có dòng địa danh, ngày tháng; lấy ngày đầu tiên ghi trong văn bản.",
                )
    return None


def _copies(blocks: Iterable[Block], witness: str, place: str) -> Iterable[CopyBlock]:
    for block in blocks:
        form = _form(block)
        if form is None:
            continue
        head = read_head(block.head, witness=witness)
        foot = read_foot(block.foot, witness=witness, place=place)
        middle = read_middle(block.text, head, (0.0, 0.0))
        yield CopyBlock(
            form,
            head.agency if head.superior is None else _joined(head.superior, head.agency),
            head.number,
            head.notation,
            head.place,
            head.issued,
            middle.addressees,
            foot.recipients,
            foot.signatory,
        )


def _form(block: Block) -> Found[str] | None:
    for row in block.head.rows:
        value = anchors.one_of(row, anchors.COPY_FORMS)
        if value:
            return Passage.of([row]).whole(0.98, "Dòng in hoa ở đầu khối sao.", value)
    return None


def _joined(superior: Found[str], agency: Found[str] | None) -> Found[str] | None:
    """A copy block shows no superior body (Mẫu 3.1): two lines are one name."""
    if agency is None:
        return superior
    return Found(
        f"{superior.text} {agency.text}",
        f"{superior.value} {agency.value}",
        (*superior.where, *agency.where),
        min(superior.confidence, agency.confidence),
        "Tên cơ quan sao, trên dòng “Số:”.",
    )


def _electronic(copy: ElectronicCopy | None) -> Iterable[CopyBlock]:
    if copy is None:
        return
    passage = copy.passage
    reason = "Dòng chữ ký số của bản sao điện tử, góc trên bên phải trang 1 (ô 14)."
    form = anchors.COPY_FORMS.get(anchors.bare(_folded(passage, copy.form)), "Sao y")
    days = find_dates(passage.text[slice(*copy.day)])
    yield CopyBlock(
        passage.found(*copy.form, form, 0.95, reason),
        passage.found(*copy.agency, None, 0.9, reason),
        issued=Found(
            passage.text[slice(*copy.day)], days[0].date, passage.where(*copy.day), 0.95, reason
        )
        if days
        else None,
    )


def _folded(passage: Passage, span: tuple[int, int]) -> str:
    return fold(passage.text[slice(*span)])


def _citations(body: Sequence[Paragraph], reading: Reading) -> tuple[FoundCitation, ...]:
    """Each cited paper once, with the fullest mention and all its places; not the paper itself."""
    own = reading.reference.key if reading.reference else ""
    grouped: dict[str, list[tuple[Citation, Paragraph]]] = {}
    for paragraph in body:
        for citation in find_citations(paragraph.text):
            if citation.key != own:
                grouped.setdefault(citation.key, []).append((citation, paragraph))
    result = []
    for mentions in grouped.values():
        fullest = max((citation for citation, _ in mentions), key=_fullness)
        where = tuple(
            spot
            for citation, paragraph in mentions
            for spot in paragraph.passage.where(citation.start, citation.end)
        )
        basis = any(paragraph.text.startswith("Căn cứ") for _, paragraph in mentions)
        result.append(FoundCitation(fullest, where, len(mentions), basis))
    return tuple(result)


def _fullness(citation: Citation) -> int:
    return sum((citation.kind_written, citation.issued is not None, bool(citation.issuer)))


def _warnings(reading: Reading, today: date | None) -> Iterable[str]:
    fields = reading.fields
    if fields.secrecy is not None:
        yield (
            f"Văn bản có dấu “{fields.secrecy.text}”. Văn bản chứa bí mật nhà nước không được "
            "xử lý trong hệ thống này; hãy làm theo Luật Bảo vệ bí mật nhà nước."
        )
    if fields.notation is not None and fields.number is None:
        yield "Số văn bản còn để trống: văn bản chưa được cấp số, có thể là bản dự thảo."
    issued = fields.issued.value if fields.issued else None
    if issued is not None and issued.exact is None:
        yield "Ngày ban hành còn để trống: văn bản chưa được ghi ngày, có thể là bản dự thảo."
    if issued is not None and today is not None and (day := issued.exact) and day > today:
        yield (
            f"Ngày ban hành {short_date(day)} ở sau hôm nay ({short_date(today)}). "
            "Hãy kiểm tra lại."
        )
    for copy in reading.copies:
        day = copy.issued.value.exact if copy.issued else None
        original = issued.exact if issued else None
        if day and original and day < original:
            yield f"Ngày sao {short_date(day)} ở trước ngày ban hành {short_date(original)}."
