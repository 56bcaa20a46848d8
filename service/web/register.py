"""Sổ đăng ký văn bản đi — the register on screen, columns in the decree's order (Phụ lục IV)."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from service.domain.documents import Series
from service.domain.errors import NotFound
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import lists
from service.web.allow import allow
from service.web.clock import now
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("register", __name__)

COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
"""Sổ đăng ký văn bản đi: ten columns (Phụ lục IV)."""


@dataclass(frozen=True, slots=True)
class Choice:
    series: Series
    year: int


@pages.get("/register")
@allow(Role.CLERK)
def show() -> str:
    """One series and year; both stand in the address, so that a page can be kept and shared."""
    every = agencies.series(office().db)
    this_year = office_date(now()).year
    series = chosen_series(every)
    year = whole(request.args.get("year"), this_year, low=1945, high=9999)
    years = {this_year, year, *lists.register_years(office().db, series.register)}
    lines = lists.register_lines(office().db, series.register, year, series_id=series.id)
    return render_template(
        "register.html",
        columns=COLUMNS,
        every=every,
        chosen=Choice(series, year),
        years=sorted(years, reverse=True),
        lines=lines,
        kinds=office().kinds,
        agency=office().agency(),
    )


def chosen_series(every: tuple[Series, ...]) -> Series:
    wanted = whole(request.args.get("series"), 0)
    for series in every:
        if wanted in (0, series.id):
            return series
    raise NotFound("Không có sổ này.")
