"""Quy tắc đo được trên PDF — which rules a PDF answers surely, and why the others are left out.

Left out: what only Word knows (styles, fields, spacing before and after, typed blanks), what
depends on how paragraphs and cells were made (one line or two, table or frame, order of
clauses), and what ink cannot tell from its look-alike (an underline from a rule drawn close).
"""

ANSWERED = frozenset(
    (
        *(101, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 114),
        *(201, 202, 204, 205, 207, 208),
        *(301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311, 312, 313, 314),
        *(401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 413),
        *(501, 502, 503, 504, 505, 506, 507, 509, 510, 511, 512, 513, 514),
        *(601, 602, 603, 604, 605, 606, 607, 608, 609, 611, 612, 613),
        *(701, 702, 703, 704, 705, 706, 707, 708, 709, 710, 711, 712, 713, 714),
        *(721, 722, 723, 725, 726),
        *(801, 802, 803, 804, 806),
        *(901, 902, 903, 904, 906, 908, 911),
        *(1002, 1003, 1004, 1005, 1006, 1008, 1010, 1011, 1012, 1013, 1015),
        *(1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 1109),
        *(1110, 1111, 1112, 1113, 1114, 1115),
        *(1201, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1209, 1210, 1213),
        *(1221, 1222, 1223, 1224, 1227, 1229),
        *(1302, 1303, 1304, 1306, 1307, 1308, 1309, 1310),
        *(1421, 1422),
        *(1501, 1502, 1503, 1504),
        *(1603, 1604),
    )
)

# Stamps and form fields, which are not read, may hold what these would find missing or wrong.
NOT_WITH_STAMPS = frozenset((501, 506, 508, 513, 601, 604, 605, 606, 607, 608, 612, 1101))

WHY_FEWER = (
    "tệp PDF không giữ kiểu đoạn, bảng, khoảng cách trước và sau đoạn; chỉ đo những gì mực in "
    "cho thấy chắc chắn"
)
