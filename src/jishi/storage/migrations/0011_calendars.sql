-- Whose calendar is whose.
SELECT;
