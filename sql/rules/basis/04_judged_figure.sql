-- Figures of current reports that rules compare, one row per report; null where a cell has no
-- value, is disputed, or is in another unit than the form's. A blank is null and not zero.
with printed as (
    select report_id, cell, count::double as value
    from fact_application
    where applicant_type = 'total' and outcome in ('new_received', 'total_handled', 'other')
    union all
    select report_id, cell, value
    from fact_proactive_disclosure
    where value is not null and (item <> 'fees' or unit = '万元')
    union all
    select report_id, 'received', value
    from fact_indicator
    where code = 'received.total'
)
select
    r.place, r.report_id, r.year, r.function, r.level,
    coalesce(
        max(value) filter (where cell = 'applications.new_received.total'),
        max(value) filter (where cell = 'received')
    ) as received,
    max(value) filter (where cell = 'applications.total_handled.total') as handled,
    max(value) filter (where cell = 'applications.other.total') as other,
    max(value) filter (where cell = 'proactive.rules.issued') as rules_issued,
    max(value) filter (where cell = 'proactive.rules.repealed') as rules_repealed,
    max(value) filter (where cell = 'proactive.rules.in_force') as rules_in_force,
    max(value) filter (where cell = 'proactive.rules.made') as rules_made,
    max(value) filter (where cell = 'proactive.normative_documents.issued') as documents_issued,
    max(value) filter (where cell = 'proactive.normative_documents.repealed')
        as documents_repealed,
    max(value) filter (where cell = 'proactive.normative_documents.in_force')
        as documents_in_force,
    max(value) filter (where cell = 'proactive.licences.decisions') as licences,
    max(value) filter (where cell = 'proactive.penalties.decisions') as penalties,
    max(value) filter (where cell = 'proactive.coercions.decisions') as coercions,
    max(value) filter (where cell = 'proactive.fees.amount_wan_yuan') as fees
from judged_report r
join printed using (report_id)
anti join disputed_cell using (report_id, cell)
group by all
