"""Bodies in the database: one row each, and which took over the work of which."""

from __future__ import annotations

from flows.errors import OgiError
from flows.published import Connection


def merge_agencies(con: Connection) -> None:
    """Bring the bodies of new reports in, and link all to those whose work they took over.

    Of several rows of one body, as its name is spelled in several ways, the longest counts.
    Raises ``OgiError`` where one is not stored.
    """
    con.execute(_MERGED)
    con.execute("DELETE FROM agency")
    con.execute("INSERT INTO agency BY NAME FROM merged_agency ORDER BY agency_id")
    lacking = con.execute(_LACKING).fetchall()
    if lacking:
        raise OgiError(f"agency: {lacking[0][0]} bodies are not stored; nothing was published")
    con.execute("DROP TABLE merged_agency")
    con.execute("DELETE FROM agency_predecessor")
    con.execute(_PREDECESSORS)


_MERGED = """
CREATE TEMP TABLE merged_agency AS
SELECT unnest(arg_max(one, (length(name), name)))
FROM (FROM agency UNION ALL BY NAME FROM new_agency) AS one
GROUP BY agency_id
"""
_LACKING = """
SELECT count(*) AS bodies FROM merged_agency ANTI JOIN agency USING (agency_id) HAVING bodies > 0
"""
# A zone has bodies of its own in the region that it lies in: they take over from one another.
_ZONE = "regexp_extract({}.name, '^.*(?:开发区|高新区|新区|园区|实验区|示范区|管委会|管理委员会)')"
_PREDECESSORS = f"""
INSERT INTO agency_predecessor BY NAME
SELECT one.agency_id, before.agency_id AS predecessor_id, max(reform.since) AS since
FROM function_reform AS reform
    JOIN agency AS one ON one.function = reform.function
    JOIN agency AS before ON before.function = reform.predecessor
WHERE one.region_code = before.region_code
    AND one.level IS NOT DISTINCT FROM before.level
    AND one.form IS NOT DISTINCT FROM before.form
    AND {_ZONE.format("one")} = {_ZONE.format("before")}
GROUP BY ALL
ORDER BY ALL
"""
