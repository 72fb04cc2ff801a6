"""The gate with the real Presidio analyzer beside it: what it adds, what it sees, how it fails."""

import http.server
import itertools
import json
import pathlib
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "clients"))

from gate import CARD, EMAIL, PHONE, PLANTED, SSN, Gate  # noqa: E402

# Names that the analyzer's list holds, and the gate's patterns cannot know.
NAMES = ("Mireille Okafor", "Torvald", "Grzybowski", "Port Ellery")
SAID = (
    f"Grüße 😀! Mireille Okafor from Port Ellery, {EMAIL}, card {CARD}, SSN {SSN}, "
    f"called about Torvald and Grzybowski; her number is {PHONE}."
)
NUMBERS = itertools.count(1)
SECRET = "k3y-Wm4TtQz81xVbLr6cPd"
SECONDS_MAX = 30
MOODS_THAT_FAIL = ("error", "garbage", "outside", "backwards", "huge", "silent")


def fresh():
    """The same in other words: what was read before is not read again."""
    return f"{SAID} That is number {next(NUMBERS)}."


class Analyzer:
    """The analyzer as a program of its own."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(HERE / "analyzer.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError("the analyzer did not start")

    def becomes(self, mood):
        """From here on it behaves so, and has seen nothing."""
        request = urllib.request.Request(self.url + "/mood", mood.encode(), method="PUT")
        urllib.request.urlopen(request, timeout=10).close()

    def seen(self):
        """All that it was sent since then."""
        with urllib.request.urlopen(self.url + "/seen", timeout=10) as response:
            return json.load(response)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def section(url, **keys):
    """`[privacy.presidio]` with these keys."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"url": url, **keys}.items()]
    return "\n[privacy.presidio]\n" + "\n".join(lines) + "\n"


analyzer = None


def setUpModule():
    global analyzer
    analyzer = Analyzer()
    unittest.addModuleCleanup(analyzer.close)


class Case(unittest.TestCase):
    """One gate for the tests of a class, and one analyzer for all."""

    maxDiff = None
    privacy = ""
    keys = {}

    @classmethod
    def setUpClass(cls):
        cls.analyzer = analyzer
        cls.analyzer.becomes("well")
        cls.gate = Gate(cls.privacy + section(cls.analyzer.url, **cls.keys))
        cls.addClassCleanup(cls.gate.close)

    @classmethod
    def tearDownClass(cls):
        """Nothing planted is in what the gate printed, and the record verifies."""
        cls.gate.stop_gate()
        printed = cls.gate.output()
        for value in (*PLANTED, *NAMES, SECRET):
            assert value not in printed, f"{value} in {printed}"
            assert value not in record(cls.gate), f"{value} in the record"
        verified = cls.gate.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr

    def setUp(self):
        self.analyzer.becomes("well")

    def say(self, text, model="gpt-echo", **more):
        """What the caller reads in answer, and the warnings."""
        body = {"model": model, "messages": [{"role": "user", "content": text}], **more}
        status, headers, answer = post(self.gate.url + "/v1/chat/completions", body)
        self.assertEqual(status, 200, answer)
        message = json.loads(answer)["choices"][0]["message"]["content"]
        return message, headers.get("x-portcullis-warnings")

    def refused(self, text):
        """The code with which a call is refused."""
        body = {"model": "gpt-echo", "messages": [{"role": "user", "content": text}]}
        status, _, answer = post(self.gate.url + "/v1/chat/completions", body)
        self.assertNotEqual(status, 200, answer)
        for value in (*PLANTED, *NAMES):
            self.assertNotIn(value, answer)
        return json.loads(answer)["error"]["code"]

    def told(self):
        """What the model was told last."""
        return json.dumps(json.loads(self.gate.journal()[-1]["body"]), ensure_ascii=False)

    def shown(self):
        """All text that the analyzer saw."""
        return "\n".join(question["text"] for question in self.analyzer.seen())

    def assert_without(self, text, values):
        for value in values:
            self.assertNotIn(value, text)


