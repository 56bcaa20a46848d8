"""Danh sách cơ sở dạng bảng tính — tables of the register of providers."""

from collections.abc import Sequence
from datetime import datetime

from service.domain.eligibility.stage_map import ProviderTable
from service.domain.found_list import FoundColumn
from service.domain.numbering import VIETNAM
from service.rendering.list_xlsx import ListSheet, list_xlsx


def providers_xlsx(agency: str, tables: Sequence[ProviderTable], made_at: datetime) -> bytes:
    """One sheet for each table, under the agency's name and the moment of making."""
    made = f"Lập lúc {made_at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
    sheets = [
        ListSheet(
            table.title,
            (agency, table.title.upper(), made),
            [FoundColumn(title, width) for title, width in table.heads],
            table.rows,
            centred_heads=False,
        )
        for table in tables
    ]
    return list_xlsx(tables[0].title, sheets)
