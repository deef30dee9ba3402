-- Section three of current reports, one row per printed cell, with the form's labels and roles.
-- Totals are in it: add up application_leaf instead.
-- Labels and roles are those of the report's edition; a row that only another edition prints
-- (hybrid forms) has that edition's. Where a form prints other_handling as well as figures in
-- the rows below it, other_handling is their total. A blank is null, not zero.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column cell: path of the cell in the form: table.row.column
-- @column outcome: row of section three: how an application came in or ended
-- @column applicant_type: column of section three: who applied, or total
-- @column position: place of the cell in the order of the form
-- @column row_label: label of the row as the form prints it
-- @column column_label: label of the column as the form prints it
-- @column row_role: inflow, leaf, total or outflow; null for a row that no stored form has
-- @column column_role: leaf or total; null for a row that no stored form has
-- @column count: printed count; null unless status is a reading; unit: 件
-- @column status: how the cell was read
with form as (
    select distinct on (e.edition, c.cell)
        e.edition, c.cell, c.position,
        c.row_label, c.column_label, c.row_role, c.column_role
    from form_edition e
    cross join form_cell c
    where c."table" = 'applications'
    order by e.edition, c.cell, c.edition = e.edition desc, c.edition desc
),
itemised as (
    select distinct report_id
    from fact_application
    where outcome in ('lapsed_no_correction', 'lapsed_no_fee', 'other')
        and count is not null
)
select
    r.report_id, r.agency_id, r.agency_name, r.year, r.edition,
    f.cell, f.outcome, f.applicant_type, form.position,
    form.row_label, form.column_label,
    case
        when f.outcome = 'other_handling' and i.report_id is not null then 'total'
        else form.row_role
    end as row_role,
    form.column_role,
    f.count, f.status
from current_report r
join fact_application f using (report_id)
-- as one condition: as two, a filter on the form's columns has DuckDB join all reports with all cells
left join form on (form.edition, form.cell) = (r.edition, f.cell)
left join itemised i on i.report_id = r.report_id