def post(url, body):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_MAX) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=SECONDS_MAX) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def record(gate):
    """The whole log of a gate."""
    log = pathlib.Path(gate.home, "audit", "default")
    return "".join(path.read_text() for path in sorted(log.glob("*.log")))


def outcomes(gate):
    lines = [json.loads(line) for line in record(gate).splitlines()]
    return [line for line in lines if line["kind"] == "outcome"]


class WellTest(Case):
    """An analyzer that works."""

    keys = {"timeout": "20s"}

    def test_names_go_out_as_surrogates_and_come_back(self):
        said = fresh()
        for turn in range(2):
            answer, warnings = self.say(said)
            self.assertEqual(answer, "You wrote: " + said)
            self.assertIsNone(warnings)
            self.assert_without(self.told(), (*NAMES, *PLANTED))
        self.assertEqual(len(self.analyzer.seen()), 1, "it was read twice")
        self.assertRegex(self.told(), r"\[\[PERSON:[a-z2-7]{16}\]\] from \[\[LOCATION:")

    def test_in_pieces(self):
        said = fresh()
        body = {
            "model": "gpt-echo",
            "stream": True,
            "messages": [{"role": "user", "content": said}],
        }
        status, _, answer = post(self.gate.url + "/v1/chat/completions", body)
        self.assertEqual(status, 200)
        events = [line[6:] for line in answer.splitlines() if line.startswith("data: {")]
        choices = [choice for event in events for choice in json.loads(event)["choices"]]
        text = "".join(choice["delta"].get("content") or "" for choice in choices)
        self.assertEqual(text, "You wrote: " + said)
        self.assert_without(self.told(), (*NAMES, *PLANTED))

    def test_the_analyzer_sees_nothing_that_is_found_already(self):
        self.say(fresh())
        shown = self.shown()
        self.assertIn("Mireille Okafor from Port Ellery", shown)
        self.assert_without(shown, PLANTED)
        # The surrogates of the answer that comes back as history are hidden too.
        surrogates = json.loads(self.gate.journal()[-1]["body"])["messages"][0]["content"]
        self.analyzer.becomes("well")
        self.assertEqual(self.say(surrogates)[0], "You wrote: " + surrogates)
        self.assert_without(self.shown(), ("[[", "tkn-"))

    def test_it_is_asked_for_names_only(self):
        self.say("Torvald, on 3 May 2024 at http://www.example.org/x")
        question = self.analyzer.seen()[0]
        self.assertEqual(question["entities"], ["PERSON", "LOCATION", "NRP", "ORGANIZATION"])
        self.assertEqual(question["language"], "en")
        self.assertAlmostEqual(question["score_threshold"], 0.7, places=5)

    def test_long_texts_are_cut_and_put_together(self):
        paragraph = "Ünïcödé 😀 and nothing else. Torvald wrote this, in Port Ellery.\n\n"
        text = paragraph * 700 + f"{EMAIL} is Mireille Okafor"
        answer, warnings = self.say(text)
        self.assertEqual(answer, "You wrote: " + text)
        self.assertIsNone(warnings)
        self.assert_without(self.told(), ("Torvald", "Port Ellery", "Mireille", EMAIL))
        seen = self.analyzer.seen()
        self.assertGreater(len(seen), 5)
        self.assertLessEqual(max(len(one["text"].encode()) for one in seen), 8192)

    def test_small_texts_go_together(self):
        parts = [{"type": "text", "text": f"{number}: Torvald"} for number in range(50)]
        answer, _ = self.say(parts)
        self.assertEqual(answer.count("Torvald"), 50)
        self.assert_without(self.told(), ("Torvald",))
        self.assertEqual(len(self.analyzer.seen()), 1)

    def test_an_analyzer_that_finds_everything(self):
        self.analyzer.becomes("everything")
        said = fresh()
        answer, warnings = self.say(said)
        self.assertEqual(answer, "You wrote: " + said)
        self.assertIsNone(warnings)
        self.assert_without(self.told(), (*NAMES, *PLANTED, "called about"))

    def test_on_the_command_line(self):
        concealed = self.gate.run("conceal", given="Torvald <torvald@example.com>")
        self.assertEqual(concealed.returncode, 0, concealed.stderr)
        self.assertRegex(concealed.stdout, r"^\[\[PERSON:[a-z2-7]{16}\]\] <tkn-")
        revealed = self.gate.run("reveal", given=concealed.stdout)
        self.assertEqual(revealed.stdout, "Torvald <torvald@example.com>")

    def test_rows(self):
        rows = [{"text": f"{number}: Torvald of Port Ellery. " * 20} for number in range(500)]
        given = "".join(json.dumps(row) + "\n" for row in rows)
        concealed = self.gate.run("conceal", "--batch", given=given)
        self.assertEqual((concealed.returncode, concealed.stderr), (0, ""))
        self.assert_without(concealed.stdout, NAMES)
        revealed = self.gate.run("reveal", "--batch", given=concealed.stdout)
        self.assertEqual([json.loads(line) for line in revealed.stdout.splitlines()], rows)

    def test_readiness(self):
        self.assertEqual(get(self.gate.url + "/readyz"), (200, {"status": "ready"}))
        said = json.loads(self.gate.run("doctor", "--json").stdout)
        checks = [check for check in said if check["check"] == "analyzer"]
        self.assertEqual([check["state"] for check in checks], ["ok"], checks)


