"""What only a real server shows: how it answers bodies that it will not take."""

import http.client
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]

MB = 1024 * 1024


def test_a_body_beyond_the_limit_gets_its_page_and_not_a_broken_line(server):
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
    body = b"x" * (40 * MB)
    connection.request(
        "POST", "/sign-in", body, {"Content-Type": "multipart/form-data; boundary=x"}
    )
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 413
    assert "Tệp hoặc nội dung quá lớn" in page


def test_health_answers_at_once(server):
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=5)
    connection.request("GET", "/health")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"status":"ok"}\n')
    assert answer.headers["Set-Cookie"] is None
    connection.close()
