-- What a decision has to know, for many tickets at once.
SELECT;
