"""Where published reports and their true values stand, and how those are to be taken."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "reports"
"""It stands beside the checkout and is no part of it."""
PRINTED_LABELS = {
    "received_total": "受理依申请公开信息总数",
    "当面": "当面申请数",
    "网上": "网上申请数",
    "信函、传真": "信函、传真申请数",
    "answered_total": "对申请的答复总数",
    "同意公开": "同意公开答复数",
    "同意部分公开": "同意部分公开答复数",
    "不予公开": "不予公开答复数",
    "其他类型": "其他类型答复数",
}
"""Printed labels of indicators that the truth of a published report calls otherwise."""
