-- Who was told of what.
SELECT;
