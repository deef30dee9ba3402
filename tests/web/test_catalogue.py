"""The catalogue: what a file may say, and the sentence where it is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.web.catalogue import read_settings, read_source, read_sources
from tests.flows.support import is_sentence, write

NOW = datetime(2026, 1, 20, tzinfo=UTC)
LEAST = 'name = "Example"\nlists = ["https://www.example.org/nb/index.html"]\n'
ROOT = Path(__file__).parents[2]


def test_a_source_needs_only_a_name_and_an_address(tmp_path: Path) -> None:
    source = read_source(write(tmp_path / "one.toml", LEAST))
    assert source.roots(NOW) == (["https://www.example.org/nb/index.html"], [])
    assert source.own_hosts == {"www.example.org"}


def test_addresses_by_year(tmp_path: Path) -> None:
    text = 'name = "A"\nlists = ["https://a.example/nb/{year}/"]\nyears = [2023, 2025]\n'
    source = read_source(write(tmp_path / "one.toml", text))
    assert source.roots(NOW)[0] == [f"https://a.example/nb/{y}/" for y in (2023, 2024, 2025)]
    until_now = read_source(write(tmp_path / "two.toml", text.partition("years")[0]))
    assert until_now.roots(NOW)[0][0::18] == [
        "https://a.example/nb/2008/",
        "https://a.example/nb/2026/",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "it is no TOML"),
        ('lists = ["https://a.example/"]', "name: it is missing"),
        ('name = "A"', "lists: it names neither a list nor a report"),
        ('name = "A"\nlists = ["a.example"]', "lists.0: it is no address of http or https"),
        ('name = "A"\nlists = "https://a.example"', "lists: "),
        (LEAST + "pace = 1", "pace: there is no such key"),
        (LEAST + "pause = -1", "pause: input should be greater than or equal to 0"),
        (LEAST + 'pause = "1 s"', "pause: "),
        (LEAST + 'link = "(年报"', "link: it is no regular expression"),
        (LEAST + 'region = "4103"', "region: '4103' is not of the form"),
        (LEAST + "years = [2025, 2019]", "years: they are not in order"),
        (LEAST + '[paging]\npattern = "index_1.html"', "paging.pattern: it needs {n} once"),
        (LEAST + '[json]\ntitel = "x"', "json.titel: there is no such key"),
        (LEAST + "max_list_pages = 0", "max_list_pages: "),
        (LEAST + 'hosts = ["https://b.example/"]', "hosts.0: it is no host"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path / "one.toml", text)
    with pytest.raises(UsageError) as caught:
        read_source(path)
    assert str(caught.value).startswith(f"{path}: {words}")
    assert is_sentence(str(caught.value))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "contact: it is missing"),
        ('contact = "me"', "contact: it is neither a mail address"),
        ('contact = "a@example.org\\r\\nX: 1"', "contact: it is neither a mail address"),
        ('contact = "mailto:a@example.org"\nallow = ["localhost"]', "allow.0: it is neither"),
        ('contact = "mailto:a@example.org"\n[limits]\nattempts = 0', "limits.attempts: "),
    ],
)
def test_errors_of_the_settings(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path / "settings.toml", text)
    with pytest.raises(UsageError) as caught:
        read_settings(tmp_path)
    assert str(caught.value).startswith(f"{path}: {words}")


def test_a_folder_without_settings_or_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it needs at least `contact`"):
        read_settings(tmp_path)
    with pytest.raises(UsageError, match="there is no such folder"):
        read_sources(tmp_path / "missing")


def test_the_bundled_catalogue_is_valid_and_paused() -> None:
    sources = read_sources(ROOT / "data" / "sources")
    assert sources
    assert all(source.paused for source in sources.values())
    assert all(host.endswith("example.org") for one in sources.values() for host in one.own_hosts)
