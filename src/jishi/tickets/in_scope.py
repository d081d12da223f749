"""The condition, in SQL, under which a caller without sight of every ticket sees one."""

# $1 is the workspace, $2 the caller's id, t the ticket; {teams} becomes an array of the caller's teams.
IN_SCOPE = (
    "t.state <> 'discarded' AND (t.team_id = ANY({teams}) OR t.owner_id = $2 OR EXISTS (SELECT FROM ticket_followers f"
    " WHERE f.workspace_id = $1 AND f.ticket_id = t.id AND f.person_id = $2))"
)
