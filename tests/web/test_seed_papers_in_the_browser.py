"""Both real papers made the way their offices would have: through the pages, by four people."""

from datetime import datetime
from pathlib import Path

import pytest

from forms.base import posted
from forms.wire import to_wire
from service.cli.render_file import read_order
from service.domain.documents import FileRole
from service.domain.numbering import VIETNAM
from service.store import documents, numbers
from service.worker import run_once
from tests.seeds.test_seed_papers import page_texts, squeezed, wanted_text

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[1] / "seeds"


def order_of(name):
    return read_order((SEEDS / f"{name}.json").read_bytes())


def set_up(as_admin, agency):
    """The agency's page, and its units, filled as the paper's own office would."""
    as_admin.open("/administration/agency")
    as_admin.press(
        "Lưu",
        name=agency.name,
        full_name=agency.full_name,
        place=agency.place,
        symbol=agency.symbol,
        national_name=agency.national_name,
        superior=agency.superior,
    )
    for unit in agency.units:
        as_admin.open("/administration/units/0")
        as_admin.press("Lưu", name=unit.name, symbol=unit.symbol)


def begin_at(as_admin, office, register, first):
    series = next(one for one in numbers.all_series(office.db) if one.register == register)
    as_admin.open(f"/administration/series/{series.id}")
    as_admin.press("Lưu", first_number=str(first))


def write(as_minh, office, kind_name, order):
    """A new draft, its form posted with the seed's answers as a browser posts them."""
    as_minh.open("/documents/new")
    as_minh.press(f"Soạn {kind_name} mới")
    page = as_minh.page
    ident = int(page.path.split("/")[2])
    kind = office.kinds[order.kind]
    hidden = [
        (one.get("name"), one.get("value"))
        for one in page.form_of("Lưu bản thảo")[0].iter("input")
        if one.get("type") == "hidden"
    ]
    return ident, [*hidden, *to_wire(kind.form, order.answers).items(multi=True)]


def number(as_hung, as_lan, office, ident, day):
    as_hung.open(f"/documents/{ident}")
    as_hung.press("Duyệt")
    as_lan.open(f"/documents/{ident}/number")
    as_lan.press("Cấp số", issued_on=day)
    while run_once(office):
        pass
    document = documents.get_for_office(office.db, ident)
    made = documents.current_file(office.db, ident, FileRole.PDF)
    return document, office.files.get(made.sha256)


def test_letter_99_and_its_sao_luc(office, clock, as_admin, as_minh, as_hung, as_lan):
    clock.moment = datetime(2021, 1, 8, 9, tzinfo=VIETNAM)
    letter = order_of("binh_thuan_99")
    set_up(as_admin, letter.agency)
    begin_at(as_admin, office, "outgoing", 99)
    ident, data = write(as_minh, office, "công văn", letter)
    as_minh.post(f"/documents/{ident}/edit", [*data, ("do", "submit")])
    document, pdf = number(as_hung, as_lan, office, ident, "08/01/2021")
    assert document.reference == "99/UBND-KGVXNV"
    assert squeezed("".join(page_texts(pdf))) == squeezed(wanted_text("binh_thuan_99"))

    clock.moment = datetime(2021, 1, 15, 9, tzinfo=VIETNAM)
    copy = order_of("binh_thuan_sao_luc_06")
    set_up(as_admin, copy.agency)
    begin_at(as_admin, office, "copies", 6)
    ident, data = write(as_minh, office, "bản sao", copy)
    as_minh.post(f"/documents/{ident}/edit", [*data, ("source", (pdf, "99.pdf")), ("do", "submit")])
    document, made = number(as_hung, as_lan, office, ident, "15/01/2021")
    assert document.reference == "06/SL-SNN"
    assert squeezed("".join(page_texts(made))) == squeezed(wanted_text("binh_thuan_99")) + squeezed(
        wanted_text("binh_thuan_sao_luc_06")
    )


def test_the_letter_of_binh_luc_waits_for_its_number(office, as_admin, as_minh):
    order = order_of("binh_luc_ra_soat")
    set_up(as_admin, order.agency)
    ident, data = write(as_minh, office, "công văn", order)
    as_minh.post(f"/documents/{ident}/edit", [*data, ("do", "save")])
    saved = documents.get_for_office(office.db, ident)
    kind = office.kinds[order.kind]
    assert saved.answers == posted(kind.form, order.answers, office.agency()).answers()
    made = office.render(kind, office.agency(), saved.answers, saved.mark)
    assert squeezed("".join(page_texts(made.pdf))) == squeezed(wanted_text("binh_luc_ra_soat"))
