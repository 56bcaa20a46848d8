"""Kiểm tra chữ ký số — the four checks on a signed file, and one graded verdict.

1. It begins with the very bytes that were handed out. 2. What was appended since is harmless
(the first alone would accept text altered *before* the first signature). 3. Every signature is
intact, authentic, trusted and by the right certificate. 4. Outside the boxes left for
signature, seal, number and date every page looks as it did.

Foreign files must not be opened here but through `signatures.sandbox`.
"""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from signatures.changes import Change, Changes, Widget, since, since_revision, widgets
from signatures.compare import picture_differences, same_content
from signatures.examine import Examined, Examiner
from signatures.expected import NOTHING, Expected
from signatures.geometry import Box
from signatures.hostile import bytes_reasons, junk_after_end, page_count, structure_reasons
from signatures.judge import signature_facts, signature_reasons
from signatures.reasons import Reason, Weight, reason
from signatures.report import Difference, Report, SignatureFacts, TimestampFacts, graded
from signatures.trust import TrustStore


def verify(
    pdf: bytes,
    *,
    trust: TrustStore,
    at: datetime,
    base: bytes | None = None,
    expected: Expected = NOTHING,
    fetch: bool = False,
) -> Report:
    """Judge a signed file as of `at`.

    `base` is what was handed out, if this file answers to something: the frozen bytes, or the
    last state before this step. `fetch` lets OCSP and CRL hosts of the trust store be asked.
    Exceptions of readers on broken files are verdicts here, except running out of memory or
    depth, which the limited child turns into one.
    """
    check = _Check(pdf, base, trust, at, expected)
    reasons = bytes_reasons(pdf)
    if reasons:
        return check.report(reasons)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        reasons = structure_reasons(reader)
        if any(each.weight is Weight.INVALID for each in reasons):
            return check.report(reasons)
        return check.run(reader, reasons, fetch=fetch)
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        code = "junk-after-end" if junk_after_end(pdf) else "broken"
        return check.report([reason(code)])


