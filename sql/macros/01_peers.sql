-- The peers of a body in a year, itself among them: reports of the same function, level and
-- like_scope. Empty where its function or level is not known.
-- @parameter body_id: agency_id of the body
-- @parameter in_year: year reported on
-- @parameter same_province: true for those of its own province only; false unless given
(body_id, in_year, same_province := false) as table
select p.*
from agency_year p
join agency_year me
    on me.function = p.function and me.level = p.level and me.like_scope = p.like_scope
    and (not same_province or me.province_code = p.province_code)
where me.agency_id = body_id and me.year = in_year and p.year = in_year
