-- Tables of dispatch.
SELECT 1;
