"""Căn cứ ban hành văn bản — NĐ 30/2020, Phụ lục I, phần I, II.6.a."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from forms.base import ROW_LIMIT, DocumentForm
from forms.fields import Line, Rows, at_most
from service.domain.agency import Agency
from service.domain.errors import Refused
from service.domain.legal_bases import Citing, cite, in_force, named_in, trouble_with
from service.domain.legal_catalogue import AS_OF, CATALOGUE
from service.domain.vietnamese import parse_month

BASIS_LIMIT = 2000


def basis_rows(validators: Sequence[Callable[[Any, Any], None]] = ()) -> Rows:
    return Rows(
        Line("Căn cứ", [at_most(BASIS_LIMIT)], render_kw={"list": "legal_bases-suggestions"}),
        "Căn cứ ban hành",
        add_label="Thêm căn cứ",
        limit=ROW_LIMIT,
        description="Mỗi căn cứ một dòng, viết cả chữ “Căn cứ”, “Theo đề nghị của”.",
        validators=list(validators),
    )


class BasedForm(DocumentForm):
    """A kind of paper that may name what it is based on."""

    legal_bases = basis_rows()

    def offer(self, agency: Agency) -> None:
        super().offer(agency)
        first, last = paper_days(self.month.answer())
        held = {basis.code: basis for day in (first, last) for basis in in_force(CATALOGUE, day)}
        self.legal_bases.suggestions = tuple(cite(one, Citing.BASIS) for one in held.values())

    def advice(self) -> dict[str, str]:
        """Also which basis does not hold on the day of the paper, or should be checked."""
        found = super().advice()
        told = bases_advice(self.legal_bases.answer(), self.month.answer())
        return found | ({"legal_bases": told} if told else {})  # what no longer holds comes first


def bases_advice(lines: Sequence[str], month: str) -> str:
    """Every trouble with the lines of căn cứ, each with the number of its line."""
    first, last = paper_days(month)
    told = [
        f"Dòng {number}: {trouble}"
        for number, line in enumerate(lines, start=1)
        for basis in named_in(line, CATALOGUE)
        if (trouble := trouble_with(basis, first, last, CATALOGUE))
    ]
    return " ".join(told)


def paper_days(month: str) -> tuple[date, date]:
    """First and last day that the paper can be dated: within the month its drafter foresees,
    else not before the day the catalogue was checked."""
    try:
        year, number = parse_month(month)
    except Refused:
        return AS_OF, AS_OF
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])
