-- Year over year: every figure of a current report beside that of the same body's report of the
-- year before. change is null where that report is missing, or either year lacks the figure:
-- never zero. Look at same_edition and same_scope before reading a change as one of the body: a
-- report that counts another scope is another series. A body that was merged or renamed begins
-- anew: its predecessors are in agency_predecessor.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column function: code of what the body is responsible for
-- @column level: level of the division or of the body's
-- @column figure: code of the figure: see figure
-- @column kind: count, amount or rate
-- @column previous_value: value of the year before; unit: see figure
-- @column value: value of the year; unit: see figure
-- @column change: value less previous_value; for a rate in shares, 0.01 is a percentage point
-- @column change_ratio: change / previous_value; null for rates and where that was zero
-- @column previous_n: of a rate, its denominator in the year before; unit: 件
-- @column n: of a rate, its denominator; unit: 件
-- @column small_denominator: true where either denominator is under 20; null where not known
-- @column same_edition: whether both reports are of one edition; null without a year before
-- @column same_scope: whether both reports are of one like_scope; null without a year before
with before as (
    select
        agency_id, year + 1 as year, figure, value, n, small_denominator, edition, like_scope
    from report_figure
)
select
    c.agency_id, c.agency_name, c.year, c.function, c.level, c.figure, c.kind,
    p.value as previous_value, c.value,
    c.value - p.value as change,
    case when c.kind <> 'rate' then (c.value - p.value) / nullif(p.value, 0) end as change_ratio,
    p.n as previous_n, c.n,
    c.small_denominator or p.small_denominator as small_denominator,
    c.edition = p.edition as same_edition,
    c.like_scope = p.like_scope as same_scope
from report_figure c
left join before p
    on p.agency_id = c.agency_id and p.year = c.year and p.figure = c.figure
