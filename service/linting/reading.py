"""Soát tệp mẫu — everything that is done inside the limited child: read, fill, hold against rules.

No page is made here; that needs LibreOffice, which has walls of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.conformity.checking import check
from service.conformity.findings import Finding, Severity
from service.conformity.package import Package, open_package
from service.domain.agency import Agency
from service.domain.errors import OfficeError, Refused
from service.domain.kinds import DocumentKind
from service.domain.presentation import SIGN_SPACE_ALT
from service.linting.fields import ESSENTIAL, LETTERHEAD, Field, fields_of, learned, titled
from service.linting.places import W, paragraphs, part_name
from service.linting.report import Level, Problem
from service.linting.samples import SAMPLE_NAMES, Sample, samples, set_apart
from service.linting.tags import TagReader
from service.rendering import docx

MAX_TEMPLATE = 5 * 1024 * 1024
CHECKED_SAMPLES = ("usual", "shortest", "longest")
"""Held against the decree; the hostile one breaks rules of spelling by its nature."""

_LINK = re.compile(r"hyperlink$")
_FOREIGN = re.compile(r"word/(?:embeddings|activeX)/")
_BRACES = re.compile(rb"\{\{|\{%")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child found, and the Word file of each content it could fill."""

    problems: tuple[Problem, ...]
    filled: dict[str, bytes]


def read_template(kind: DocumentKind, agency: Agency, template: bytes, ours: bytes) -> Reading:
    """Read, fill and check a stranger's template; raises Refused for what is not a Word file."""
    if len(template) > MAX_TEMPLATE:
        raise Refused(
            f"Mẫu lớn hơn {MAX_TEMPLATE // 1024 // 1024} MB. Hãy bỏ hoặc nén ảnh trong mẫu."
        )
    package = open_package(template)
    contents = samples(kind, agency)
    own = TagReader({}, strict=False)
    own.read(paragraphs(open_package(ours)))
    fields = learned(fields_of(kind, contents), own.asked)
    theirs = TagReader(fields)
    theirs.read(paragraphs(package))
    problems = [*_package_problems(package), *theirs.problems]
    if not theirs.problems:  # a mark that cannot be read is named already, not missed as well
        problems += _unused(own.asked, theirs.asked)
    if any(one.level is Level.MUST_FIX for one in problems):
        return Reading(tuple(problems), {})
    filled: dict[str, bytes] = {}
    for sample in contents:
        try:
            filled[sample.name] = docx.fill(template, sample.context(kind))
        except OfficeError as error:
            message = f"Không điền được {SAMPLE_NAMES[sample.name]} vào mẫu. {error.message}"
            problems.append(Problem(Level.MUST_FIX, message, sample=sample.name))
            return Reading(tuple(problems), {})
    problems += _own_file_problems(kind, contents[0], template)
    problems += _drawing_problems(filled["usual"], fields)
    problems += _decree_problems(kind, contents, ours, filled)
    return Reading(tuple(problems), filled)


def _own_file_problems(kind: DocumentKind, sample: Sample, template: bytes) -> list[Problem]:
    """Whether annexes can be cut out of the template as files of their own."""
    try:
        docx.fill_all(template, set_apart(sample).context(kind))
    except OfficeError:
        message = (
            "Không tách được phụ lục, văn bản kèm theo thành tệp riêng; dấu “{{p ….section }}” "
            "phải đứng trong nội dung, không đứng trong bảng."
        )
        return [Problem(Level.MUST_FIX, message)]
    return []


def _package_problems(package: Package) -> Iterator[Problem]:
    for name in sorted(package.entries):
        if _FOREIGN.match(name):
            yield Problem(
                Level.MUST_FIX, "Mẫu có tệp nhúng hoặc nút điều khiển; hãy xóa khỏi mẫu.", name
            )
        if name.endswith(".rels"):
            yield from _outside_links(package, name)
        elif _has_stray_marks(package, name):
            message = (
                "Dấu mẫu đứng ở nơi không được điền; chỉ ghi trong nội dung, đầu trang, "
                "chân trang, cước chú."
            )
            yield Problem(Level.MUST_FIX, message, part_name(name))


