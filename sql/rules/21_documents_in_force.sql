-- What is in force at the end of the year is what was in force a year before, with what was
-- issued and without what was repealed: 规章 and 行政规范性文件, each by itself.
-- The form of 2021 only: the totals of that of 2019 are not what is in force. Not judged where
-- one of the four figures has no value, and where nothing is in force in both years: such bodies
-- do not fill the column in.
with stock as (
    select
        p.report_id, p.year, unnest([
            {
                'item': 'rules', 'label': '规章', 'found': f.rules_in_force,
                'before': l.rules_in_force, 'issued': f.rules_issued,
                'repealed': f.rules_repealed
            },
            {
                'item': 'normative_documents', 'label': '行政规范性文件',
                'found': f.documents_in_force, 'before': l.documents_in_force,
                'issued': f.documents_issued, 'repealed': f.documents_repealed
            }
        ], recursive := true)
    from year_pair p
    join judged_figure f on f.report_id = p.report_id
    join judged_figure l on l.report_id = p.last_id
),
differing as (
    select *, before + issued - repealed as expected
    from stock
    where found <> before + issued - repealed and (found > 0 or before > 0)
)
select
    report_id,
    flatten(list([
        'proactive.' || item || '.issued', 'proactive.' || item || '.repealed',
        'proactive.' || item || '.in_force'
    ] order by item desc)) as cells,
    string_agg(printf(
        '%s: %d in force, but %d at the end of %d, %d issued and %d repealed since make %d',
        label, found::bigint, before::bigint, year - 1, issued::bigint, repealed::bigint,
        expected::bigint
    ), '; ' order by item desc) as message,
    string_agg(printf(
        '%s现行有效%d件，而%d年末%d件、本年制发%d件、废止%d件，应为%d件',
        label, found::bigint, year - 1, before::bigint, issued::bigint, repealed::bigint,
        expected::bigint
    ), '；' order by item desc) as message_zh,
    string_agg(expected::bigint::varchar, ' ' order by item desc) as expected,
    string_agg(found::bigint::varchar, ' ' order by item desc) as found
from differing
group by report_id
