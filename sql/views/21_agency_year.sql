-- Current reports with what their bodies are: function, form, level and region as it was called
-- in that year. Null is what is not certain. scope is whose requests the report counts, as its
-- text says; like_scope is what reports are grouped by, so that only like is compared or added:
-- scope, or where the text does not say, own for departments, branches and outposts, and
-- not_stated for all others, whose reports may cover one office or a whole region.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column function: code of what the body is responsible for: see agency_function
-- @column function_label: what the body is responsible for
-- @column form: kind of body by its place in the administration
-- @column level: level of the division or of the body's
-- @column scope: whose requests the report counts; null where the text does not say
-- @column like_scope: own, with_departments, region or not_stated
-- @column region_code: code of the division
-- @column region: name of the division in that year
-- @column province_code: code of the province
-- @column province: name of the province
-- @column prefecture_code: code of the prefecture
-- @column prefecture: name of the prefecture
-- @column county_code: code of the county
-- @column county: name of the county
select
    r.report_id, r.agency_id, r.agency_name, r.year, r.edition,
    a.function, f.label as function_label, a.form, a.level,
    p.scope,
    coalesce(
        p.scope,
        case when a.form in ('department', 'branch', 'outpost') then 'own' else 'not_stated' end
    ) as like_scope,
    coalesce(p.region_code, a.region_code) as region_code, g.region,
    g.province_code, g.province, g.prefecture_code, g.prefecture, g.county_code, g.county
from current_report r
join report p using (report_id)
left join agency a on a.agency_id = r.agency_id
left join agency_function f on f.function = a.function
left join region_year g
    on g.region_code = coalesce(p.region_code, a.region_code) and g.year = r.year
