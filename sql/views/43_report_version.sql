-- Versions of each report: one row per report whose agency and year are known, numbered in the
-- order of first retrieval, with why it is current or not and what became of its page.
-- @column agency_id: stable identifier of the body
-- @column agency_name: the body's name as printed
-- @column year: year reported on
-- @column version: 1 for the first reading of this agency and year
-- @column is_current: true for the version that views compare
-- @column why: what made this version current, or another one
-- @column report_id: one reading of one document as a report; stable
-- @column source_uri: where the document was first found
-- @column addresses: number of addresses that ever gave the document
-- @column page: there, vanished (it gave the document until then), or replaced by something else
-- @column gone_at: where page is vanished, since when that is known; unit: UTC
-- @column first_retrieved_at: when the document was first retrieved; unit: UTC
-- @column last_retrieved_at: when an address last began to give the document; unit: UTC
-- @column edition: edition of the form that is printed
-- @column method: how the text was read
-- @column extractor_version: version of ogi that read the document
-- @column document_id: sha256 of the document's bytes
with compared as (
    select
        s.report_id, s.place, s.standing, s.standing - o.standing as by_standing,
        s."values" - o."values" as by_values, s.legibility - o.legibility as by_legibility,
        s.last_retrieved_at <> o.last_retrieved_at as by_time
    from version_standing s
    join version_standing o
        on o.agency_id = s.agency_id and o.year = s.year
        and o.place = case s.place when 1 then 2 else 1 end
),
explained as (
    select
        report_id,
        case
            when by_standing > 0 and standing = 2 then 'its address still gives it'
            when by_standing > 0 then 'its address gave it until the page vanished'
            when by_standing < 0 and standing = 1 then 'its page has vanished'
            when by_standing < 0 then 'its address gives something else now'
            when by_values > 0 then 'most values were read from it'
            when by_values < 0 then 'fewer values were read from it'
            when by_legibility > 0 then 'less of it is recognised from images'
            when by_legibility < 0 then 'more of it is recognised from images'
            when by_time and place = 1 then 'it was retrieved last'
            when by_time then 'it was retrieved earlier'
            else 'nothing but its identifier decides'
        end as why
    from compared
)
select
    r.agency_id, r.agency_name, r.year, r.version, r.is_current,
    coalesce(e.why, 'it is the only version') as why,
    r.report_id, r.source_uri, h.addresses,
    case h.standing when 2 then 'there' when 1 then 'vanished' when 0 then 'replaced' end as page,
    case h.standing when 1 then h.gone_at end as gone_at,
    h.first_retrieved_at, h.last_retrieved_at,
    r.edition, r.method, d.extractor_version, r.document_id
from report r
left join document d using (document_id)
left join report_standing h using (report_id)
left join explained e using (report_id)
where r.agency_id is not null and r.year is not null
