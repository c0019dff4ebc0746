-- The number of the first row that could not be read. Rows are put into the table of events in no
-- order that would tell; so where there is such a row, the log is read once more.
SELECT min(row) FROM (SELECT row_number() OVER () AS row, readable FROM ({lines})) WHERE NOT readable;
