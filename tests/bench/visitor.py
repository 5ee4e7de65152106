"""A person's requests straight into the WSGI application: what the server runs, without a test client's extras."""

import io
import json

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.middleware.csrf import _get_new_csrf_string

from tests.signed_in import session_of

APPLICATION = get_wsgi_application()


class Visitor:
    """Signed in as `user`, or nobody without a cookie."""

    def __init__(self, user=None):
        self.token = _get_new_csrf_string()
        self.cookies = ""
        if user is not None:
            names = {settings.SESSION_COOKIE_NAME: session_of(user), settings.CSRF_COOKIE_NAME: self.token}
            self.cookies = "; ".join(f"{name}={value}" for name, value in names.items())

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, b"", {})

    def put(self, path: str, body: dict, version: int) -> tuple[int, bytes]:
        """An autosave over this version."""
        return self._ask("PUT", path, json.dumps(body).encode(), {"HTTP_IF_MATCH": f'"{version}"'})

    def _ask(self, method: str, path: str, body: bytes, headers: dict) -> tuple[int, bytes]:
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_CSRFTOKEN": self.token,
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            **headers,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = self.cookies
        status: list[str] = []
        response = APPLICATION(environ, lambda line, _headers: status.append(line))
        content = b"".join(response)
        response.close()
        return int(status[0][:3]), content
