-- Section four of current reports: one row per agency, year and channel.
-- The channel litigation is the two branches (direct, after reconsideration) added, and null
-- where either branch has no value: no blank is counted as zero here.
-- Do not add litigation to its branches.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column channel: reconsideration, litigation_direct, litigation_after_reconsideration, litigation
-- @column upheld: cases that upheld the agency's decision (结果维持); unit: 件
-- @column corrected: cases that corrected the agency (结果纠正); unit: 件
-- @column other: cases with another result (其他结果); unit: 件
-- @column pending: cases not concluded (尚未审结); unit: 件
-- @column total: printed total (总计); for litigation the two printed totals added; unit: 件
with branch as (
    select
        report_id, agency_id, year, channel,
        max(count) filter (where result = 'upheld') as upheld,
        max(count) filter (where result = 'corrected') as corrected,
        max(count) filter (where result = 'other') as other,
        max(count) filter (where result = 'pending') as pending,
        max(count) filter (where result = 'total') as total
    from fact_review_litigation
    group by report_id, agency_id, year, channel
),
litigation as (
    select
        d.report_id, d.agency_id, d.year, 'litigation' as channel,
        d.upheld + a.upheld as upheld,
        d.corrected + a.corrected as corrected,
        d.other + a.other as other,
        d.pending + a.pending as pending,
        d.total + a.total as total
    from branch d
    join branch a using (report_id, agency_id, year)
    where d.channel = 'litigation_direct'
        and a.channel = 'litigation_after_reconsideration'
),
channel as (
    from branch
    union all by name
    from litigation
)
select
    r.report_id, r.agency_id, r.agency_name, r.year,
    c.channel, c.upheld, c.corrected, c.other, c.pending, c.total
from current_report r
join channel c using (report_id, agency_id, year)
