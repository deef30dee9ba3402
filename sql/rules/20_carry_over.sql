-- What is carried in is what the report for the year before carried forward, in total and per
-- applicant type. A warning and no error: two documents are compared, either may be the wrong
-- one, and a body may have corrected its count in between.
-- Not judged: cells without a value (a blank is not taken as zero) and disputed ones; year_pair
-- says which years are not compared. The forms of 2019 and 2021 mean the same by both rows.
with crossing as (
    select report_id, outcome, applicant_type, cell, count
    from fact_application
    anti join disputed_cell using (report_id, cell)
    where outcome in ('carried_in', 'carried_forward') and count is not null
),
label as (
    select "column" as applicant_type, min(column_label) as label, min(position) as position
    from form_cell
    where "table" = 'applications' and "row" = 'new_received'
    group by "column"
),
differing as (
    select p.report_id, p.year - 1 as last_year, k.cell, k.count as found, o.count as expected,
        label.label, label.position
    from year_pair p
    join crossing k on k.report_id = p.report_id and k.outcome = 'carried_in'
    join crossing o
        on o.report_id = p.last_id and o.outcome = 'carried_forward'
        and o.applicant_type = k.applicant_type
    join label on label.applicant_type = k.applicant_type
    where k.count <> o.count
)
select
    report_id,
    list(cell order by position) as cells,
    printf('what is carried in is not what the report for %d carries forward: %s',
        any_value(last_year),
        string_agg(printf('%s %d, there %d', label, found, expected), '; ' order by position))
        as message,
    printf('“上年结转”与%d年度报告的“结转下年度继续办理”不一致：%s',
        any_value(last_year),
        string_agg(printf('%s为%d，上年报告为%d', label, found, expected), '；' order by position))
        as message_zh,
    string_agg(expected::varchar, ' ' order by position) as expected,
    string_agg(found::varchar, ' ' order by position) as found
from differing
group by report_id
