-- Dispatch that looks again.
SELECT;
