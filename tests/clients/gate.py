"""The real gate in front of the scripted model, for the tests of the real clients.

Starts both programs on loopback, with a home of their own, and stops them. It knows no dialect.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

# A provider key that must reach the provider and nobody else.
PROVIDER_KEY = "provider-key-of-the-tests"
READY_SECONDS_MAX = 30

# Values that no byte at the model may hold. Made up; the card is valid by its checksum only.
EMAIL = "maria.lopez@northwind-traders.com"
SSN = "219-09-8314"
CARD = "5105 1877 2040 6188"
PHONE = "(415) 628-0199"
PLANTED = (EMAIL, SSN, CARD, PHONE)
PROMPT = (
    f"Please write to {EMAIL}, my social security number is {SSN}, "
    f"charge the credit card {CARD} or call me at {PHONE}. Grüße, 😀!"
)
TOOL_RESULT = "Found: john.doe@contoso-mail.org, phone (212) 736-5000"
TOOL_VALUES = ("john.doe@contoso-mail.org", "(212) 736-5000")


class Gate:
    """A running gate and the model behind it, with further settings if there are any."""

    def __init__(self, settings=""):
        self.settings = settings
        self.binary = os.environ["PORTCULLIS_BINARY"]
        self.home = tempfile.mkdtemp(prefix="portcullis-clients-")
        self.processes = []
        try:
            self.model = self._start_model()
            self.url = self._start_gate()
        except BaseException:
            self.close()
            raise

    def _start_model(self):
        process = subprocess.Popen(
            [os.environ["SCRIPTED_MODEL_BINARY"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process.stdout.readline().strip()

    def _start_gate(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        config = os.path.join(self.home, "portcullis.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(
                f"""
[server]
listen = "127.0.0.1:{port}"

[providers.openai]
kind = "openai"
base_url = "{self.model}/v1"
api_key = "env:TEST_PROVIDER_KEY"
models = ["gpt-*"]

[providers.anthropic]
kind = "anthropic"
base_url = "{self.model}"
api_key = "env:TEST_PROVIDER_KEY"
models = ["claude-*"]
{self.settings}"""
            )
        self.log = open(os.path.join(self.home, "serve.log"), "w+", encoding="utf-8")
        self.processes.append(
            subprocess.Popen(
                [self.binary, "--home", self.home, "serve"],
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
                env={**os.environ, "TEST_PROVIDER_KEY": PROVIDER_KEY},
            )
        )
        url = f"http://127.0.0.1:{port}"
        self._wait(url + "/readyz")
        return url

    def _wait(self, url):
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5) as response:
                    if response.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError):
                pass
            if self.processes[-1].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the gate did not start:\n" + self.output())
            time.sleep(0.02)

    def output(self):
        """All that the gate printed."""
        self.log.flush()
        with open(self.log.name, encoding="utf-8") as file:
            return file.read()

    def journal(self):
        """All requests that the model received."""
        with urllib.request.urlopen(self.model + "/journal", timeout=10) as response:
            return json.load(response)

    def run(self, *words, given=""):
        """Runs one command of the program in the same home, with this on its standard input."""
        return subprocess.run(
            [self.binary, "--home", self.home, *words],
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "TEST_PROVIDER_KEY": PROVIDER_KEY},
        )

    def stop_gate(self):
        """Ends the gate as an operator does, and returns its exit code."""
        process = self.processes[-1]
        process.terminate()
        return process.wait(timeout=30)

    def close(self):
        """Ends both programs and removes the home."""
        for process in reversed(self.processes):
            if process.poll() is None:
                process.kill()
                process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()
        if hasattr(self, "log"):
            self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)


class GateTest(unittest.TestCase):
    """One gate for all tests of a class; after each, the model has seen nothing planted."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.gate = Gate()
        cls.addClassCleanup(cls.gate.close)

    @classmethod
    def tearDownClass(cls):
        code = cls.gate.stop_gate()
        if code != 0:
            raise AssertionError(f"serve ended with {code}:\n{cls.gate.output()}")
        verified = cls.gate.run("audit", "verify")
        if verified.returncode != 0:
            raise AssertionError(f"audit verify: {verified.stdout}{verified.stderr}")

    def tearDown(self):
        seen = json.dumps(self.gate.journal(), ensure_ascii=False)
        printed = self.gate.output()
        for value in (*PLANTED, *TOOL_VALUES):
            self.assertNotIn(value, seen, "the model saw a value")
            self.assertNotIn(value, printed, "the log of the gate holds a value")
        self.assertNotIn(PROVIDER_KEY, printed)

    def assert_no_surrogate(self, text):
        self.assertNotRegex(text, r"tkn-[a-z2-7]{16}@|\[\[[A-Z_]+:|000-\d\d-\d{4}|\+1.?.?555")

    def last_request(self):
        """Headers and body of the last request at the model."""
        last = self.gate.journal()[-1]
        return dict(last["headers"]), json.loads(last["body"]) if last["body"] else None
