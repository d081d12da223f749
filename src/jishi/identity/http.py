"""All routes of identity."""

from jishi.identity import (
    audit_http,
    blocked_http,
    customers_http,
    people_http,
    session_http,
    setup_http,
    teams_http,
    tokens_http,
    workspace_http,
)

routes = [
    *setup_http.routes,
    *session_http.routes,
    *people_http.routes,
    *teams_http.routes,
    *tokens_http.routes,
    *customers_http.routes,
    *blocked_http.routes,
    *workspace_http.routes,
    *audit_http.routes,
]
