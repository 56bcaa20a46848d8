"""The strict browser itself: each fault it promises to find is shown to it once."""

import pytest
from flask import Flask

from service.web.headers import add_headers
from tests.browser import OfficeBrowser

GOOD = """<!doctype html><html lang="vi"><head><title>Trang thử – Văn Thư</title></head>
<body><main id="main"><h1>Trang thử</h1>{}</main></body></html>"""

FAULTS = {
    "<p><div></p>": "parse",
    '<p id="a"></p><p id="a"></p>': "2 times",
    '<form action="/"><input name="x"><button type="submit">Gửi</button></form>': "no label",
    '<form action="/" method="post"><button type="submit">Gửi</button></form>': "csrf_token",
    '<label for="nowhere">Ô</label>': "points nowhere",
    '<a href="#nowhere">Tới đó</a>': "points nowhere",
    '<a href="/no-such-page">Tới đó</a>': "is no route",
    '<p style="color: red">Đỏ</p>': "inline style",
    '<p onclick="x()">Bấm</p>': "inline handler",
    "<script>1</script>": "inline script",
    "<h3>Nhảy bậc</h3>": "jumps",
    "<h1>Hai đầu đề</h1>": "2 h1",
    '<button type="submit"></button>': "without a name",
    "<button>Gửi</button>": "without a type",
    '<button type="button" disabled>Gửi</button>': "dead button",
    "<p>This field is required.</p>": "untranslated",
    "<p>Giá trị None</p>": "leftover",
    "<p>{{ subject }}</p>": "leftover",
    "<p>Vie\u0302\u0323c</p>": "NFC",
    '<img src="/">': "without alt",
}


def browser_of(html, *, guarded=True):
    app = Flask(__name__)
    app.config["SESSION_COOKIE_SECURE"] = False
    if guarded:
        add_headers(app)
    app.get("/")(lambda: html)
    return OfficeBrowser(app)


def test_a_good_page_passes():
    assert browser_of(GOOD.format("")).open("/").h1 == "Trang thử"


@pytest.mark.parametrize(("flaw", "said"), FAULTS.items())
def test_each_flaw_is_found(flaw, said):
    with pytest.raises(Exception) as found:
        browser_of(GOOD.replace("{}", flaw)).open("/")
    assert said == "parse" or said in str(found.value)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('lang="vi"', 'lang="en"'), ("Trang thử – Văn Thư", "Khác"), ("main", "div")],
)
def test_a_page_without_its_frame_is_found(right, wrong):
    with pytest.raises((AssertionError, IndexError)):
        browser_of(GOOD.format("").replace(right, wrong)).open("/")


def test_a_page_without_its_headers_is_found():
    with pytest.raises(AssertionError, match="no content security policy"):
        browser_of(GOOD.format(""), guarded=False).open("/")
