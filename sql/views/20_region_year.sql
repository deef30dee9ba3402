-- Divisions with the name and the parents that they had in a year: one row per division code and
-- year that is reported on. Codes are used again and names change, so a code is joined with its
-- year. Where a division has no name on record for a year (existed is false), its last one stands.
-- @column region_code: division code
-- @column year: year reported on
-- @column region: name of the division in that year
-- @column level: national, province, prefecture, county or township
-- @column existed: true where region_name has the division for that year
-- @column province_code: code of the province that it is in, or its own
-- @column province: name of the province
-- @column prefecture_code: code of the prefecture that it is in, or its own; null for others
-- @column prefecture: name of the prefecture
-- @column county_code: code of the county that it is in, or its own; null for others
-- @column county: name of the county
with reported as not materialized (  -- see tests/sql/test_first_rows.py
    select distinct year
    from report
    where year is not null
),
named as not materialized (
    select
        n.region_code, y.year,
        arg_max(n.name, coalesce(n.valid_from, 0)) as name,
        arg_max(n.level, coalesce(n.valid_from, 0)) as level,
        arg_max(n.parent_code, coalesce(n.valid_from, 0)) as parent_code
    from region_name n
    join reported y
        on y.year between coalesce(n.valid_from, 0) and coalesce(n.valid_to, 9999)
    group by n.region_code, y.year
),
division as not materialized (
    select
        g.region_code, y.year, n.region_code is not null as existed,
        coalesce(n.name, g.name) as name,
        coalesce(n.level, g.level) as level,
        case when n.region_code is null then g.parent_code else n.parent_code end as parent_code
    from region g
    cross join reported y
    left join named n on n.region_code = g.region_code and n.year = y.year
),
chain as not materialized (
    select
        a.region_code, a.year, a.name as region, a.level, a.existed,
        [a.level, b.level, c.level, d.level] as levels,
        [a.region_code, b.region_code, c.region_code, d.region_code] as codes,
        [a.name, b.name, c.name, d.name] as names
    from division a
    left join division b on b.region_code = a.parent_code and b.year = a.year
    left join division c on c.region_code = b.parent_code and c.year = a.year
    left join division d on d.region_code = c.parent_code and d.year = a.year
)
select
    region_code, year, region, level, existed,
    codes[list_position(levels, 'province')] as province_code,
    names[list_position(levels, 'province')] as province,
    codes[list_position(levels, 'prefecture')] as prefecture_code,
    names[list_position(levels, 'prefecture')] as prefecture,
    codes[list_position(levels, 'county')] as county_code,
    names[list_position(levels, 'county')] as county
from chain
