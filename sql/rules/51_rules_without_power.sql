-- 规章 are made by departments of the State Council and by governments of provinces and of cities
-- with districts (立法法; autonomous prefectures too). Judged where kind and level of the body are
-- known; not where a report counts for more than the body itself, or is a government's office's.
select
    r.report_id,
    list_filter(
        [
            case when f.rules_issued > 0 then 'proactive.rules.issued' end,
            case when f.rules_repealed > 0 then 'proactive.rules.repealed' end,
            case when f.rules_in_force > 0 then 'proactive.rules.in_force' end,
            case when f.rules_made > 0 then 'proactive.rules.made' end
        ],
        lambda cell: cell is not null
    ) as cells,
    printf('规章 are reported by a body that cannot make any (%s, %s level)', r.form, r.level)
        as message,
    '该机关无规章制定权，却填报了规章数量，疑为规范性文件误填' as message_zh,
    '0' as expected,
    greatest(
        coalesce(f.rules_issued, 0), coalesce(f.rules_repealed, 0),
        coalesce(f.rules_in_force, 0), coalesce(f.rules_made, 0)
    )::bigint::varchar as found
from judged_report r
join judged_figure f using (report_id)
left join region g on g.region_code = r.region_code
where greatest(f.rules_issued, f.rules_repealed, f.rules_in_force, f.rules_made) > 0
    and coalesce(r.scope, 'own') = 'own'
    and not regexp_matches(r.agency_name, '政府办公[室厅]$')
    and case r.form
        when 'government' then r.level in ('county', 'township')
            or (r.level = 'prefecture' and regexp_matches(g.name, '(地区|盟)$'))
        when 'other' then false
        else r.form is not null and r.level <> 'national'
    end
