"""``ogi extract`` says who reported, and by which signs it was told."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flows.support import sample

from .conftest import Run


def test_the_body_its_region_and_the_signs_are_printed(ogi: Run) -> None:
    printed = ogi("extract", sample("xigong")).stdout
    for line in (
        "  body     洛阳市西工区司法局",
        "  function 司法, department",
        "  level    county",
        "  region   河南省洛阳市西工区 410303",
        "  scope    (not stated)",
    ):
        assert line in printed.splitlines()
    assert "platform: 河南政务服务网 (characters" in printed


def test_an_open_region_is_printed_with_its_candidates(ogi: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    whole = Path(sample("xinyang")).read_text(encoding="utf-8")
    path.write_text(
        whole.replace("信阳市司法局", "鼓楼区司法局").replace("市", ""), encoding="utf-8"
    )
    printed = ogi("extract", str(path)).stdout
    assert "  region   not certain: 江苏省南京市鼓楼区 320106、" in printed
    assert "region_ambiguous" in printed


def test_json_has_the_body_and_its_signs(ogi: Run) -> None:
    record = json.loads(ogi("extract", sample("xigong"), "--json").stdout)
    assert record["region_code"] == record["agency"]["region_code"] == "410303"
    assert record["agency"]["function"] == "justice"
    kinds = {sign["kind"] for sign in record["evidence"]}
    assert {"name", "platform"} <= kinds
