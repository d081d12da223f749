-- Presence that follows the shift.
SELECT;
