-- Notices of many at once needed no change of tables in the end. The step stays, because those after it stand on it.
SELECT;
