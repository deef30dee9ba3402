"""Identifiers that must be the same tomorrow and on every machine: literal values."""

from __future__ import annotations

import pytest

from schema.identifiers import agency_id, document_id, report_id

DOCUMENT = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_document_is_named_by_the_sha256_of_its_bytes() -> None:
    assert document_id(b"abc") == DOCUMENT
    assert document_id(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_report_is_named_by_its_document_and_place_in_it() -> None:
    assert report_id(DOCUMENT) == "4a7dfe9cf6d2aaad"
    assert report_id(DOCUMENT, 1) == report_id(DOCUMENT)
    assert report_id(DOCUMENT, 2) == "55da375d9e335c1b"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [("西工区司法局", "a1709a70ef29dd1a"), ("硚口区司法局", "a60b3fd3c42f8752")],
)
def test_an_agency_is_named_by_its_printed_name(name: str, identifier: str) -> None:
    assert agency_id(name) == identifier


@pytest.mark.parametrize(
    "name",
    [
        "西工区 司法局",
        "西工区\n司法局",
        "西工区\u3000司法局 ",
        "西\u2f2f区司法局",
        "\u2ec4工区司法局",
    ],
    ids=["space", "line", "wide space", "Kangxi radical", "supplementary radical"],
)
def test_space_and_compatibility_forms_do_not_make_another_agency(name: str) -> None:
    assert agency_id(name) == "a1709a70ef29dd1a"


def test_width_of_brackets_does_not_make_another_agency() -> None:
    assert agency_id("西工区人民政府（办公室）") == agency_id("西工区人民政府(办公室)")


def test_another_name_is_another_agency() -> None:
    names = ["西工区司法局", "洛阳市西工区司法局", "司法局", "西夏区司法局"]
    assert len({agency_id(name) for name in names}) == 4
