"""The other side of the scanner gateway: Debian's own clamd, with signatures of ours that know one harmless file.

`python -m lineside.gateways.scanner.peer --folder var/clamd [--port 3310] [--days-old 10]`

The signatures hold the EICAR test string, which every scanner knows and which does no harm. They are dated as a real
daily database is, so that one that is too old can be tried as well. No signature is fetched from anywhere.
"""

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Self

from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
# In hexadecimal, so that no scanner takes this very file for an infected one.
EICAR_HEX = (
    "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e"
    "444152442d414e544956495255532d544553542d46494c452124482b482a"
)
SIGNATURE = f"Lineside.Test.Eicar:0:*:{EICAR_HEX}\n"


def is_installed() -> bool:
    return os.access(CLAMD, os.X_OK)


def write_signatures(folder: Path, days_old: int) -> None:
    """Our signature, and an unsigned database that holds nothing but its day."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lineside.ndb").write_text(SIGNATURE)
    at = now() - timedelta(days=days_old)
    ignored = b"Nothing.Is.Ignored\n"
    head = f"ClamAV-VDB:{at:%d %b %Y %H-%M +0000}:1:1:90:X:X:lineside:{int(at.timestamp())}"
    listed = f"{head}\ndaily.ign2:{len(ignored)}:{hashlib.sha256(ignored).hexdigest()}\n".encode()
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=tarfile.USTAR_FORMAT) as packed:
        for name, content in (("daily.info", listed), ("daily.ign2", ignored)):
            part = tarfile.TarInfo(name)
            part.size = len(content)
            packed.addfile(part, io.BytesIO(content))
    (folder / "daily.cud").write_bytes(head.encode().ljust(512) + body.getvalue())


class Clamd:
    """A clamd of our own in this folder: `with Clamd(folder) as clamd: ... clamd.url`."""

    def __init__(self, folder: Path, days_old: int = 0, largest: str = "25M", port: int = 0) -> None:
        self.folder, self.days_old, self.largest = folder, days_old, largest
        # A socket's path is short, whatever the folder's is.
        self.socket = Path(tempfile.gettempdir()) / f"lineside-clamd-{uuid7().hex[-12:]}"
        self.url = f"tcp://127.0.0.1:{port}" if port else f"unix://{self.socket}"
        self.listens = f"LocalSocket {self.socket}\n" + (f"TCPAddr 127.0.0.1\nTCPSocket {port}\n" if port else "")

    def start(self) -> None:
        write_signatures(self.folder / "db", self.days_old)
        self.socket.unlink(missing_ok=True)
        told = self.folder / "clamd.conf"
        told.write_text(
            f"DatabaseDirectory {self.folder / 'db'}\n{self.listens}Foreground yes\n"
            f"LogFile {self.folder / 'log'}\nStreamMaxLength {self.largest}\n{'User root' * (os.geteuid() == 0)}\n"
        )
        self.process = subprocess.Popen(  # noqa: S603 - Debian's program with our configuration
            [CLAMD, "--config-file", str(told)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={"TZ": "UTC"}
        )
        while not self.socket.exists():
            if self.process.poll() is not None:
                raise RuntimeError(f"clamd ended with status {self.process.returncode}; see {self.folder / 'log'}.")
            time.sleep(0.02)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--days-old", type=int, default=0)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with Clamd(asked.folder.resolve(), asked.days_old, port=asked.port) as clamd:
        clamd.process.wait()


if __name__ == "__main__":
    main()
