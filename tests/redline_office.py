"""LibreOffice as a judge: opens Word files, accepts or rejects all changes, tells the paragraphs.

Runs under a Python that has LibreOffice's `uno` module, not under the project's:
    python3 redline_office.py FILE…        prints one JSON object: file → {"accepted": […], "rejected": […]}
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def connected(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def paragraphs(container):
    """The texts of paragraphs and cells in order."""
    parts = container.createEnumeration()
    while parts.hasMoreElements():
        part = parts.nextElement()
        if part.supportsService("com.sun.star.text.TextTable"):
            for name in part.getCellNames():
                yield part.getCellByName(name).getString()
        else:
            yield part.getString()


def read(context, file, command):
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(Path(file).resolve().as_uri(), "_blank", 0, (hidden,))
    try:
        dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        frame = document.getCurrentController().getFrame()
        dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
        return list(paragraphs(document.getText()))
    finally:
        document.close(True)


def main(files):
    pipe = f"redline{time.time_ns()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            context = connected(pipe)
            found = {
                file: {
                    "accepted": read(context, file, "AcceptAllTrackedChanges"),
                    "rejected": read(context, file, "RejectAllTrackedChanges"),
                }
                for file in files
            }
            context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        finally:
            office.wait(timeout=60)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
