import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 20


def opa_binary():
    local = Path(__file__).parents[2] / ".tools/bin/opa"
    binary = os.environ.get("TIPSTAFF_OPA") or (str(local) if local.exists() else shutil.which("opa"))
    assert binary, "there is no OPA to test with: run `make tools`"
    return binary


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running_opa(*flags, scheme="http", files=()):
    """Run an OPA server on a free port, and give its URL."""
    port = free_port()
    command = [opa_binary(), "run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error", *flags, *files]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield f"{scheme}://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "OPA ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("OPA did not start")


@pytest.fixture(scope="session")
def opa_server():
    """Give the URL of a real OPA server."""
    with running_opa() as url:
        yield url


@pytest.fixture
def start_opa():
    return running_opa
