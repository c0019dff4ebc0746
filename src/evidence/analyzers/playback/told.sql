-- What else the logs tell of the roster's learners: prompts, and pictures of them.
CREATE TABLE prompt AS
SELECT a.id AS attempt, e.ts, e.kind, e.told AS prompt
FROM event AS e
JOIN attempt AS a ON a.learner = e.learner AND a.name = e.attempt
WHERE e.kind IN ('prompt_shown', 'prompt_answered') AND e.told <> '';

CREATE TABLE picture AS
SELECT DISTINCT r.number AS learner_number, e.ts, e.told AS image
FROM event AS e
JOIN roster AS r ON r.id = e.learner
WHERE e.kind IN ('snapshot', 'face_check') AND e.told <> '';
