"""One document's session: a shell in a fresh home, with the programs that the document names.

What is fetched or built elsewhere is a script in front of the search path: `cargo run` starts the
built program, `npx` the package that the tests installed. Ports of the documents are exchanged for
free ones, so that documents can run beside each other and beside a gate of the developer's own.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time

import reader

COMMAND_SECONDS_MAX = 60
START_SECONDS_MAX = 20
POLL_SECONDS = 0.02

# The port of the gate, and that of the scripted model.
GATE_PORT, MODEL_PORT = "7420", "7499"

# Commands that go on until they are stopped: they run as if in a terminal of their own.
STAYS = {
    "model": re.compile(r"\bscripted-model\b"),
    "serve": re.compile(r"\bserve(?: --listen \S+)?(?:\s+#.*)?$"),
    "tail": re.compile(r"\baudit tail\b.* --follow(?:\s+#.*)?$"),
}

CARGO = """#!/bin/sh
# `cargo run` of a document, with what the tests have built.
[ "$1" = run ] || { echo "cargo $*: not run by the tests of the documents" >&2; exit 97; }
program="@PORTCULLIS@"
while [ $# -gt 0 ]; do
  case "$1" in
    scripted-model) program="@MODEL@" ;;
    --) shift; exec "$program" "$@" ;;
  esac
  shift
