-- What clocks carry over a change of calendar, and which answers count.
SELECT;
