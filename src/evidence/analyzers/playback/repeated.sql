-- Rows that repeat another event of the same moment in every field.
CREATE TABLE repeated AS
WITH moment AS (
    SELECT DISTINCT attempt, ts
    FROM (
        SELECT attempt, ts, lag(attempt) OVER () = attempt AND lag(ts) OVER () = ts AS again
        FROM ordered
    )
    WHERE again
)
SELECT row
FROM (
    SELECT o.rowid AS row, row_number() OVER (PARTITION BY attempt, ts, sign ORDER BY o.rowid) AS nth
    FROM ordered AS o
    SEMI JOIN moment USING (attempt, ts)
)
WHERE nth > 1;
