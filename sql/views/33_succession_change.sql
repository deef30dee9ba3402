-- The first report of a body that continues another one (agency_succession) beside the last
-- report of that one, where these are of two years running: one row per body and figure, with the
-- columns of figure_change and predecessor_id, which marks them. figure_change leaves previous
-- values null there; UNION ALL BY NAME of both follows a body through its reform. Mergers and
-- splits are not here: no figures are added up.
-- @column agency_id: body that continues the other
-- @column agency_name: the body's name as printed
-- @column year: year reported on: the body's first
-- @column function: code of what the body is responsible for
-- @column level: level of the division or of the body's
-- @column predecessor_id: body that it continues, whose report is that of the year before
-- @column figure: code of the figure: see figure
-- @column kind: count, amount or rate
-- @column previous_value: value of the predecessor's last report; unit: see figure
-- @column value: value of the year; unit: see figure
-- @column change: value less previous_value; for a rate in shares, 0.01 is a percentage point
-- @column change_ratio: change / previous_value; null for rates and where that was zero
-- @column previous_n: of a rate, its denominator in the predecessor's report; unit: 件
-- @column n: of a rate, its denominator; unit: 件
-- @column small_denominator: true where either denominator is under 20; null where not known
-- @column same_edition: whether both reports are of one edition
-- @column same_scope: whether both reports are of one like_scope
select
    l.agency_id, l.agency_name, l.year, l.function, l.level, s.predecessor_id,
    l.figure, l.kind,
    b.value as previous_value, l.value,
    l.value - b.value as change,
    if(l.kind = 'rate', null, change / nullif(b.value, 0)) as change_ratio,
    b.n as previous_n, l.n,
    l.n < 20 or b.n < 20 as small_denominator,
    l.edition = b.edition as same_edition,
    l.like_scope = b.like_scope as same_scope
from agency_succession s
join report_figure l on l.agency_id = s.agency_id and l.year = s.first_year
join report_figure b
    on b.agency_id = s.predecessor_id and b.year = s.last_year and b.figure = l.figure
where s.first_year = s.last_year + 1
