"""A stand-in for GOV.UK Notify: takes texts with a signed token, lists what came, and calls back."""

import base64
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx

from lineside.kernel.clock import now

KEY = f"peer-{UUID(int=1)}-{UUID(int=2)}"
TEMPLATE = str(UUID(int=3))
PAGE = 250
OLDEST_TOKEN = 30


class NotifyPeer(ThreadingHTTPServer):
    """The service: what it was asked to send, what came to it, and where it calls back."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0, callback: str = "", bearer: str = "") -> None:
        self.sent: list[dict[str, Any]] = []
        self.received: list[dict[str, Any]] = []
        self.fails: list[int] = []  # statuses that the next requests are answered with
        self.callback, self.bearer = callback, bearer
        super().__init__(("127.0.0.1", port), _Request)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def text(self, sender: str, words: str, to: str = "61016") -> dict[str, Any]:
        """Somebody texts; it is listed, newest first, until it is asked for."""
        told = {
            "id": str(uuid4()),
            "user_number": sender,
            "notify_number": to,
            "content": words,
            "created_at": now().isoformat(),
            "service_id": str(UUID(int=1)),
        }
        self.received.insert(0, told)
        return told

    def call_back(self, told: dict[str, Any]) -> int:
        """Tell of a text by callback, as the service's own worker does; the answer's status."""
        body = {
            "id": told["id"],
            "source_number": told["user_number"],
            "destination_number": told["notify_number"],
            "message": told["content"],
            "date_received": told["created_at"],
        }
        return self._post("/api/v1/text/notify/received", body)

    def call_back_status(self, sent: dict[str, Any], status: str) -> int:
        body = {"id": sent["id"], "reference": sent["reference"], "to": sent["phone_number"], "status": status}
        return self._post("/api/v1/text/notify/status", body)

    def _post(self, path: str, body: dict[str, Any]) -> int:
        headers = {"Authorization": f"Bearer {self.bearer}"}
        return httpx.post(f"{self.callback}{path}", json=body, headers=headers, trust_env=False).status_code


class _Request(BaseHTTPRequestHandler):
    server: NotifyPeer

    def take(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self._is_refused():
            return
        if self.path != "/v2/notifications/sms":
            self._say(404, _error("NoResultFound", "No result found"))
            return
        asked = json.loads(raw)
        if asked.get("template_id") != TEMPLATE:
            self._say(400, _error("BadRequestError", "Template not found"))
            return
        if not asked.get("phone_number", "").startswith("+447"):
            self._say(400, _error("ValidationError", "phone_number is not a UK mobile number"))
            return
        sent = {**asked, "id": str(uuid4())}
        self.server.sent.append(sent)
        self._say(201, {"id": sent["id"], "reference": sent["reference"]})

    def tell(self) -> None:
        if self._is_refused():
            return
        parts = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/v2/received-text-messages":
            found = self.server.received
            if older := asked.get("older_than"):
                places = [place for place, each in enumerate(found) if each["id"] == older]
                found = found[places[0] + 1 :] if places else []
            self._say(200, {"received_text_messages": found[:PAGE]})
        elif parts.path == "/v2/notifications":
            found = [each for each in self.server.sent if each["reference"] == asked.get("reference")]
            self._say(200, {"notifications": found})
        else:
            self._say(404, _error("NoResultFound", "No result found"))

    do_POST, do_GET = take, tell  # noqa: N815 - the library looks them up by these names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
        """Say nothing on the console."""

    def _is_refused(self) -> bool:
        if self.server.fails:
            status = self.server.fails.pop(0)
            self._say(status, _error("Error", f"as the test asked ({status})"))
            return True
        if not _is_signed(self.headers.get("Authorization", "")):
            self._say(403, _error("AuthError", "Invalid token: signature"))
            return True
        return False

    def _say(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _is_signed(header: str) -> bool:
    head, _, signature = header.removeprefix("Bearer ").rpartition(".")
    if head.count(".") != 1:
        return False
    wanted = base64.urlsafe_b64encode(hmac.digest(KEY[-36:].encode(), head.encode(), "sha256")).rstrip(b"=").decode()
    body = head.partition(".")[2]
    said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    fresh = abs(now().timestamp() - said["iat"]) <= OLDEST_TOKEN
    return hmac.compare_digest(signature, wanted) and said["iss"] == KEY[-73:-37] and fresh


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"status_code": 400, "errors": [{"error": kind, "message": message}]}
