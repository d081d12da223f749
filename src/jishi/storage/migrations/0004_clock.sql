-- Tables of clock.
SELECT 1;
