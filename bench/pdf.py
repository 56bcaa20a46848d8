"""Word → PDF: the warm pool beside a LibreOffice start for each paper, and what follows it.

The paper is a letter of two pages with a table, a list and a signature block. Part of
`python -m bench`, or alone: `python -m bench.pdf`.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from bench.rows import Better, Row, row_of, timed_row
from forms import load_kinds
from service.cli.world import AGENCY
from service.domain.numbering import IssueMark
from service.rendering import docx, inspect, pages, stamps, uploads
from service.rendering.pdf import WarmPool, find_library
from service.rendering.prepare import prepare
from service.rendering.profile import export_options

COLD = "soffice --convert-to, bare two-page letter"
PARAGRAPH = (
    "1. Tăng cường công tác tuyên truyền nhằm nâng cao nhận thức của cán bộ, đảng viên và cộng "
    "đồng dân cư về công tác văn thư, lưu trữ bằng nhiều hình thức phù hợp với từng đối tượng; "
    "**rà soát** các mẫu văn bản đang dùng, *báo cáo* kết quả trước ngày 20 tháng 12 năm 2026."
)
TWO_PAGES = "\n".join([PARAGRAPH] * 5)
PAIRS = 12
WARM_RUNS = 60
BUSY_PAPERS = 80


def run() -> list[Row]:
    word = _word("official_letter", body=TWO_PAGES)
    with _pool(1) as pool:
        rows = [*_warm_and_cold(pool, word), *_memory(pool), _start(pool)]
        letter = pool.convert(word)
        block = pool.convert(_word("certified_copy"))
    return [*rows, _two_workers(word), *_files(letter, block)]


def _word(code: str, **answers: object) -> bytes:
    kind = load_kinds()[code]
    template = resources.files("doc_templates").joinpath(kind.template).read_bytes()
    context = kind.compose({**kind.sample, **answers}, AGENCY, IssueMark(number=5))
    return docx.fill(template, context)


@contextmanager
def _pool(size: int) -> Iterator[WarmPool]:
    library = find_library()
    if library is None:
        raise SystemExit("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        pool = WarmPool(library, Path(folder), size=size)
        try:
            pool.warm(wait=True)
            yield pool
        finally:
            pool.close()


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _warm_and_cold(pool: WarmPool, word: bytes) -> list[Row]:
    """In turn, so that whatever else the machine does slows both alike. soffice is called as
    one would call it, with a profile that was used before."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(word)
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", f"pdf:writer_pdf_Export:{export_options()}"]
        command += ["--outdir", folder, str(source)]

        def cold() -> None:
            subprocess.run(command, check=True, capture_output=True, timeout=120)

        cold()
        pool.convert(word)
        pairs = [
            (_milliseconds(lambda: pool.convert(word)), _milliseconds(cold)) for _ in range(PAIRS)
        ]
    more = [_milliseconds(lambda: pool.convert(word)) for _ in range(WARM_RUNS)]
    return [
        row_of("Word → PDF, warm", [warm for warm, _ in pairs] + more, unit="ms", ratio_to=COLD),
        row_of(COLD, [slow for _, slow in pairs], unit="ms"),
        row_of(
            "Word → PDF, times faster than a start",
            [slow / warm for warm, slow in pairs],
            unit="×",
            target=5,
            better=Better.HIGHER,
        ),
    ]


def _memory(pool: WarmPool) -> list[Row]:
    """Of the child, after the papers above. Its share (PSS) counts pages that a second child
    would have in common with it half."""
    text = Path(f"/proc/{pool.state().pids[0]}/smaps_rollup").read_text("ascii")
    sizes = {line.split(":")[0]: line.split()[1] for line in text.splitlines()[1:]}
    return [
        Row(f"LibreOffice child, {name}", int(sizes[key]) / 1024, None, "MB")
        for name, key in (("resident", "Rss"), ("its share (PSS)", "Pss"))
    ]


def _start(pool: WarmPool) -> Row:
    """Of another child, until it has converted its first small paper."""

    def start() -> None:
        with _pool(1):
            pass

    assert pool.state().pids
    return timed_row("LibreOffice child, start until ready", start, runs=3)


def _two_workers(word: bytes) -> Row:
    with _pool(2) as pool, ThreadPoolExecutor(2) as threads:

        def make(_: int) -> bytes:
            return prepare(pool.convert(word), title="Công văn")

        list(threads.map(make, range(6)))
        seconds = _milliseconds(lambda: list(threads.map(make, range(BUSY_PAPERS)))) / 1000
    return Row(
        "Word → prepared PDF, two children",
        BUSY_PAPERS / seconds,
        None,
        "docs/s",
        target=15,
        better=Better.HIGHER,
    )


def _files(letter: bytes, block: bytes) -> list[Row]:
    prepared = prepare(letter, title="Công văn")
    original = _ten_pages(prepared)

    def row(name: str, call: Callable[[], object], target: float | None = None) -> Row:
        return timed_row(name, call, runs=15, target=target)

    return [
        row("PDF/A-2a, PDF/UA-1", lambda: prepare(letter, title="Công văn")),
        row("inspection before issue", lambda: inspect.require_issuable(prepared)),
        row("draft mark, two pages", lambda: stamps.watermark(prepared), 15),
        row("page images, two pages, 96 dpi", lambda: pages.page_images(prepared, dpi=96), 60),
        row(
            "copy block under ten pages",
            lambda: stamps.certify(original, block, evidence=original),
            150,
        ),
        row("upload of ten pages, read in a child", lambda: uploads.read_upload(original)),
    ]


def _ten_pages(letter: bytes) -> bytes:
    """A longer original: copies of a copy, whose block adds nothing but a page."""
    original = letter
    while pages.page_count(original) < 10:
        original = stamps.certify(original, letter)
    return original


def main() -> None:
    for row in run():
        promise = "" if row.target is None else f"   promised {row.target:g}"
        print(f"{row.name:45} {row.median:9.1f} {row.unit:7}{promise}")


if __name__ == "__main__":
    main()
