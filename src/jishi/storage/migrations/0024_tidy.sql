-- What is swept away when it is old.
SELECT;
