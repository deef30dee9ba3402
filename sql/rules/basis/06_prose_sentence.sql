-- Sentences of sections one and five of current reports, the two that are free prose. Numbers,
-- white space and the body's own name are left out, then short sentences.
with sentence as (
    select
        r.place, r.year,
        unnest(string_split_regex(
            replace(regexp_replace(n.text, '\s+', '', 'g'), r.agency_name, ''), '[。；;！!？?]+'
        )) as text
    from judged_report r
    join narrative n using (report_id)
    where n.section in (1, 5)
),
masked as (
    select place, year, regexp_replace(text, '[0-9０-９.．,，%％、（）()]+', '', 'g') as text
    from sentence
)
select distinct place, year, hash(text) as print, length(text)::integer as size
from masked
where length(text) >= 8