class RawTest(Case):
    """An analyzer that is shown the text as it is."""

    keys = {"timeout": "20s", "send_raw": True, "entities": ["PERSON", "EMAIL_ADDRESS"]}

    def test_all_but_kept_secrets(self):
        kept = self.gate.run("secret", "set", "crm/token", given=SECRET)
        self.assertEqual(kept.returncode, 0, kept.stderr)
        deadline = time.monotonic() + SECONDS_MAX
        while True:
            answer, _ = self.say(f"{fresh()} The key is {SECRET}!")
            if "[SECRET:crm/token]" in answer or time.monotonic() > deadline:
                break
        self.analyzer.becomes("well")
        said = fresh()
        answer, warnings = self.say(f"{said} The key is {SECRET}!")
        self.assertEqual(answer, f"You wrote: {said} The key is [SECRET:crm/token]!")
        self.assertIsNone(warnings)
        self.assert_without(self.told(), (*NAMES[:3], *PLANTED, SECRET))
        self.assertIn(EMAIL, self.shown())
        self.assert_without(self.shown(), (SECRET,))
        self.assertIn("`privacy.presidio.send_raw`", self.gate.output())


class GoesOnTest(Case):
    """`on_error = "deterministic-only"`, the default."""

    keys = {"timeout": "1s", "breaker_failures": 1000}

    def test_every_way_to_fail(self):
        for mood in MOODS_THAT_FAIL:
            with self.subTest(mood):
                self.analyzer.becomes(mood)
                began = time.monotonic()
                said = fresh()
                answer, warnings = self.say(said)
                self.assertLess(time.monotonic() - began, 10, "its time does not bound time")
                self.assertEqual(answer, "You wrote: " + said)
                self.assertEqual(warnings, "not-analyzed")
                self.assert_without(self.told(), PLANTED)
                self.assertIn("Mireille Okafor", self.told())
                last = outcomes(self.gate)[-1]
                self.assertEqual(last["warnings"], ["not-analyzed"])
                concealed = self.gate.run("conceal", given=f"Torvald, {EMAIL}")
                self.assertEqual(concealed.returncode, 0, concealed.stderr)
                self.assertRegex(concealed.stdout, "^Torvald, tkn-")
                self.assertIn("the analyzer failed", concealed.stderr)
                # An answer that comes too late changes nothing any more.
                self.analyzer.becomes("well")
                self.assertIsNone(self.say(said)[1])
                self.assert_without(self.told(), (*NAMES, *PLANTED))


