"""Kết quả tra cứu dạng bảng tính — what was asked for, then the rows under their heads."""

from service.domain.found_list import FoundList
from service.rendering.list_xlsx import ListSheet, list_xlsx


def found_xlsx(found: FoundList) -> bytes:
    """One sheet."""
    above = (found.agency, found.title.upper(), *found.conditions, found.count)
    sheet = ListSheet("Kết quả tra cứu", above, found.columns, found.rows)
    return list_xlsx(found.title, [sheet])
