-- Every figure of the view figure for every current report, one row per agency, year and figure.
-- value is null where the report does not give it: never zero. A rate has its numerator and
-- denominator, as in outcome_rate and reversal_rate; compare one figure at a time, n beside it.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column function: code of what the body is responsible for
-- @column level: level of the division or of the body's
-- @column like_scope: scope by which reports are grouped: see agency_year
-- @column region_code: code of the division
-- @column province_code: code of the province
-- @column province: name of the province
-- @column prefecture_code: code of the prefecture
-- @column county_code: code of the county
-- @column figure: code of the figure
-- @column kind: count, amount or rate
-- @column value: the count, the amount, or the rate as a share from 0 to 1; unit: see figure
-- @column numerator: of a rate, the count above the line; unit: 件
-- @column denominator: of a rate, the count below the line; unit: 件
-- @column n: of a rate, the number it rests on (the denominator); unit: 件
-- @column small_denominator: true where n is under 20; null where n is null or it is no rate
select
    l.agency_id, l.agency_name, l.year, l.edition, l.function, l.level, l.like_scope,
    l.region_code, l.province_code, l.province, l.prefecture_code, l.county_code,
    f.figure, f.kind,
    case f.kind
        when 'rate' then l.above[f.position] / nullif(l.denominators[f.position], 0)
        else l.above[f.position]
    end as value,
    case f.kind when 'rate' then l.above[f.position]::bigint end as numerator,
    l.denominators[f.position] as denominator,
    denominator as n,
    denominator < 20 as small_denominator
from figure_list l
cross join figure f
