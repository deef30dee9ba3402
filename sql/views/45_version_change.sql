-- Cells that differ between a version of a report and the one before it: one row per cell, also of
-- the indicators before 2019. A cell that only one of the two has is null in the other. Where
-- neither has a value, a cell differs in what is printed or in how it was read.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column version: the later version
-- @column report_id: report of the later version
-- @column previous_report_id: report of the version before
-- @column cell: path of the cell, or name of the indicator; behind # which of several rows of a name
-- @column label: the form's own label of row and column, or the label of the indicator as printed
-- @column previous_value: value in the version before; null unless that was a reading
-- @column value: value in the later version; null unless it is a reading
-- @column previous_raw: text of the cell as printed in the version before
-- @column raw: text of the cell as printed in the later version
-- @column previous_status: how the cell was read in the version before; null where it is not there
-- @column status: how the cell was read in the later version; null where it is not there
-- @column previous_unit: unit in the version before
-- @column unit: unit in the later version
with concerned as (
    select report_id from version_pair
    union
    select previous_report_id from version_pair
),
named_indicator as (
    select
        *,
        cell || coalesce(
            '#' || nullif(row_number() over (partition by report_id, cell order by position), 1), ''
        ) as name
    from fact_indicator
    semi join concerned using (report_id)
),
printed as (
    select report_id, cell, null as label, value, raw, status, unit
    from fact_proactive_disclosure
    semi join concerned using (report_id)
    union all
    select report_id, cell, null, count, raw, status, '件'
    from fact_application
    semi join concerned using (report_id)
    union all
    select report_id, cell, null, count, raw, status, '件'
    from fact_review_litigation
    semi join concerned using (report_id)
    union all
    select report_id, name, label, value, raw, status, unit
    from named_indicator
    union all
    select report_id, name || '.cumulative', label || ' (累计)', cumulative, null, status, unit
    from named_indicator
    where cumulative is not null
),
side as (
    select p.report_id, true as later, c.* exclude (report_id)
    from version_pair p
    join printed c on c.report_id = p.report_id
    union all
    select p.report_id, false, c.* exclude (report_id)
    from version_pair p
    join printed c on c.report_id = p.previous_report_id
),
beside as (
    select
        report_id, cell,
        coalesce(max(label) filter (where later), max(label)) as label,
        max(value) filter (where not later) as previous_value,
        max(value) filter (where later) as value,
        max(raw) filter (where not later) as previous_raw,
        max(raw) filter (where later) as raw,
        max(status) filter (where not later) as previous_status,
        max(status) filter (where later) as status,
        max(unit) filter (where not later) as previous_unit,
        max(unit) filter (where later) as unit
    from side
    group by report_id, cell
),
form as (
    select cell, arg_max(row_label || ' × ' || column_label, edition) as label
    from form_cell
    group by cell
)
select
    p.agency_id, p.agency_name, p.year, p.version, b.report_id, p.previous_report_id,
    b.cell, coalesce(b.label, f.label) as label,
    b.previous_value, b.value, b.previous_raw, b.raw, b.previous_status, b.status,
    b.previous_unit, b.unit
from beside b
join version_pair p using (report_id)
left join form f using (cell)
where b.previous_value is distinct from b.value
    or coalesce(b.previous_status, 'absent') <> coalesce(b.status, 'absent')
    or b.value is not null and b.previous_unit is distinct from b.unit
    or b.value is null and b.previous_raw is distinct from b.raw
