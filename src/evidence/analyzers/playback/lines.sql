-- Every line of a log, with whether it could be read.
SELECT
    * EXCLUDE (readable),
    coalesce(
        readable AND learner <> '' AND attempt <> ''
        AND ts BETWEEN -62135596800000000 AND 253402300799999999,
        false
    ) AS readable
FROM ({select})
