-- Characters of the sentences of each report, where there is enough prose to compare.
select place, sum(size)::integer as size
from prose_sentence
group by place
having sum(size) >= 200
