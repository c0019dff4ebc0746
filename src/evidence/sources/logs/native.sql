-- The native log.
SELECT
    {named},
    {ts} AS ts,
    {position} AS position,
    {came} AS came,
    {went} AS went,
    {rate} AS rate,
    try_cast(passed AS BOOLEAN) AS passed
FROM {table}
