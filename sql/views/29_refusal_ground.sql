-- On what grounds applications did not lead to disclosure: one row per agency, year and row of
-- 不予公开 (refused), 无法提供 (unable) and 不予处理 (not_processed). numerator is the printed 总计,
-- a blank as zero only where its row is read as zero (application_outcome.counted). denominator
-- is the sum of its group, null unless every row of the group has a value.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column outcome_group: refused, unable or not_processed
-- @column outcome: row of section three: the ground
-- @column position: place of the row in the order of the form
-- @column label: label of the row as the form prints it
-- @column numerator: applications ended on this ground; unit: 件
-- @column denominator: applications ended on any ground of the group; unit: 件
-- @column n: number of applications that the share rests on (the denominator); unit: 件
-- @column share: numerator / denominator; unit: share, 0 to 1
-- @column small_denominator: true where n is under 20; null where n is null
-- @column handled: all applications handled, for shares of all; unit: 件
with of_group as (
    select
        o.*,
        case o.outcome_group
            when 'refused' then h.refused
            when 'unable' then h.unable
            else h.not_processed
        end as whole,
        h.handled
    from application_outcome o
    join report_headline h
        on h.report_id = o.report_id and h.agency_id = o.agency_id and h.year = o.year
    where o.outcome_group in ('refused', 'unable', 'not_processed')
)
select
    agency_id, agency_name, year, outcome_group, outcome, position, row_label as label,
    counted as numerator, whole as denominator, whole as n,
    counted / nullif(whole, 0) as share,
    whole < 20 as small_denominator,
    handled
from of_group