class _Check:
    """One file on its way through the four checks."""

    def __init__(
        self, pdf: bytes, base: bytes | None, trust: TrustStore, at: datetime, expected: Expected
    ) -> None:
        self.pdf = pdf
        self.base = base
        self.trust = trust
        self.at = at
        self.expected = expected
        self.pages = 0
        self.signatures: tuple[SignatureFacts, ...] = ()
        self.timestamps: tuple[TimestampFacts, ...] = ()
        self.extra: tuple[str, ...] = ()
        self.values: dict[str, str] = {}
        self.differences: tuple[Difference, ...] = ()

    def report(self, reasons: list[Reason]) -> Report:
        unique = tuple(dict.fromkeys(reasons))
        return Report(
            verdict=graded(unique),
            reasons=unique,
            sha256=hashlib.sha256(self.pdf).hexdigest(),
            base_sha256=hashlib.sha256(self.base).hexdigest() if self.base is not None else "",
            size=len(self.pdf),
            pages=self.pages,
            checked_at=self.at,
            trust_sha256=self.trust.sha256,
            signatures=self.signatures,
            timestamps=self.timestamps,
            extra_fields=self.extra,
            values=tuple(self.values.items()),
            differences=self.differences,
        )

    def run(self, reader: Any, reasons: list[Reason], *, fetch: bool) -> Report:
        self.pages = page_count(reader)
        if junk_after_end(self.pdf):
            reasons.append(reason("junk-after-end"))
        fields = widgets(reader)
        examiner = Examiner(reader, self.trust, self.at, fetch=fetch)
        stamps = examiner.timestamps()
        self.timestamps = tuple(facts for _, facts in stamps)
        examined = list(examiner.signatures(stamps))
        self.signatures = tuple(signature_facts(each, stamps, fields) for each in examined)
        if not examined:
            reasons.append(reason("unsigned"))
        for each, facts in zip(examined, self.signatures, strict=True):
            reasons += signature_reasons(each, facts, self.expected.holders.get(each.field))
        reasons += self._order(examined)
        reasons += self._values(fields)
        reasons += self._changes(reader, fields, examined)
        if self.expected.needs_timestamp:
            reasons += [
                reason("timestamp-needed", field=facts.field, who=facts.certificate.name)
                for facts in self.signatures
                if facts.timestamp is None and facts.level == "B-B"
            ]
        return self.report(reasons)

    def _order(self, examined: list[Examined]) -> list[Reason]:
        """Everyone who must sign has signed, in the order of `expected.fields`."""
        revisions = {each.field: each.revision for each in examined}
        reasons = [
            reason("missing-signature", field=name, what=label.lower())
            for name, label in self.expected.fields.items()
            if name not in revisions
        ]
        wanted = [revisions[name] for name in self.expected.fields if name in revisions]
        if wanted != sorted(wanted):
            reasons.append(reason("wrong-order"))
        return reasons

    def _values(self, fields: dict[str, Widget]) -> list[Reason]:
        self.values = {
            name: each.value
            for name, each in sorted(fields.items())
            if each.kind == "/Tx" and each.value
        }
        return [
            reason("wrong-value", field=name, what=name)
            for name, value in self.expected.values.items()
            if self.values.get(name) != value
        ]

    def _changes(
        self, reader: Any, fields: dict[str, Widget], examined: list[Examined]
    ) -> list[Reason]:
        """What happened since the file was handed out, and since each signature that forbids it."""
        reasons: list[Reason] = []
        first = min(examined, key=lambda each: each.revision, default=None)
        if self.base is not None:
            reviewed = (first.revision, first.status.diff_result) if first is not None else None
            changes = since(self.base, self.pdf, reader, reviewed)
            reasons += self._since_state(self.base, changes, fields)
            if changes.change is Change.REWRITTEN:
                return reasons
        elif first is not None:
            changes = since_revision(reader, first.revision)
            reasons += self._since_state(first.signed_bytes(self.pdf), changes, fields)
        for each in examined:
            if not each.respected:
                broken = Changes(Change.SUSPICIOUS, frozenset())
                reasons += self._since_state(each.signed_bytes(self.pdf), broken, fields)
        return reasons + self._after_last(reader, fields, examined)

    def _since_state(
        self, state: bytes, changes: Changes, fields: dict[str, Widget]
    ) -> list[Reason]:
        before = widgets(PdfFileReader(BytesIO(state)))
        open_fields = {name: each for name, each in before.items() if each.value is None}
        if changes.change is Change.REWRITTEN:
            return self._pictures(state, open_fields, changes, fields)
        return [
            *self._fields(before, fields, open_fields, changes),
            *self._pictures(state, open_fields, changes, fields),
        ]

    def _after_last(
        self, reader: Any, fields: dict[str, Widget], examined: list[Examined]
    ) -> list[Reason]:
        """Nothing is filled after the last signature, once no signature is awaited any more."""
        last = max(examined, key=lambda each: each.revision, default=None)
        awaited = any(each.kind == "/Sig" and each.value is None for each in fields.values())
        if last is None or awaited:
            return []
        after = since_revision(reader, last.revision)
        harmless = after.change is Change.HARMLESS
        return [reason("changed-after-last")] if harmless and after.changed_fields else []

    def _fields(
        self,
        before: dict[str, Widget],
        fields: dict[str, Widget],
        open_fields: dict[str, Widget],
        changes: Changes,
    ) -> list[Reason]:
        stamps = {facts.field for facts in self.timestamps}
        self.extra = tuple(sorted(set(fields) - set(before) - stamps))
        reasons = [reason("extra-field", field=name, what=name) for name in self.extra]
        if self.base is not None and self.extra:
            signed = {facts.field for facts in self.signatures}
            reasons += [
                reason("own-field", field=name, what=name) for name in self.extra if name in signed
            ]
        closed = changes.changed_fields & (set(before) - set(open_fields))
        reasons += [reason("changed-field", field=name, what=name) for name in sorted(closed)]
        return reasons

    def _pictures(
        self,
        base: bytes,
        open_fields: dict[str, Widget],
        changes: Changes,
        fields: dict[str, Widget],
    ) -> list[Reason]:
        allowed: dict[int, list[Box]] = {}
        for each in open_fields.values():
            if each.visible:
                allowed.setdefault(each.page, []).append(each.box)
        differences = picture_differences(base, self.pdf, allowed)
        self.differences = tuple(dict.fromkeys((*self.differences, *(differences or ()))))
        if changes.change is Change.REWRITTEN:
            same = differences == () and same_content(
                PdfFileReader(BytesIO(base)), PdfFileReader(BytesIO(self.pdf))
            )
            return [reason("rewritten" if same else "not-derived")]
        if differences is None:
            return [reason("changed-visibly", what="(số trang hoặc cỡ trang)")]
        if changes.change is Change.SUSPICIOUS:
            if not differences:
                return [reason("changed-in-boxes")]
            return [reason("changed-visibly", what=str(each.page)) for each in differences]
        return [self._explained(each, fields) for each in differences]

    def _explained(self, difference: Difference, fields: dict[str, Widget]) -> Reason:
        """A harmless update that shows outside the boxes: an extra signature field, or worse."""
        for name in self.extra:
            box = fields[name].box
            if fields[name].page == difference.page - 1 and Box(*difference.box).inside(box, 2.0):
                return reason("extra-field-visible", field=name, what=name, page=difference.page)
        return reason("changed-visibly", what=str(difference.page))
