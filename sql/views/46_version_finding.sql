-- Findings that came or went between a version of a report and the one before it: one row each.
-- Findings that hold of both are left out.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column version: the later version
-- @column report_id: report of the later version
-- @column previous_report_id: report of the version before
-- @column change: came: only the later version has it; went: only the one before had it
-- @column rule: rule that is or was broken
-- @column severity: how grave it is
-- @column cells: names of the cells concerned
-- @column message: what was found, in one sentence
-- @column message_zh: the same sentence in Chinese
-- @column expected: what the rule expects
-- @column found: what is printed
with later as (
    select p.report_id, f.* exclude (report_id)
    from version_pair p
    join finding f on f.report_id = p.report_id
),
before as (
    select p.report_id, f.* exclude (report_id)
    from version_pair p
    join finding f on f.report_id = p.previous_report_id
),
changed as (
    select 'came' as change, * from (from later except from before)
    union all
    select 'went', * from (from before except from later)
)
select
    p.agency_id, p.agency_name, p.year, p.version, c.report_id, p.previous_report_id,
    c.change, c.rule, c.severity, c.cells, c.message, c.message_zh, c.expected, c.found
from changed c
join version_pair p using (report_id)
