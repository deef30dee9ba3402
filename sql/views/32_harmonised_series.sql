-- A series across the editions of the form: one row per current report and concept, whatever its
-- edition calls it. value is null where the report gives none (state no_value) or its edition has
-- no such row (state not_in_edition): a concept that an edition lacks is missing, never zero.
-- comparison says how far the concept may be compared across editions: same; with_caveat or
-- as_sum (see caveat); from_2019 or from_2021 (earlier forms lack it). series_break is true where
-- the agency's report before this one gave the concept by another definition: a step there may be
-- the form's and not the body's. Provincial lists (edition local) are never taken as the same.
-- A report's scope matters as well: see like_scope in agency_year. The first report of a body that
-- continues another one (agency_succession) comes after the last of that one.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column edition: edition of the form that is printed
-- @column concept: code of the concept
-- @column position: place in the order of the form
-- @column label: what the concept is, in Chinese
-- @column value: the year's value; null unless state is value; unit: 件
-- @column state: value, no_value or not_in_edition
-- @column comparison: same, with_caveat, as_sum, from_2019 or from_2021
-- @column caveat: what to bear in mind when comparing across editions
-- @column previous_year: year of the agency's report before this one; null for the first
-- @column predecessor_id: body whose report that was, where it is not the body itself
-- @column series_break: whether the definition differs from that report's; null for the first
with concept as (
    select *, (row_number() over ())::integer as position
    from (values
        ('received', '收到申请', 'same', null, ['received.total']),
        ('granted', '予以公开', 'with_caveat', '2014: 属于已主动公开范围 + 同意公开',
            ['answered.already_public', 'answered.granted']),
        ('partially_granted', '部分公开', 'same', null, ['answered.partially_granted']),
        ('refused_state_secret', '国家秘密', 'same', null, ['answered.refused_state_secret']),
        ('refused_security_stability', '三安全一稳定', 'same', null,
            ['answered.refused_security_stability']),
        ('refused_third_party', '第三方合法权益', 'as_sum', '2014: 商业秘密 + 个人隐私',
            ['answered.refused_business_secret', 'answered.refused_privacy']),
        ('not_held', '本机关不掌握', 'as_sum', '2014: 不属于本行政机关公开 + 申请信息不存在',
            ['answered.not_this_agency', 'answered.not_existing']),
        ('other_handling', '其他处理', 'from_2019', '2021: 三行之和', null),
        ('carried_in', '上年结转', 'from_2019', null, null),
        ('carried_forward', '结转下年度', 'from_2019', null, null),
        ('received_natural_person', '新收:自然人', 'from_2019', null, null),
        ('received_business', '新收:商业企业', 'from_2019', null, null),
        ('received_research', '新收:科研机构', 'from_2019', null, null),
        ('received_public_interest', '新收:社会公益组织', 'from_2019', null, null),
        ('received_legal_service', '新收:法律服务机构', 'from_2019', null, null),
        ('received_other_organisation', '新收:其他', 'from_2019', null, null),
        ('reconsideration_upheld', '复议维持', 'same', null, ['reconsideration.upheld']),
        ('reconsideration_corrected', '复议纠正', 'same', null, ['reconsideration.corrected']),
        ('reconsideration_other', '复议其他结果', 'same', null, ['reconsideration.other']),
        ('reconsideration_pending', '复议尚未审结', 'from_2019', null, null),
        ('litigation_upheld', '诉讼维持', 'as_sum', '2019, 2021: 两类诉讼之和',
            ['litigation.upheld']),
        ('litigation_corrected', '诉讼纠正', 'as_sum', '2019, 2021: 两类诉讼之和',
            ['litigation.corrected']),
        ('litigation_other', '诉讼其他结果', 'as_sum', '2019, 2021: 两类诉讼之和',
            ['litigation.other']),
        ('litigation_pending', '诉讼尚未审结', 'from_2019', '两类诉讼之和', null),
        ('rules_in_force', '规章现行有效', 'from_2021', '2019: 对外公开总数量是另一概念', null),
        ('normative_documents_in_force', '行政规范性文件现行有效', 'from_2021',
            '2019: 对外公开总数量是另一概念', null)
    ) as c (concept, label, comparison, caveat, codes)
),
code as (
    select position, unnest(codes) as code, len(codes) as parts
    from concept
    where codes is not null
),
indicator as (
    select
        report_id, agency_id, year, code,
        case when count(*) = count(value) and min(value) = max(value) then min(value) end as value
    from fact_indicator
    where code is not null
    group by report_id, agency_id, year, code
),
early as (
    select
        report_id, agency_id, year,
        map_from_entries(list((position, value))) as "values"
    from (
        select
            i.report_id, i.agency_id, i.year, c.position,
            case when count(i.value) = any_value(c.parts) then sum(i.value) end as value
        from indicator i
        join code c using (code)
        group by i.report_id, i.agency_id, i.year, c.position
    )
    group by report_id, agency_id, year
),
applied as (
    select
        report_id, agency_id, year,
        max(count) filter (where outcome = 'refused_state_secret') as state_secret,
        max(count) filter (where outcome = 'refused_security_stability') as security_stability,
        max(count) filter (where outcome = 'refused_third_party') as third_party,
        max(count) filter (where outcome = 'not_held') as not_held,
        max(count) filter (where applicant_type = 'natural_person') as natural_person,
        max(count) filter (where applicant_type = 'business') as business,
        max(count) filter (where applicant_type = 'research') as research,
        max(count) filter (where applicant_type = 'public_interest') as public_interest,
        max(count) filter (where applicant_type = 'legal_service') as legal_service,
        max(count) filter (where applicant_type = 'other_organisation') as other_organisation
    from fact_application
    where outcome in (
            'refused_state_secret', 'refused_security_stability', 'refused_third_party', 'not_held'
        ) and applicant_type = 'total'
        or outcome = 'new_received' and applicant_type <> 'total'
    group by report_id, agency_id, year
),
reviewed as (
    select
        report_id, agency_id, year,
        max([upheld, corrected, other, pending]) filter (where channel = 'reconsideration') as r,
        max([upheld, corrected, other, pending]) filter (where channel = 'litigation') as l
    from review_litigation_result
    where channel in ('reconsideration', 'litigation')
    group by report_id, agency_id, year
),
found as (
    select
        h.report_id, h.agency_id, h.year,
        [
            h.received, h.granted, h.partially_granted,
            a.state_secret, a.security_stability, a.third_party, a.not_held,
            h.other_handling, h.carried_in, h.carried_forward,
            a.natural_person, a.business, a.research, a.public_interest, a.legal_service,
            a.other_organisation,
            v.r[1], v.r[2], v.r[3], v.r[4], v.l[1], v.l[2], v.l[3], v.l[4],
            p.rules_in_force, p.normative_documents_in_force
        ]::double[] as "values",
        e."values" as early
    from report_headline h
    left join applied a
        on a.report_id = h.report_id and a.agency_id = h.agency_id and a.year = h.year
    left join reviewed v
        on v.report_id = h.report_id and v.agency_id = h.agency_id and v.year = h.year
    left join proactive_disclosure p
        on p.report_id = h.report_id and p.agency_id = h.agency_id and p.year = h.year
    left join early e
        on e.report_id = h.report_id and e.agency_id = h.agency_id and e.year = h.year
),
own as (
    select
        *,
        lag(year) over body as year_before,
        lag(edition) over body as edition_before
    from current_report
    window body as (partition by agency_id order by year)
),
continued as (
    select s.agency_id, s.first_year as year, s.predecessor_id, s.last_year, r.edition
    from agency_succession s
    join current_report r on r.agency_id = s.predecessor_id and r.year = s.last_year
),
dated as (
    select
        o.report_id, o.agency_id, o.agency_name, o.year, o.edition,
        coalesce(o.year_before, c.last_year) as previous_year,
        c.predecessor_id,
        coalesce(o.edition_before, c.edition) as previous_edition
    from own o
    left join continued c on c.agency_id = o.agency_id and c.year = o.year
),
family as (
    select
        *,
        case when edition in ('2021', '2019') then 'modern' else edition end as kind,
        case when previous_edition in ('2021', '2019') then 'modern' else previous_edition end
            as previous_kind
    from dated
),
unfolded as (
    select
        r.agency_id, r.agency_name, r.year, r.edition, r.previous_year, r.predecessor_id,
        r.previous_edition, r.kind, r.previous_kind,
        c.concept, c.position, c.label, c.comparison, c.caveat, c.codes,
        greatest(f."values"[c.position], f.early[c.position]) as value
    from family r
    join found f on f.report_id = r.report_id and f.agency_id = r.agency_id and f.year = r.year
    cross join concept c
)
select
    agency_id, agency_name, year, edition, concept, position, label, value,
    case
        when value is not null then 'value'
        when kind = 'modern' and (comparison <> 'from_2021' or edition = '2021')
            then 'no_value'
        when kind in ('2014', 'local') and codes is not null then 'no_value'
        else 'not_in_edition'
    end as state,
    case when kind = 'local' and codes is not null then 'with_caveat' else comparison end
        as comparison,
    case
        when kind = 'local' and codes is not null
            then concat_ws('; ', '省级统计表，口径可能不同', caveat)
        else caveat
    end as caveat,
    previous_year, predecessor_id,
    case
        when previous_year is null then null
        when kind = previous_kind then
            comparison = 'from_2021' and edition <> previous_edition
        when 'local' in (kind, previous_kind) then true
        else comparison not in ('same', 'as_sum')
    end as series_break
from unfolded
