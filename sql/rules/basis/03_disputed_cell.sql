-- Cells for which two documents of one report print different values: nobody knows which of
-- them holds, so no other report is measured by them.
select distinct report_id, unnest(cells) as cell
from finding
where rule = 'documents_disagree'
