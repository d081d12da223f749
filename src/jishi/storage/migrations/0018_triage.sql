-- The words by which a request is sorted.
SELECT;
