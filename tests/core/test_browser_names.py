import pytest

from commonweal.core.text import browser

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS + "Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (WINDOWS + "Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        (MAC + "Version/18.1 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604", "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_as_people_call_it(agent, name):
    assert browser(agent) == name
