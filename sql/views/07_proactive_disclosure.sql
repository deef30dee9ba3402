-- Section two of current reports: one row per agency and year, measures of the form of 2021.
-- Null where the cell has no value or the printed form has no such measure: a form of 2019
-- prints the three kinds of decisions only, and its totals are not what is in force.
-- A count that is not a whole number is null too. A blank is null, not zero.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column rules_issued: 规章 issued in the year; unit: 件
-- @column rules_repealed: 规章 repealed in the year; unit: 件
-- @column rules_in_force: 规章 in force; unit: 件
-- @column normative_documents_issued: 行政规范性文件 issued in the year; unit: 件
-- @column normative_documents_repealed: 行政规范性文件 repealed in the year; unit: 件
-- @column normative_documents_in_force: 行政规范性文件 in force; unit: 件
-- @column licence_decisions: decisions on 行政许可 in the year; unit: 件
-- @column penalty_decisions: decisions on 行政处罚 in the year; unit: 件
-- @column coercion_decisions: decisions on 行政强制 in the year; unit: 件
-- @column fees_wan_yuan: 行政事业性收费; null where printed in another unit; unit: 万元
with printed as (
    select
        report_id, agency_id, year, cell, value, unit,
        case when value = trunc(value) then value::bigint end as pieces
    from fact_proactive_disclosure
),
wide as (
    select
        report_id, agency_id, year,
        max(pieces) filter (where cell = 'proactive.rules.issued') as rules_issued,
        max(pieces) filter (where cell = 'proactive.rules.repealed') as rules_repealed,
        max(pieces) filter (where cell = 'proactive.rules.in_force') as rules_in_force,
        max(pieces) filter (where cell = 'proactive.normative_documents.issued')
            as normative_documents_issued,
        max(pieces) filter (where cell = 'proactive.normative_documents.repealed')
            as normative_documents_repealed,
        max(pieces) filter (where cell = 'proactive.normative_documents.in_force')
            as normative_documents_in_force,
        max(pieces) filter (where cell = 'proactive.licences.decisions') as licence_decisions,
        max(pieces) filter (where cell = 'proactive.penalties.decisions') as penalty_decisions,
        max(pieces) filter (where cell = 'proactive.coercions.decisions') as coercion_decisions,
        max(value) filter (where cell = 'proactive.fees.amount_wan_yuan' and unit = '万元')
            as fees_wan_yuan
    from printed
    group by report_id, agency_id, year
)
select r.report_id, r.agency_id, r.agency_name, r.year, r.edition,
    w.rules_issued, w.rules_repealed, w.rules_in_force,
    w.normative_documents_issued, w.normative_documents_repealed, w.normative_documents_in_force,
    w.licence_decisions, w.penalty_decisions, w.coercion_decisions, w.fees_wan_yuan
from current_report r
join wide w using (report_id, agency_id, year)
