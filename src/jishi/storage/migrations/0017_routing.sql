-- Routing rules, and where they sent each ticket.
SELECT;
