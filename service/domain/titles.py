"""Học hàm, học vị, quân hàm, danh hiệu — not written before the name of the signer
(NĐ 30/2020, Phụ lục I, phần I, II.7.c)."""

import unicodedata

MARKS = frozenset(
    (
        *("gs", "pgs", "ts", "tskh", "ths", "bs", "bscki", "bsckii", "cn", "ks", "ncs", "dsck"),
        *("ds", "ls", "nsnd", "nsut", "nsưt", "ngnd", "ngut", "ngưt", "ttnd", "ttut", "ttưt"),
    )
)

# "Ông" is missing on purpose: it is also a family name.
WORDS = (
    *("giáo sư", "phó giáo sư", "tiến sĩ", "tiến sỹ", "thạc sĩ", "thạc sỹ", "bác sĩ", "bác sỹ"),
    *("cử nhân", "kỹ sư", "luật sư", "nhà giáo", "thầy thuốc", "nghệ sĩ", "nghệ nhân"),
    *("anh hùng", "đồng chí", "bà"),
    *("đại tướng", "thượng tướng", "trung tướng", "thiếu tướng"),
    *("đại tá", "thượng tá", "trung tá", "thiếu tá"),
    *("đại úy", "thượng úy", "trung úy", "thiếu úy"),
    *("đại uý", "thượng uý", "trung uý", "thiếu uý"),
)


def title_before(name: str) -> str:
    """The title that stands before a name, as written (``TS.``), or an empty string."""
    words = unicodedata.normalize("NFC", name).replace(".", ". ").split()
    plain = [word.replace(".", "").casefold() for word in words]
    if plain[:2] == ["th", "s"]:
        return "Th.S"
    if plain and plain[0] in MARKS:
        return words[0]
    text = " ".join(plain) + " "
    for title in WORDS:
        if text.startswith(title + " "):
            return " ".join(words[: len(title.split())])
    return ""
