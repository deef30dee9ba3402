-- What became of the addresses of each report: one row per report, all versions alike.
-- @column report_id: one reading of one document as a report; stable
-- @column addresses: number of addresses that ever gave the report's document
-- @column standing: 2 an address still gives it, 1 its page vanished, 0 replaced by something else
-- @column gone_at: when its page was last found to have vanished; null where none has
-- @column first_retrieved_at: first retrieval of the document; unit: UTC
-- @column last_retrieved_at: last retrieval of the document; unit: UTC
select
    report_id,
    count(*) as addresses,
    max(case when not is_latest then 0 when gone_at is null then 2 else 1 end) as standing,
    max(gone_at) as gone_at,
    min(first_retrieved_at) as first_retrieved_at,
    max(last_retrieved_at) as last_retrieved_at
from report_address
group by report_id
