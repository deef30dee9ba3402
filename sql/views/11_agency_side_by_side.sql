-- Current reports side by side, one row per agency and year, in pinyin order of the name.
-- For reading; report_headline, outcome_rate and proactive_disclosure say how each figure is
-- made and where a blank counts as zero. A figure that the report does not give is null.
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column received: applications newly received; unit: 件
-- @column carried_in: applications carried in from the year before; unit: 件
-- @column granted: granted in full; unit: 件
-- @column partially_granted: granted in part; unit: 件
-- @column refused: refused on one of eight grounds; unit: 件
-- @column unable: not held, needs creation, or unclear after correction; unit: 件
-- @column not_processed: not processed on one of five grounds; unit: 件
-- @column other_handling: lapsed or handled in another way; unit: 件
-- @column carried_forward: carried forward to the next year; unit: 件
-- @column granted_of_handled_percent: granted of all handled, one decimal; unit: %
-- @column n: applications handled, on which the percentage rests; unit: 件
-- @column reviews: reconsideration cases; unit: 件
-- @column reviews_corrected: reconsideration cases that corrected the agency; unit: 件
-- @column normative_documents_in_force: 行政规范性文件 in force; unit: 件
-- @column licences: decisions on 行政许可 in the year; unit: 件
-- @column findings: findings of severity error or warning on the report
-- @column agency_id: stable identifier of the body: two bodies may share a name
select
    h.agency_name, h.year, h.received, h.carried_in,
    h.granted, h.partially_granted, h.refused, h.unable, h.not_processed, h.other_handling,
    h.carried_forward,
    round(100 * o.rate, 1) as granted_of_handled_percent, o.n,
    h.reviews, v.corrected as reviews_corrected,
    p.normative_documents_in_force, p.licence_decisions as licences,
    h.findings_error + h.findings_warning as findings,
    h.agency_id
from report_headline h
left join outcome_rate o
    on o.agency_id = h.agency_id and o.year = h.year and o.rate_name = 'granted_of_handled'
left join review_litigation_result v
    on v.report_id = h.report_id and v.channel = 'reconsideration'
left join proactive_disclosure p on p.report_id = h.report_id
order by h.agency_name collate zh, h.year
