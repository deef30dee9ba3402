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
    select concept, unnest(codes) as code, len(codes) as parts
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
        i.report_id, i.agency_id, i.year, c.concept,
        case when count(i.value) = any_value(c.parts) then sum(i.value) end as value
    from indicator i
    join code c using (code)
    group by i.report_id, i.agency_id, i.year, c.concept
),
applied as (
    select
        report_id, agency_id, year,
        case
            when applicant_type = 'total' then outcome
            else 'received_' || applicant_type
        end as concept,
        count::double as value
    from fact_application
    where outcome in (
            'refused_state_secret', 'refused_security_stability', 'refused_third_party', 'not_held'
        ) and applicant_type = 'total'
        or outcome = 'new_received' and applicant_type <> 'total'
),
headline as (
    select
        h.report_id, h.agency_id, h.year, c.concept,
        [
            h.received, h.granted, h.partially_granted, h.other_handling, h.carried_in,
            h.carried_forward
        ][c.place]::double as value
    from report_headline h
    cross join (values
        ('received', 1), ('granted', 2), ('partially_granted', 3), ('other_handling', 4),
        ('carried_in', 5), ('carried_forward', 6)
    ) as c (concept, place)
),
reviewed as (
    select
        v.report_id, v.agency_id, v.year, v.channel || '_' || c.result as concept,
        [v.upheld, v.corrected, v.other, v.pending][c.place]::double as value
    from review_litigation_result v
    cross join (values ('upheld', 1), ('corrected', 2), ('other', 3), ('pending', 4))
        as c (result, place)
    where v.channel in ('reconsideration', 'litigation')
),
in_force as (
    select
        p.report_id, p.agency_id, p.year, c.concept,
        [p.rules_in_force, p.normative_documents_in_force][c.place]::double as value
    from proactive_disclosure p
    cross join (values ('rules_in_force', 1), ('normative_documents_in_force', 2))
        as c (concept, place)
),
valued as (
    from early
    union all by name
    from applied
    union all by name
    from headline
    where value is not null
    union all by name
    from reviewed
    union all by name
    from in_force
),
found as (
    select report_id, agency_id, year, concept, max(value) as value
    from valued
    group by report_id, agency_id, year, concept
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
)
select
    r.agency_id, r.agency_name, r.year, r.edition, c.concept, c.position, c.label, f.value,
    case
        when f.value is not null then 'value'
        when r.kind = 'modern' and (c.comparison <> 'from_2021' or r.edition = '2021')
            then 'no_value'
        when r.kind in ('2014', 'local') and c.codes is not null then 'no_value'
        else 'not_in_edition'
    end as state,
    case when r.kind = 'local' and c.codes is not null then 'with_caveat' else c.comparison end
        as comparison,
    case
        when r.kind = 'local' and c.codes is not null
            then concat_ws('; ', '省级统计表，口径可能不同', c.caveat)
        else c.caveat
    end as caveat,
    r.previous_year, r.predecessor_id,
    case
        when r.previous_year is null then null
        when r.kind = r.previous_kind then
            c.comparison = 'from_2021' and r.edition <> r.previous_edition
        when 'local' in (r.kind, r.previous_kind) then true
        else c.comparison not in ('same', 'as_sum')
    end as series_break
from family r
cross join concept c
left join found f
    on f.report_id = r.report_id and f.agency_id = r.agency_id and f.year = r.year
    and f.concept = c.concept