class RefusesTest(Case):
    """`on_error = "refuse"`."""

    keys = {"timeout": "1s", "on_error": "refuse", "breaker_failures": 1000}

    def test_every_way_to_fail(self):
        for mood in MOODS_THAT_FAIL:
            with self.subTest(mood):
                self.analyzer.becomes(mood)
                before = len(self.gate.journal())
                self.assertEqual(self.refused(fresh()), "unavailable")
                self.assertEqual(len(self.gate.journal()), before, "it left")
                last = outcomes(self.gate)[-1]
                self.assertEqual(last["code"], "unavailable")
                self.assertEqual(last["warnings"], ["not-analyzed"])
                self.assertRegex(last["reason"], "^the analyzer ")
                refused = self.gate.run("conceal", given="Torvald")
                self.assertNotEqual(refused.returncode, 0)
                self.assertEqual(refused.stdout, "")
        self.analyzer.becomes("well")
        self.assertEqual(self.say(SAID)[0], "You wrote: " + SAID)


class StrictTest(RefusesTest):
    """Level strict refuses, whatever `on_error` says."""

    privacy = '\n[privacy]\nlevel = "strict"\n'
    keys = {"timeout": "1s", "on_error": "deterministic-only", "breaker_failures": 1000}


class BreakerTest(Case):
    """Whoever fails is left alone, and tried again."""

    keys = {"timeout": "1s", "breaker_failures": 2, "breaker_pause": "2s"}

    def test_it_opens_and_closes(self):
        self.analyzer.becomes("error")
        for _ in range(4):
            self.assertEqual(self.say("Torvald")[1], "not-analyzed")
        self.assertEqual(len(self.analyzer.seen()), 2)
        self.analyzer.becomes("well")
        deadline = time.monotonic() + SECONDS_MAX
        while self.say("Torvald")[1] == "not-analyzed":
            self.assertLess(time.monotonic(), deadline, "it is never tried again")
        self.assertNotIn("Torvald", self.told())
        self.assertEqual(len(self.analyzer.seen()), 1)
        self.assertIsNone(self.say("Torvald")[1])


class Healthy(http.server.BaseHTTPRequestHandler):
    """Answers that it is well, whatever it is asked."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class GoneTest(unittest.TestCase):
    """Nobody listens where the analyzer should be."""

    def check(self, on_error, ready):
        # The gate starts with somebody there, who then leaves.
        stand_in = http.server.HTTPServer(("127.0.0.1", 0), Healthy)
        threading.Thread(target=stand_in.serve_forever).start()
        gate = None
        try:
            url = f"http://127.0.0.1:{stand_in.server_port}"
            gate = Gate(section(url, on_error=on_error))
            stand_in.shutdown()
            stand_in.server_close()
            self.assertEqual(get(gate.url + "/readyz"), ready)
            body = {"model": "gpt-echo", "messages": [{"role": "user", "content": SAID}]}
            status, headers, _ = post(gate.url + "/v1/chat/completions", body)
            self.assertEqual(status, 200 if ready[0] == 200 else 503)
            if status == 200:
                self.assertEqual(headers["x-portcullis-warnings"], "not-analyzed")
            doctor = gate.run("doctor", "--json")
            said = {check["check"]: check["state"] for check in json.loads(doctor.stdout)}
            self.assertEqual((doctor.returncode, said["analyzer"]), (1, "problem"))
        finally:
            stand_in.shutdown()
            stand_in.server_close()
            if gate:
                gate.close()

    def test_going_on(self):
        self.check("deterministic-only", (200, {"status": "ready", "warnings": ["not-analyzed"]}))

    def test_refusing(self):
        self.check("refuse", (503, {"status": "not ready", "part": "analyzer"}))


if __name__ == "__main__":
    unittest.main()
