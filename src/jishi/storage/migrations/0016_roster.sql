-- Shifts, repeated weeks, leave and swaps.
SELECT;