def _has_stray_marks(package: Package, name: str) -> bool:
    if not name.endswith(".xml") or docx.is_filled_part(name):
        return False
    return _BRACES.search(package.read(name)) is not None


def _outside_links(package: Package, name: str) -> Iterator[Problem]:
    root = package.xml(name)
    for relation in () if root is None else root.iter("{*}Relationship"):
        outside = relation.get("TargetMode") == "External"
        if outside and not _LINK.search(relation.get("Type", "")):
            yield Problem(
                Level.MUST_FIX,
                "Mẫu lấy ảnh hoặc tệp từ nơi khác khi mở; hãy chèn thẳng vào mẫu.",
                text=relation.get("Target", "")[:90],
            )


def _unused(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[Problem]:
    """What our own template prints and this one does not."""
    for name in sorted(set(ours) - set(theirs)):
        owner = name.partition(".")[0]
        if owner != name and owner not in theirs:
            continue  # the list itself is named already
        if name in ESSENTIAL:
            level, rest = Level.MUST_FIX, "văn bản không thể thiếu"
        elif name in LETTERHEAD:
            level, rest = Level.ADVICE, "nếu đã gõ thẳng vào mẫu thì không cần"
        else:
            level, rest = Level.CONFIRM, "người soạn ghi mục này sẽ không thấy nó trên văn bản"
        yield Problem(level, f"Mẫu không dùng {titled(name)}: {rest}.")


def _drawing_problems(filled: bytes, fields: dict[str, Field]) -> Iterator[Problem]:
    """What the filled file must have for signing and for the styles of what is drawn in it."""
    package = open_package(filled)
    root, styles = package.xml(package.main), package.xml("word/styles.xml")
    if root is None or styles is None:
        yield Problem(Level.MUST_FIX, "Mẫu không có bảng kiểu đoạn (styles.xml).")
        return
    places = sum(one.get("descr") == SIGN_SPACE_ALT for one in root.iter("{*}docPr"))
    if places != 1:
        yield Problem(
            Level.MUST_FIX,
            "Mẫu phải giữ đúng một ảnh trong suốt làm chỗ ký số, có văn bản thay thế "
            f"“{SIGN_SPACE_ALT}”; thấy {places}. Hãy chép lại từ mẫu tải về.",
        )
    known = {one.get(f"{W}styleId") for one in styles.iter(f"{W}style")}
    used = {str(one.get(f"{W}val")) for one in root.iter(f"{W}pStyle")}
    if missing := sorted(used - known):
        names = ", ".join(f"“{style}”" for style in missing)
        yield Problem(
            Level.MUST_FIX,
            f"Mẫu thiếu kiểu đoạn {names}. Hãy sửa mẫu tải về bằng Word (phần mềm khác khi lưu "
            "có thể bỏ các kiểu này), hoặc chép chúng lại từ mẫu ấy.",
        )


def _decree_problems(
    kind: DocumentKind, contents: Sequence[Sample], ours: bytes, filled: dict[str, bytes]
) -> Iterator[Problem]:
    """Findings of the checker that our own template does not have with the same content."""
    seen: set[tuple[int, str]] = set()
    for sample in contents:
        if sample.name not in CHECKED_SAMPLES:
            continue
        findings = check(filled[sample.name]).findings
        if not findings:
            continue
        accepted = check(docx.fill(ours, sample.context(kind))).broken()
        for finding in findings:
            key = (finding.rule, finding.measured)
            if finding.rule not in accepted and key not in seen:
                seen.add(key)
                yield _as_problem(finding, sample.name)


def _as_problem(finding: Finding, sample: str) -> Problem:
    level = Level.CONFIRM if finding.severity is Severity.ERROR else Level.ADVICE
    message = (
        f"{finding.title}. Đo được: {finding.measured}. Quy định: {finding.allowed} "
        f"({finding.article}). {finding.mend}"
    )
    place = finding.places[0] if finding.places else None
    return Problem(level, message, place.part if place else "", place.text if place else "", sample)
