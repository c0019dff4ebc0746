-- Every prompt that was shown, and the first answer to it from then on; NULL where there is none.
SELECT p.learner, s.attempt, s.ts, a.ts AS answered
FROM (SELECT DISTINCT attempt, prompt, ts FROM prompt WHERE kind = 'prompt_shown') AS s
JOIN attempt AS p ON p.id = s.attempt
ASOF LEFT JOIN (
    SELECT DISTINCT attempt, prompt, ts FROM prompt WHERE kind = 'prompt_answered'
) AS a
    ON a.attempt = s.attempt AND a.prompt = s.prompt AND a.ts >= s.ts
ORDER BY p.learner, s.ts, s.attempt;
