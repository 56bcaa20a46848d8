"""Bảng quy tắc trong tài liệu — docs/conformity-rules.md, made from the table itself."""

from service.conformity.registry import GROUPS, Rule, all_rules

HEAD = """\
# Quy tắc kiểm tra thể thức

Bảng này được sinh từ bảng quy tắc của chương trình (`service/conformity/rules`); sửa quy tắc rồi
chạy `python -m service.conformity.ruletable > docs/conformity-rules.md`.

Căn cứ: Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, các
Phụ lục I, II, III. **Lỗi**: trái với lời văn của Nghị định. **Khuyến nghị**: theo mẫu, theo cách
làm quen, hoặc không chắc chắn hoàn toàn. **Sửa giúp**: chương trình sửa được mà không động đến lời
văn. **PDF**: tệp PDF trả lời được chắc chắn; các quy tắc khác chỉ đo trên tệp Word, vì tệp PDF
không giữ kiểu đoạn, bảng, khoảng cách trước và sau đoạn.
"""


def rule_table() -> str:
    """The whole page as Markdown."""
    rules = all_rules()
    errors = sum(1 for rule in rules if rule.severity == "lỗi")
    counted = f"{len(rules)} quy tắc, {errors} lỗi, {len(rules) - errors} khuyến nghị"
    pdf = sum(rule.pdf for rule in rules)
    lines = [HEAD, f"Tổng số: {counted}; {pdf} quy tắc đo được trên tệp PDF."]
    for group, name in GROUPS.items():
        own = [rule for rule in rules if rule.number // 100 == group]
        lines += ["", f"## {name}", "", *_table(own)]
    return "\n".join(lines) + "\n"


def _table(rules: list[Rule]) -> list[str]:
    head = [
        "| Số | Quy tắc | Quy định | Điều khoản | Mức độ | Sửa giúp | PDF |",
        "|---|---|---|---|---|---|---|",
    ]
    return head + [
        f"| {rule.number} | {_cell(rule.title)} | {_cell(rule.allowed)} | {_cell(rule.article)} "
        f"| {rule.severity} | {'có' if rule.repair else ''} "
        f"| {'có' if rule.pdf else ''} |"
        for rule in rules
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    import sys

    sys.stdout.write(rule_table())
