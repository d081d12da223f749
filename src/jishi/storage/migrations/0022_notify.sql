-- Notices of many at once.
SELECT;
