"""Dựng mẫu Word — `python -m doc_templates.build` writes every template of this release.

The files are committed; a test builds them anew and compares.
"""

from pathlib import Path

from doc_templates import certified_copy, decision, official_letter

FOLDER = Path(__file__).parent
TEMPLATES = {
    "official_letter.docx": official_letter.build,
    "decision.docx": decision.build,
    "certified_copy.docx": certified_copy.build,
}


def main() -> None:
    for name, build in TEMPLATES.items():
        (FOLDER / name).write_bytes(build())


if __name__ == "__main__":
    main()
