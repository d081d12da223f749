-- Settings of queues, offers, peaks, mass re-assignments.
SELECT;
