-- Tables of inbox.
SELECT 1;
