"""A real authority for time stamps: `openssl ts` behind a small web server on this computer."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/chain.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
"""


@dataclass(kw_only=True)
class Authority:
    """Certificates in a folder, and what the server does when it is asked."""

    folder: Path
    url: str = ""
    behaviour: str = "stamps"
    """Or "refuses", "fails", "lies" (stamps other bytes), "talks" (answers with a web page), "floods"."""
    asked: list[bytes] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """What openssl answers."""
        if self.behaviour == "stamps":
            (self.folder / "query.tsq").write_bytes(query)
        else:
            # The configuration allows SHA-256, so it refuses SHA-1.
            hashed = "-sha256" if self.behaviour == "lies" else "-sha1"
            (self.folder / "other").write_bytes(b"something else")
            _openssl(self.folder, "ts", "-query", "-data", "other", hashed, "-cert", "-out", "query.tsq")
        _openssl(self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "a.tsr")
        return (self.folder / "a.tsr").read_bytes()


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """An authority at work, with new keys."""
    folder.mkdir(parents=True, exist_ok=True)
    _keys(folder)
    made = Authority(folder=folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append(query)
            status = 500 if made.behaviour == "fails" else 200
            body = {"talks": b"<html>Welcome</html>", "fails": b"", "floods": b"x" * 1_500_000}.get(made.behaviour)
            answer = made.reply(query) if body is None else body
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """The test's output is no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/tsr"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def _keys(folder: Path) -> None:
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    (folder / "ext").write_text("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-keyout")
    _openssl(folder, *new, "root.key", "-x509", "-days", "30", "-subj", "/CN=Test Root", "-out", "root.pem")
    _openssl(folder, *new, "tsa.key", "-subj", "/CN=Test Time Stamps", "-out", "tsa.csr")
    sign = ("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial")
    _openssl(folder, *sign, "-days", "30", "-extfile", "ext", "-out", "tsa.pem")
    # Like many authorities this one sends its chain along, in no order that DER would have.
    (folder / "chain.pem").write_bytes((folder / "tsa.pem").read_bytes() + (folder / "root.pem").read_bytes())


def _openssl(folder: Path, *words: str) -> None:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
