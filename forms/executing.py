"""Điều giao thi hành — the article of a decision that says who carries it out, to which the first
line of Nơi nhận points: ``Như Điều 3`` (NĐ 30/2020, Phụ lục III, Mẫu 1.1, 1.2, 1.3)."""

import re
from collections.abc import Iterator, Sequence

from service.domain.vietnamese import fold

OPEN_ARTICLE = "Như Điều …"
"""The line of a new paper; its number follows from the articles."""

_NUMBERED = re.compile(r"^\**Điều\s+(\d+)", re.IGNORECASE)
_POINTING = re.compile(r"^(?P<lead>[\s-]*như\s+điều)\s*(?P<number>\d*)", re.IGNORECASE)
_OPEN = re.compile(
    r"^(?P<lead>[\s-]*Như\s+Điều)\s*(?:[….‥_]|\[|\])*(?P<end>\s*[;.]?)\s*$", re.IGNORECASE
)
_EXECUTING = (
    *("chiu trach nhiem thi hanh", "chiu trach nhiem thuc hien", "chiu trach nhiem to chuc"),
    *("to chuc thuc hien quyet dinh nay", "to chuc thuc hien nghi quyet nay"),
    *("trien khai thuc hien quyet dinh nay", "trien khai thuc hien nghi quyet nay"),
    *("thi hanh quyet dinh nay", "thi hanh nghi quyet nay", "can cu quyet dinh thi hanh"),
)
"""What an article says, without accents, that names who carries the paper out."""
_HEADED = ("to chuc thuc hien", "trach nhiem thi hanh", "trach nhiem thuc hien")
"""How the heading of such an article begins."""


def numbered_articles(articles: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each article with its number: the typed one, else its place."""
    for position, article in enumerate(articles, start=1):
        typed = _NUMBERED.match(article)
        yield int(typed[1]) if typed else position, article


def articles_text(articles: Sequence[str]) -> str:
    """The articles as one text, numbered where the drafter did not."""
    return "\n".join(
        article if _NUMBERED.match(article) else f"Điều {number}. {article}"
        for number, article in numbered_articles(articles)
    )


def executing_article(articles: Sequence[str]) -> int | None:
    """The number of the last article that says who executes; None when none does."""
    telling = [number for number, article in numbered_articles(articles) if _executes(article)]
    return telling[-1] if telling else None


def _executes(article: str) -> bool:
    words = " ".join(fold(_NUMBERED.sub("", article)).split()).lstrip("*. ")
    return words.startswith(_HEADED) or any(said in words for said in _EXECUTING)


def is_open_article(line: str) -> bool:
    """Whether a line is “Như Điều …” without its number."""
    return _OPEN.match(line) is not None


def with_executing_article(recipients: Sequence[str], articles: Sequence[str]) -> list[str]:
    """“Như Điều …” with its number, where the articles tell it; other lines as they are."""
    number = executing_article(articles)
    if number is None:
        return list(recipients)
    return [
        f"{open_line['lead']} {number}{open_line['end']}"
        if (open_line := _OPEN.match(line))
        else line
        for line in recipients
    ]


def without_article_number(recipients: Sequence[str]) -> list[str]:
    """The lines of an earlier paper for a new one, whose articles are others."""
    return [
        f"{OPEN_ARTICLE};" if (found := _POINTING.match(line)) and found["number"] else line
        for line in recipients
    ]


def article_trouble(recipients: Sequence[str], articles: Sequence[str]) -> str:
    """Advice when “Như Điều n” points to an article that is not there or says something else."""
    pointing = next((found for line in recipients if (found := _POINTING.match(line))), None)
    if pointing is None or not articles:
        return ""
    executing = executing_article(articles)
    known = {number for number, _ in numbered_articles(articles)}
    if not pointing["number"]:
        return f"In thành “Như Điều {executing}”: điều giao thi hành." if executing else ""
    number = int(pointing["number"])
    if number not in known:
        return f"Nơi nhận ghi “Như Điều {number}” nhưng văn bản không có Điều {number}."
    if executing is not None and executing != number:
        return f"Nơi nhận ghi “Như Điều {number}”; điều giao thi hành là Điều {executing}."
    return ""