done
exec "$program"
"""

NPX = """#!/usr/bin/env node
// `npx -y PACKAGE@VERSION ...` of a document, with what the tests have installed.
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const words = process.argv.slice(2).filter((word, at) => at > 0 || word !== "-y");
const at = words[0].lastIndexOf("@");
const name = words[0].slice(0, at), version = words[0].slice(at + 1);
const folder = path.join("@PACKAGES@", "node_modules", name);
const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json")));
if (manifest.version !== version) {
  console.error(`the tests have ${name}@${manifest.version}, the document says ${version}`);
  process.exit(97);
}
const bin = typeof manifest.bin === "string" ? manifest.bin : Object.values(manifest.bin)[0];
const ran = spawnSync(process.execPath, [path.join(folder, bin), ...words.slice(1)], { stdio: "inherit" });
process.exit(ran.status ?? 97);
"""


class Failed(Exception):
    """What the document says is not what happens."""


class Background:
    """A program that goes on until it is stopped."""

    def __init__(self, kind, process, out, command):
        self.kind, self.process, self.out, self.command = kind, process, out, command

    def gone(self):
        return not pathlib.Path(f"/proc/{self.process}").exists()


class Session:
    """A shell; `close` ends it and everything that it started."""

    def __init__(self, document):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="portcullis-documents-"))
        self.home = self.folder / "home"
        self.home.mkdir()
        self.backgrounds = []
        self.count = 0
        self.ports = {GATE_PORT: free_port(), MODEL_PORT: free_port()}
        self.model = None
        environment = self._environment()
        if "[providers." not in (reader.ROOT / document).read_text(encoding="utf-8"):
            environment |= self._scripted_providers()
        self.shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home,
            env=environment,
            start_new_session=True,
        )
        # Open at both ends, so that what reads it waits as it would at a terminal.
        os.mkfifo(self.folder / "terminal")
        self._tell(f"exec 9<>'{self.folder}/terminal'")

    def _environment(self):
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "portcullis").symlink_to(os.environ["PORTCULLIS_BINARY"])
        # Written into the scripts: a client starts its servers with few variables.
        places = {
            "@PORTCULLIS@": os.environ["PORTCULLIS_BINARY"],
            "@MODEL@": os.environ["SCRIPTED_MODEL_BINARY"],
            "@PACKAGES@": os.environ["NODE_PACKAGES"],
        }
        for name, text in (("cargo", CARGO), ("npx", NPX)):
            for place, path in places.items():
                text = text.replace(place, path)
            script(programs / name, text)
        python = os.environ["TEST_PYTHON"]
        for name in ("python", "python3"):
            script(programs / name, f'#!/bin/sh\nexec "{python}" -W ignore "$@"\n')
        for name in ("node",):
            if found := shutil.which(name):
                (programs / name).symlink_to(found)
        return {
            "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "TMPDIR": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PORTCULLIS__SERVER__LISTEN": f"127.0.0.1:{self.ports[GATE_PORT]}",
            "OPENAI_API_KEY": "a-key-of-the-tests",
            "ANTHROPIC_API_KEY": "a-key-of-the-tests",
        }

    def _scripted_providers(self):
        """The providers that are there without a configuration, at the scripted model."""
        self.model = subprocess.Popen(
            [os.environ["SCRIPTED_MODEL_BINARY"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        address = self.model.stdout.readline().strip()
        settings = {}
        for name, path in (("openai", "/v1"), ("anthropic", "")):
            prefix = f"PORTCULLIS__PROVIDERS__{name.upper()}__"
            settings[prefix + "KIND"] = name
            settings[prefix + "API_KEY"] = "client"
            settings[prefix + "BASE_URL"] = address + path
        return settings

    def run(self, step):
        """Runs a command and compares what it does with what the document says."""
        if not step.command:
            self._stop(self.backgrounds.pop())
            return
        kinds = [kind for kind, pattern in STAYS.items() if pattern.search(step.command)]
        if kinds and step.exit == 0:
            self._start(kinds[0], step)
        else:
            command = step.command
            if step.expected is None:
                # An answer that is not shown must at least be a good one.
                command = re.sub(r"^curl ", "curl --fail-with-body ", command)
            printed, code = self._ask(command)
            show(step.command, printed)
            if code != step.exit:
                raise Failed(f"exit {code}, not {step.exit}; it printed:\n{printed}")
            compare(step, printed)

    def save(self, name, text):
        """Writes a file that the document shows, where the shell would write it."""
        self.count += 1
        path = self.folder / f"saved{self.count}"
        path.write_text(self._inward(text), encoding="utf-8")
        self._ask_well(f'cat "{path}" > {name}')

    def python(self, text):
        """Runs a piece of Python."""
        self.count += 1
        path = self.folder / f"piece{self.count}.py"
        path.write_text(self._inward(text), encoding="utf-8")
        self._ask_well(f'python3 "{path}"')

    def _ask_well(self, command):
        printed, code = self._ask(command)
        if code != 0:
            raise Failed(f"exit {code}; it printed:\n{printed}")

    def _ask(self, command):
        out = self._command(command)
        self._tell(f"eval \"$(cat '{out}.sh')\" </dev/null >'{out}' 2>&1; echo $?")
        code = self._answer()
        return self._outward(out), int(code)

    def _start(self, kind, step):
        """Starts a program and waits until it serves and has printed what is shown."""
        if kind == "serve":
            for other in [it for it in self.backgrounds if it.kind == "serve"]:
                self.backgrounds.remove(other)
                self._stop(other)
        # `exec` makes the program the process that is stopped later.
        command = "env " + step.command if re.match(r"\w+=", step.command) else step.command
        out = self._command("exec " + command)
        self._tell(f"(eval \"$(cat '{out}.sh')\") <&9 >'{out}' 2>&1 & echo $!")
        started = Background(kind, int(self._answer()), out, step.command)
        self.backgrounds.append(started)
        deadline = time.monotonic() + START_SECONDS_MAX
        while not (self._serves(kind) and self._shown(step, out)):
            if started.gone() or time.monotonic() > deadline:
                self.backgrounds.remove(started)
                printed = self._outward(out)
                raise Failed(f"it ended, or does not print what is shown; it printed:\n{printed}")
            time.sleep(POLL_SECONDS)
        show(step.command, self._outward(out))

    def _shown(self, step, out):
        return step.expected is None or reader.matches([*step.expected, "…"], self._outward(out))

    def _serves(self, kind):
        """Whether what was started answers; its certificate is not looked at."""
        if kind == "tail":
            return True
        port = self.ports[MODEL_PORT if kind == "model" else GATE_PORT]
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def _stop(self, background):
        """Ends a program as Ctrl-C does; `serve` must end well."""
        if background.gone():
            raise Failed(f"`{background.command}` ended by itself:\n{self._outward(background.out)}")
        os.kill(background.process, signal.SIGTERM)
        self._tell(f"wait {background.process}; echo $?")
        code = int(self._answer())
        if code not in (0, 128 + signal.SIGTERM):
            printed = self._outward(background.out)
            raise Failed(f"`{background.command}` ended with {code}:\n{printed}")

    def end(self):
        """Stops what the document left running, newest first."""
        while self.backgrounds:
            self._stop(self.backgrounds.pop())

    def close(self):
        """Ends everything and removes the home."""
        try:
            os.killpg(self.shell.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.shell.wait()
        for process in filter(None, (self.shell, self.model)):
            process.stdin.close()
            process.stdout.close()
        if self.model:
            self.model.wait(timeout=COMMAND_SECONDS_MAX)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, command):
        self.count += 1
        out = self.folder / f"out{self.count}"
        out.with_name(out.name + ".sh").write_text(self._inward(command) + "\n", encoding="utf-8")
        return out

    def _tell(self, line):
        self.shell.stdin.write(line + "\n")
        self.shell.stdin.flush()

    def _answer(self):
        """The shell's next line; the shell is ended where it takes too long."""
        timer = threading.Timer(COMMAND_SECONDS_MAX, os.killpg, (self.shell.pid, signal.SIGKILL))
        timer.start()
        try:
            line = self.shell.stdout.readline().strip()
        finally:
            timer.cancel()
        if not line:
            raise Failed(f"it did not end within {COMMAND_SECONDS_MAX} s")
        return line

    def _inward(self, text):
        for shown, port in self.ports.items():
            text = re.sub(rf"\b{shown}\b", str(port), text)
        return text

    def _outward(self, out):
        text = out.read_text(encoding="utf-8", errors="replace") if out.exists() else ""
        for shown, port in self.ports.items():
            text = re.sub(rf"\b{port}\b", shown, text)
        return text


def show(command, printed):
    """With `DOCUMENTS_SHOW=1`, a session is printed as a reader of the document sees it."""
    if os.environ.get("DOCUMENTS_SHOW"):
        print(f"$ {command}\n{printed}", end="", flush=True)


def compare(step, printed):
    if step.expected is not None and not reader.matches(step.expected, printed):
        expected = "\n".join(step.expected)
        raise Failed(f"the document shows:\n{expected}\n--- it printed:\n{printed}")


def script(path, text):
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
