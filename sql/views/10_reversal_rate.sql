-- Share of review and litigation cases that corrected the agency, one row per agency, year,
-- channel and definition. Compare one channel and one rate_name at a time, with n beside it;
-- the channel litigation is its two branches added. rate is null where an operand is null or
-- the denominator is zero; no blank is counted as zero.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column channel: reconsideration, litigation_direct, litigation_after_reconsideration, litigation
-- @column rate_name: name of the definition: numerator_of_denominator
-- @column definition: the definition in words, columns of review_litigation_result
-- @column numerator: cases that corrected the agency; unit: 件
-- @column denominator: cases counted below the line; unit: 件
-- @column n: number of cases that the rate rests on (the denominator); unit: 件
-- @column rate: numerator / denominator; unit: share, 0 to 1
-- @column small_denominator: true where n is under 20; null where n is null
select
    v.agency_id, v.agency_name, v.year, v.channel,
    d.rate_name, d.definition, v.corrected as numerator, d.denominator, d.denominator as n,
    v.corrected / nullif(d.denominator, 0) as rate,
    d.denominator < 20 as small_denominator
from review_litigation_result v
cross join lateral (values
    ('corrected_of_all', 'corrected / total', total),
    ('corrected_of_concluded', 'corrected / (upheld + corrected + other), pending left out',
        upheld + corrected + other),
    ('corrected_of_upheld_and_corrected', 'corrected / (upheld + corrected)',
        upheld + corrected)
) as d (rate_name, definition, denominator)
