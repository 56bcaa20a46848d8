"""Phông chữ Times New Roman — the font file for number and date, the same that the page used
(NĐ 30/2020, Phụ lục I, phần I, I.2)."""

import subprocess
from functools import lru_cache
from pathlib import Path

from service.domain.errors import RenderingFault

FAMILIES = ("Times New Roman", "Liberation Serif", "Tinos")
"""Families with the metrics of Times New Roman and all 134 Vietnamese letters."""

ANSWER_S = 10


@lru_cache(maxsize=2)
def serif(*, italic: bool) -> Path:
    """The file fontconfig gives for Times New Roman; RenderingFault when it is another face."""
    style = "Italic" if italic else "Regular"
    command = ["fc-match", "--format=%{family}\n%{file}", f"Times New Roman:style={style}"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=ANSWER_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RenderingFault(
            "Không hỏi được phông chữ của máy chủ; cần cài fontconfig (lệnh fc-match).",
            code="font-missing",
            permanent=False,
        ) from error
    family, _, file = answer.stdout.partition("\n")
    if not any(name in family for name in FAMILIES):
        raise RenderingFault(
            "Máy chủ thiếu phông Times New Roman hoặc phông cùng cỡ chữ (Liberation Serif 2, "
            f"Tinos); đang có “{family}”.",
            code="font-missing",
            permanent=False,
        )
    return Path(file)
