-- Pairs of reports of one year that print the same table of section three (from 12 bits on, see
-- table_print) or nearly the same prose, one row in each direction.
-- Of the reports that share a table or a sentence each is paired with the one before it and with
-- the first of them, so that the effort grows with their number only.
-- Left out: names of one body (one contains the other, as 西工区司法局 and 洛阳市西工区司法局 or a
-- government and its office), bodies of one function in one division, and predecessors.
with shared as (
    select
        year, 'table' as kind, place, 1 as size,
        lag(place) over same as before, first_value(place) over same as first
    from table_print
    where "table" = 'applications' and bits >= 12
    window same as (partition by year, print order by place)
    union all
    select
        year, 'prose', place, size,
        lag(place) over same, first_value(place) over same
    from prose_sentence
    semi join (
        select year, print from prose_sentence group by year, print having count(*) > 1
    ) repeated using (year, print)
    window same as (partition by year, print order by place)
),
paired as (
    select kind, place, before as other, sum(size) as size
    from (
        select kind, place, before, size from shared where before is not null
        union all
        select kind, place, first, size from shared where first <> place and first <> before
    )
    group by kind, place, before
),
alike as (
    select p.kind, p.place, p.other, 100 as share
    from paired p
    where p.kind = 'table'
    union all
    select p.kind, p.place, p.other, (100 * p.size / greatest(s.size, o.size))::integer
    from paired p
    join prose_size s on s.place = p.place
    join prose_size o on o.place = p.other
    where p.kind = 'prose' and p.size >= 0.75 * greatest(s.size, o.size)
),
different as (
    select a.kind, a.share, x.place, y.place as other
    from alike a
    join judged_report x on x.place = a.place
    join judged_report y on y.place = a.other
    where not (contains(x.agency_name, y.agency_name) or contains(y.agency_name, x.agency_name))
        and (x.region_code = y.region_code and x.function = y.function) is not true
        and not exists (
            from agency_predecessor b
            where (b.agency_id, b.predecessor_id) in (
                (x.agency_id, y.agency_id), (y.agency_id, x.agency_id)
            )
        )
)
select kind, share, place, other from different
union all
select kind, share, other, place from different
