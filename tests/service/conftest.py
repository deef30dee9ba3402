from __future__ import annotations

from tests.cli.conftest import environment as environment  # noqa: PLC0414 - fixtures
from tests.cli.conftest import ogi as ogi  # noqa: PLC0414
from tests.web.conftest import catalogue as catalogue  # noqa: PLC0414
from tests.web.conftest import place as place  # noqa: PLC0414
from tests.web.conftest import publisher as publisher  # noqa: PLC0414
from tests.web.conftest import reports as reports  # noqa: PLC0414
