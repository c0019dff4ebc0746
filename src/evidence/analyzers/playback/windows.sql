-- Which learner's windows are told of in which file, whoever they are.
CREATE TABLE window_told AS
SELECT learner, attempt, file, bool_or(kind = 'heartbeat') AS beats, count(*) AS events
FROM event
GROUP BY ALL;
