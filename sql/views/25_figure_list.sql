-- The figures of each current report as two lists in the order of the view figure: what
-- report_figure and figure_change unfold. A rate has a denominator, and above is its numerator;
-- of counts and amounts above is the value.
-- @stored
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
-- @column above: values, or numerators of rates; unit: see figure
-- @column denominators: denominators of rates; null for counts and amounts; unit: 件
with review as (
    select
        report_id, agency_id, year,
        max([total, upheld, corrected, other, pending]) filter (where channel = 'reconsideration')
            as r,
        max([total, upheld, corrected, other, pending]) filter (where channel = 'litigation') as l
    from review_litigation_result
    where channel in ('reconsideration', 'litigation')
    group by report_id, agency_id, year
),
person as (
    select report_id, agency_id, year, count as received
    from fact_application
    where outcome = 'new_received' and applicant_type = 'natural_person'
),
wide as (
    select
        y.function, y.level, y.like_scope, y.region_code,
        y.province_code, y.province, y.prefecture_code, y.county_code,
        h.*,
        p.rules_issued, p.rules_in_force, p.normative_documents_issued,
        p.normative_documents_repealed, p.normative_documents_in_force,
        p.licence_decisions, p.penalty_decisions, p.coercion_decisions, p.fees_wan_yuan,
        v.r, v.l, n.received as natural_person,
        h.received + h.carried_in as due,
        h.granted + h.partially_granted as disclosed
    from agency_year y
    join report_headline h
        on h.report_id = y.report_id and h.agency_id = y.agency_id and h.year = y.year
    left join proactive_disclosure p
        on p.report_id = h.report_id and p.agency_id = h.agency_id and p.year = h.year
    left join review v
        on v.report_id = h.report_id and v.agency_id = h.agency_id and v.year = h.year
    left join person n
        on n.report_id = h.report_id and n.agency_id = h.agency_id and n.year = h.year
)
select
    agency_id, agency_name, year, edition, function, level, like_scope, region_code,
    province_code, province, prefecture_code, county_code,
    [
        rules_issued, rules_in_force, normative_documents_issued,
        normative_documents_repealed, normative_documents_in_force,
        licence_decisions, penalty_decisions, coercion_decisions, fees_wan_yuan,
        received, carried_in, handled, granted, partially_granted, refused,
        unable, not_processed, other_handling, carried_forward,
        granted, partially_granted, disclosed, disclosed, disclosed,
        refused, unable, not_processed, other_handling, carried_forward, natural_person,
        r[1], r[2], r[3], r[4], r[5], r[3], r[3], r[3],
        l[1], l[2], l[3], l[4], l[5], l[3], l[3], l[3]
    ]::double[] as above,
    [
        null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, null,
        handled, handled, handled,
        disclosed + refused + unable, disclosed + refused,
        handled, handled, handled, handled, due, received,
        null, null, null, null, null, r[1], r[2] + r[3] + r[4], r[2] + r[3],
        null, null, null, null, null, l[1], l[2] + l[3] + l[4], l[2] + l[3]
    ]::bigint[] as denominators
from wide
