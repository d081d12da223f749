-- Tables of workforce.
SELECT 1;
