"""A real headless Chromium, spoken to through its DevTools protocol."""

import base64
import json
import os
import shutil
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import websocket

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    "--window-size=1400,1000",
)
PATIENCE = 60


def find_chromium():
    """Find it by TIPSTAFF_CHROMIUM, or on the path; its absence is a failure, not a skip."""
    named = os.environ.get("TIPSTAFF_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "there is no Chromium: install it, or name it in TIPSTAFF_CHROMIUM"
    return found


@contextmanager
def running(folder):
    """Start Chromium with a profile of its own and yield its debugging port; stop it at the end."""
    folder = Path(folder)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [find_chromium(), *FLAGS, f"--user-data-dir={folder}", "about:blank"], stdout=log, stderr=log
        )
    try:
        yield wait_for_port(process, folder / "DevToolsActivePort")
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(process, file):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) == 2:
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError(f"Chromium did not start: {(file.parent / 'log').read_text()[-2000:]}")


class Page:
    """One tab; everything it asks the network for, complains of and pops up is kept."""

    def __init__(self, port):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(f"http://127.0.0.1:{port}/json/new?about:blank", method="PUT")
        with opener.open(request, timeout=PATIENCE) as answer:
            self.target = json.load(answer)
        self.socket = websocket.create_connection(
            self.target["webSocketDebuggerUrl"], timeout=PATIENCE, http_no_proxy=["*"], enable_multithread=False
        )
        self.number = 0
        self.events = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method, **params):
        """Call a method of the protocol and give its result; events on the way are kept."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = self.receive()
            if message.get("id") == self.number:
                assert "error" not in message, message
                return message["result"]

    def receive(self):
        message = json.loads(self.socket.recv())
        if "method" in message:
            self.events.append((message["method"], message["params"]))
            if message["method"] == "Page.javascriptDialogOpening":
                self.socket.send(
                    json.dumps({"id": 0, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}})
                )
        return message

    def open(self, file, fragment="", *, javascript=True):
        """Open a file and wait until it is loaded, and with JavaScript until the report says it is ready."""
        self.call("Emulation.setScriptExecutionDisabled", value=not javascript)
        for address in ("about:blank", Path(file).as_uri() + fragment):
            self.events.clear()
            self.call("Page.navigate", url=address)
            self.wait_for_load()
        if javascript:
            self.wait("document.documentElement?.dataset.ready === 'true'")

    def wait_for_load(self):
        while not any(name == "Page.loadEventFired" for name, _ in self.events):
            self.receive()

    def run(self, expression):
        """Give the value of an expression in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, expression):
        """Wait until an expression in the page is true."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(expression):
            assert time.monotonic() < deadline, f"never true: {expression}"
            time.sleep(0.02)

    def frame(self):
        """Wait until the page has been drawn again."""
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS.get(key, 0), **text
            )

    def shoot(self, file):
        """Take a screenshot."""
        Path(file).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def seen(self, method):
        """Give what came with the events of a name since the page was opened."""
        return [params for name, params in self.events if name == method]

    def close(self):
        self.call("Page.close")
        self.socket.close()


KEYS = {"Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowUp": 38, "ArrowDown": 40}
