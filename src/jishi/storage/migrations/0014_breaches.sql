-- Where the time of broken promises went.
SELECT;
