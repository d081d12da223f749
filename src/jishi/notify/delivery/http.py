"""All routes of the post."""

from jishi.notify.delivery import failed_http, mail_server_http, preference_http, push_http

routes = [*preference_http.routes, *push_http.routes, *mail_server_http.routes, *failed_http.routes]
