-- Year over year: every figure of a current report beside that of the same body's report of the
-- year before. change is null where that report is missing, or either year lacks the figure:
-- never zero. Look at same_edition and same_scope before reading a change as one of the body: a
-- report that counts another scope is another series. A body that was merged or renamed begins
-- anew: its predecessors are in agency_predecessor, and succession_change has its first report
-- beside the last of the one body that it continues, if it does.
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
with pair as (
    select
        *,
        lag(year) over body = year - 1 as follows,
        if(follows, lag(above) over body, null) as above_before,
        if(follows, lag(denominators) over body, null) as denominators_before,
        if(follows, lag(edition) over body, null) as edition_before,
        if(follows, lag(like_scope) over body, null) as scope_before
    from figure_list
    window body as (partition by agency_id, function, level order by year)
),
listed as (
    select
        p.agency_id, p.agency_name, p.year, p.function, p.level, f.figure, f.kind,
        p.above[f.position] as above, p.denominators[f.position] as n,
        p.above_before[f.position] as above_before,
        p.denominators_before[f.position] as previous_n,
        p.edition = p.edition_before as same_edition,
        p.like_scope = p.scope_before as same_scope
    from pair p
    cross join figure f
)
select
    agency_id, agency_name, year, function, level, figure, kind,
    if(kind = 'rate', above_before / nullif(previous_n, 0), above_before) as previous_value,
    if(kind = 'rate', above / nullif(n, 0), above) as value,
    value - previous_value as change,
    if(kind = 'rate', null, change / nullif(previous_value, 0)) as change_ratio,
    previous_n, n,
    n < 20 or previous_n < 20 as small_denominator,
    same_edition, same_scope
from listed
