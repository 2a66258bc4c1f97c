"""Over plain HTTP a phone has no camera, no worker and no keys: each page says so in one line."""

from tests.browser.conftest import Demo, walk


def test_a_page_over_plain_http_says_in_one_line_what_does_not_work_there(demo: Demo):
    told = walk(demo, "plainHttp.browser.mjs", 60)

    assert told == {
        "lacking": {"secure": False, "camera": False, "worker": False, "crypto": False},
        "said": "此地址不是 HTTPS：摄像头、离线和签名不可用。",
        "troubles": [],
    }
