-- Rates of outcomes, one row per agency, year and definition: the name says which definition.
-- The same table gives very different rates by definition: compare one rate_name at a time,
-- with n beside it. rate is null where an operand is null or the denominator is zero.
-- Operands are columns of report_headline, which says where a blank counts as zero.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column rate_name: name of the definition: numerator_of_denominator
-- @column definition: the definition in words, columns of report_headline
-- @column numerator: applications counted above the line; unit: 件
-- @column denominator: applications counted below the line; unit: 件
-- @column n: number of applications that the rate rests on (the denominator); unit: 件
-- @column rate: numerator / denominator; unit: share, 0 to 1
-- @column small_denominator: true where n is under 20; null where n is null
select
    h.agency_id, h.agency_name, h.year,
    d.rate_name, d.definition, d.numerator, d.denominator, d.denominator as n,
    d.numerator / nullif(d.denominator, 0) as rate,
    d.denominator < 20 as small_denominator
from report_headline h
cross join lateral (values
    ('granted_of_handled', 'granted / handled', granted, handled),
    ('partially_granted_of_handled', 'partially_granted / handled', partially_granted, handled),
    ('granted_or_partial_of_handled', '(granted + partially_granted) / handled',
        granted + partially_granted, handled),
    ('granted_or_partial_of_substantive',
        '(granted + partially_granted) / (granted + partially_granted + refused + unable)',
        granted + partially_granted, granted + partially_granted + refused + unable),
    ('granted_or_partial_of_granted_partial_refused',
        '(granted + partially_granted) / (granted + partially_granted + refused)',
        granted + partially_granted, granted + partially_granted + refused),
    ('refused_of_handled', 'refused / handled', refused, handled),
    ('unable_of_handled', 'unable / handled', unable, handled),
    ('not_processed_of_handled', 'not_processed / handled', not_processed, handled),
    ('other_handling_of_handled', 'other_handling / handled', other_handling, handled)
) as d (rate_name, definition, numerator, denominator)
