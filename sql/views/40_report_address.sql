-- Where each report was retrieved: one row per report and address that ever gave its document,
-- all versions alike. Some addresses give one document; an address that changed has given several.
-- @column report_id: one reading of one document as a report; stable
-- @column agency_id: stable identifier of the body; null where none is stated
-- @column year: year reported on; null where it cannot be told
-- @column source_uri: the address or path
-- @column first_retrieved_at: when it first gave this document; unit: UTC
-- @column last_retrieved_at: when it last began to give this document; unit: UTC
-- @column is_latest: true where this document is what the address last gave
-- @column gone_at: since when the page is known to have vanished; null while it is there; unit: UTC
with given as (
    select
        source_uri, document_id,
        min(retrieved_at) as first_retrieved_at, max(retrieved_at) as last_retrieved_at
    from retrieval
    group by source_uri, document_id
),
latest as (
    select source_uri, unnest(arg_max({document_id: document_id, gone_at: gone_at}, retrieved_at))
    from retrieval
    group by source_uri
)
select
    r.report_id, r.agency_id, r.year, g.source_uri,
    g.first_retrieved_at, g.last_retrieved_at,
    l.document_id = g.document_id as is_latest,
    case when l.document_id = g.document_id then l.gone_at end as gone_at
from report r
join given g using (document_id)
join latest l on l.source_uri = g.source_uri
