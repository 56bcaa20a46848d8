"""Đọc văn bản — what an incoming PDF or DOCX says, proposed field by field.

By the decree's layout and grammar (NĐ 30/2020, Phụ lục I), with the place and the certainty of
every value. `read_file` is for what comes from outside, `read` for trusted bytes.
"""
