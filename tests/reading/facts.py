"""A reading boiled down to plain values, to be compared with what a person would write."""

from collections import Counter
from dataclasses import dataclass, field


def facts(reading):
    """Every field that the clerk registers, as strings, lists and pairs; empty ones left out."""
    fields = reading.fields
    found = {
        name: _value(getattr(fields, name))
        for name in (
            *("superior", "agency", "number", "notation", "place", "issued", "kind", "subject"),
            *("urgency", "secrecy", "circulation", "filed"),
        )
    }
    found |= {
        "addressees": [one.value for one in fields.addressees],
        "recipients": [one.value for one in fields.recipients],
        **signer("", fields.signatory),
        "beside": [one.name.value for one in fields.other_signatories],
        "deadlines": [
            (one.found.value.isoformat() if one.found.value else "", *one.units)
            for one in reading.deadlines
        ],
        "tasks": [(task.number, *task.units) for task in reading.tasks],
        "citations": [_cited(one.citation) for one in reading.citations],
        "copies": [copy_facts(copy) for copy in reading.copies],
        "stamps": [(stamp.signer, stamp.at) for stamp in reading.stamps],
    }
    return {name: value for name, value in found.items() if value}


def signer(prefix, signatory):
    if signatory is None:
        return {}
    return {
        f"{prefix}authority": list(signatory.authority.value) if signatory.authority else [],
        f"{prefix}capacity": signatory.capacity,
        f"{prefix}post": _value(signatory.post),
        f"{prefix}name": _value(signatory.name),
        f"{prefix}remark": _value(signatory.remark),
    }


def copy_facts(copy):
    found = {
        name: _value(getattr(copy, name))
        for name in ("form", "agency", "number", "notation", "place", "issued")
    }
    found |= {
        "addressees": [one.value for one in copy.addressees],
        "recipients": [one.value for one in copy.recipients],
        **signer("", copy.signatory),
    }
    return {name: value for name, value in found.items() if value}


def _value(found):
    if found is None:
        return ""
    return found.value.iso() if hasattr(found.value, "iso") else found.value


def _cited(citation):
    issued = citation.issued.iso() if citation.issued else ""
    return (citation.kind, str(citation.reference or citation.title), issued, citation.issuer)


@dataclass
class Score:
    """Counts per field over many papers; `wrong` names what was not right."""

    right: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    wanted: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)

    def add(self, paper, found, wanted):
        for name in sorted(found.keys() | wanted.keys()):
            got, want = _items(found.get(name)), _items(wanted.get(name))
            right = sum((Counter(got) & Counter(want)).values())
            self.right[name] += right
            self.found[name] += len(got)
            self.wanted[name] += len(want)
            if Counter(got) != Counter(want):
                self.wrong.append((paper, name, found.get(name), wanted.get(name)))

    def table(self):
        lines = [f"{'field':<14}{'precision':>10}{'recall':>10}{'wanted':>8}"]
        for name in self.wanted | self.found:
            lines.append(
                f"{name:<14}{_share(self.right[name], self.found[name]):>10}"
                f"{_share(self.right[name], self.wanted[name]):>10}{self.wanted[name]:>8}"
            )
        right, found = sum(self.right.values()), sum(self.found.values())
        wanted = sum(self.wanted.values())
        lines.append(f"{'all':<14}{_share(right, found):>10}{_share(right, wanted):>10}{wanted:>8}")
        return "\n".join(lines)


def _items(value):
    if not value:
        return []
    return [repr(one) for one in value] if isinstance(value, list) else [repr(value)]


def _share(part, whole):
    return f"{part / whole:.3f}" if whole else "-"
