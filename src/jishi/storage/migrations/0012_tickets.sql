-- Merging, splitting, junk.
SELECT;
