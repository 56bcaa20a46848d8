"""Bảng dán từ bảng tính — what a spreadsheet puts on the clipboard, line by line.

Cells are set apart by tabs. A cell of several lines comes in double quotes, its own quotes
doubled; its lines are kept together here by a mark that clean text never holds.
"""

INNER_LINE = "\x0b"
"""Stands for a line end inside one cell."""
_LONGEST_CELL = 40  # lines; what is longer only happens to begin with a quotation mark


def logical_lines(text: str) -> list[str]:
    """The lines of `text`, those of a many-lined cell joined by `INNER_LINE`."""
    source = text.split("\n")
    if '\t"' not in text and '"\t' not in text:
        return source
    lines: list[str] = []
    position = 0
    while position < len(source):
        joined, used = _joined(source, position)
        lines.append(joined)
        position += used
    return lines


def _joined(source: list[str], start: int) -> tuple[str, int]:
    """The logical line that begins at `start`, and of how many lines it is made."""
    joined, used = source[start], 1
    while _is_open(joined) and used < _LONGEST_CELL and start + used < len(source):
        joined += INNER_LINE + source[start + used]
        used += 1
    whole = "\t" in joined and not _is_open(joined) and all(map(_is_whole, joined.split("\t")))
    return (joined, used) if whole else (source[start], 1)


def _is_open(line: str) -> bool:
    """Whether the last cell began with a quotation mark that has no partner yet."""
    last = line.rpartition("\t")[2]
    return last.startswith('"') and last.count('"') % 2 == 1


def _is_whole(cell: str) -> bool:
    return INNER_LINE not in cell or (cell.startswith('"') and cell.rstrip().endswith('"'))


def cells(line: str) -> list[str]:
    """The cells of one logical line, without the quotes that held their lines together."""
    return [_unquoted(cell.strip()) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    if INNER_LINE not in cell:
        return cell
    return cell[1:-1].replace('""', '"').replace(INNER_LINE, "\n")


def plain_lines(line: str) -> list[str]:
    """The typed lines of a logical line that turned out to belong to no table."""
    return line.split(INNER_LINE)
