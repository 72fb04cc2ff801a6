"""The official MCP servers behind the gate: with the real `mcp` package, with the inspector, raw.

What works without the gate works with it, and says the same where there is nothing to replace.
"""

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from mcp import ClientSession, StdioServerParameters, stdio_client, types

BINARY = os.environ["PORTCULLIS_BINARY"]
PACKAGES = os.path.join(os.environ["NODE_PACKAGES"], "node_modules")
OFFICIAL = os.path.join(PACKAGES, "@modelcontextprotocol")
EMAIL = "maria.lopez@northwind-traders.com"
SSN = "219-09-8314"
WAIT_MAX = 60

RULES = """
[[rule]]
id = "all"
tools = ["*"]
effect = "allow"

[[rule]]
id = "notes"
tools = ["server-filesystem__write_file"]
effect = "allow"
reveal = [{ entity = "EMAIL_ADDRESS", arg = "/content" }]
"""


def server(name, *arguments):
    """The command of an official server."""
    return ["node", os.path.join(OFFICIAL, name, "dist", "index.js"), *arguments]


def dumped(result):
    return json.loads(result.model_dump_json(by_alias=True, exclude_none=True))


class McpTest(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="portcullis-mcp-")
        self.addCleanup(shutil.rmtree, self.home, True)
        self.files = os.path.realpath(tempfile.mkdtemp(prefix="portcullis-files-"))
        self.addCleanup(shutil.rmtree, self.files, True)
        with open(os.path.join(self.home, "policy.toml"), "w", encoding="utf-8") as rules:
            rules.write(RULES)

    def guarded(self, command):
        return [BINARY, "--home", self.home, "mcp", "--", *command]

    def session(self, command, scene):
        """Plays a scene with a server; gives what the scene gives."""

        async def sample(_context, params):
            said = params.messages[0].content
            text = said.text if hasattr(said, "text") else str(said)
            content = types.TextContent(type="text", text="heard: " + text)
            return types.CreateMessageResult(role="assistant", content=content, model="m")

        async def elicit(_context, _params):
            return types.ElicitResult(action="decline")

        async def roots(_context):
            return types.ListRootsResult(roots=[types.Root(uri="file:///srv/kit", name="kit")])

        async def play():
            parameters = StdioServerParameters(command=command[0], args=command[1:])
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                async with stdio_client(parameters, errlog=nowhere) as (read, write):
                    async with ClientSession(
                        read,
                        write,
                        sampling_callback=sample,
                        elicitation_callback=elicit,
                        list_roots_callback=roots,
                    ) as client:
                        first = dumped(await client.initialize())
                        return first, await scene(client)

        return asyncio.run(asyncio.wait_for(play(), WAIT_MAX))

    def both(self, command, scene):
        bare = self.session(command, scene)
        self.assertEqual(bare, self.session(self.guarded(command), scene))
        return bare

    def outcomes(self):
        folder = os.path.join(self.home, "audit", "default")
        text = ""
        for name in sorted(os.listdir(folder)):
            if name.endswith(".log"):
                with open(os.path.join(folder, name), encoding="utf-8") as segment:
                    text += segment.read()
        verified = subprocess.run([BINARY, "audit", "verify", folder], capture_output=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        return text

    def test_everything_says_the_same(self):
        calls = [
            ("echo", {"message": "hello"}),
            ("get-sum", {"a": 2, "b": 40}),
            ("get-tiny-image", {}),
            ("get-annotated-message", {"messageType": "error", "includeImage": True}),
            ("get-resource-links", {"count": 2}),
            ("get-structured-content", {"location": "New York"}),
            ("get-roots-list", {}),
            ("trigger-sampling-request", {"prompt": "hello", "maxTokens": 10}),
            ("trigger-elicitation-request", {}),
            ("trigger-long-running-operation", {"duration": 1, "steps": 2}),
        ]

        async def scene(client):
            said = {"tools": dumped(await client.list_tools())}
            names = {tool["name"] for tool in said["tools"]["tools"]}
            for name, arguments in calls:
                if name in names:
                    said[name] = dumped(await client.call_tool(name, arguments))
            said["resources"] = dumped(await client.list_resources())
            first = said["resources"]["resources"][0]["uri"]
            said["resource"] = dumped(await client.read_resource(first))
            said["templates"] = dumped(await client.list_resource_templates())
            said["prompts"] = dumped(await client.list_prompts())
            said["prompt"] = dumped(await client.get_prompt(said["prompts"]["prompts"][0]["name"]))
            return said

        _, said = self.both(server("server-everything", "stdio"), scene)
        self.assertGreaterEqual(len(said), 12, sorted(said))
        self.outcomes()

    def test_progress_arrives_before_the_answer(self):
        async def scene(client):
            steps = []

            async def step(progress, total, _message):
                steps.append((progress, total))

            arguments = {"duration": 1, "steps": 4}
            name = "trigger-long-running-operation"
            await client.call_tool(name, arguments, progress_callback=step)
            return steps

        _, steps = self.both(server("server-everything", "stdio"), scene)
        self.assertEqual(len(steps), 4)

    def test_files_say_the_same(self):
        with open(os.path.join(self.files, "plain.txt"), "w", encoding="utf-8") as file:
            file.write("nothing in here\nbut lines\n")
        plain = os.path.join(self.files, "plain.txt")
        calls = [
            ("list_allowed_directories", {}),
            ("list_directory", {"path": self.files}),
            ("read_text_file", {"path": plain}),
            ("read_multiple_files", {"paths": [plain, plain]}),
            ("search_files", {"path": self.files, "pattern": "*.txt"}),
            ("directory_tree", {"path": self.files}),
            ("read_text_file", {"path": "/etc/passwd"}),
            ("write_file", {"path": os.path.join(self.files, "new.txt"), "content": "new"}),
            ("edit_file", {"path": plain, "edits": [{"oldText": "lines", "newText": "words"}], "dryRun": True}),
        ]

        async def scene(client):
            said = [dumped(await client.list_tools())]
            for name, arguments in calls:
                said.append(dumped(await client.call_tool(name, arguments)))
            os.remove(os.path.join(self.files, "new.txt"))
            return said

        self.both(server("server-filesystem", self.files), scene)

    def test_values_of_a_file_stay_here(self):
        path = os.path.join(self.files, "customer.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Maria Lopez, {EMAIL}, social security number {SSN}\n")
        copy = os.path.join(self.files, "copy.txt")

        async def scene(client):
            read = dumped(await client.call_tool("read_text_file", {"path": path}))
            text = read["content"][0]["text"]
            mail = text.split(",")[1].strip()
            await client.call_tool("write_file", {"path": copy, "content": "to " + mail})
            refused = dumped(await client.call_tool("create_directory", {"path": self.files + "/" + mail}))
            return text, refused

        _, (text, refused) = self.session(self.guarded(server("server-filesystem", self.files)), scene)
        self.assertNotIn(EMAIL, text)
        self.assertNotIn(SSN, text)
        with open(copy, encoding="utf-8") as file:
            self.assertEqual(file.read(), "to " + EMAIL)
        self.assertTrue(refused["isError"])
        self.assertEqual(refused["structuredContent"]["code"], "undisclosed_surrogate")
        log = self.outcomes()
        self.assertNotIn(EMAIL, log)
        self.assertNotIn(SSN, log)

    def test_inspector(self):
        inspector = os.path.join(PACKAGES, ".bin", "mcp-inspector")
        command = server("server-everything", "stdio")
        for words in (
            ["--method", "tools/list"],
            ["--method", "tools/call", "--tool-name", "echo", "--tool-arg", "message=hello"],
            ["--method", "resources/list"],
            ["--method", "prompts/list"],
        ):
            said = []
            for whole in (command, self.guarded(command)):
                # The inspector takes options for its own: the server's command stands in a file.
                config = os.path.join(self.home, "inspector.json")
                with open(config, "w", encoding="utf-8") as file:
                    entry = {"command": whole[0], "args": whole[1:]}
                    json.dump({"mcpServers": {"kit": entry}}, file)
                ran = subprocess.run(
                    [inspector, "--cli", "--config", config, "--server", "kit", *words],
                    capture_output=True,
                    text=True,
                    timeout=WAIT_MAX,
                    check=False,
                )
                self.assertEqual(ran.returncode, 0, ran.stderr)
                said.append(json.loads(ran.stdout))
            self.assertEqual(said[0], said[1], words)

    def test_eight_at_once(self):
        async def scene(client):
            said = []
            for number in range(10):
                text = f"{number} {EMAIL}"
                said.append(dumped(await client.call_tool("echo", {"message": text})))
            return said

        command = self.guarded(server("server-everything", "stdio"))

        async def all_of_them():
            plays = [asyncio.to_thread(self.session, command, scene) for _ in range(8)]
            return await asyncio.gather(*plays)

        said = [answers for _, answers in asyncio.run(all_of_them())]
        for answers in said[1:]:
            self.assertEqual(answers, said[0])
        self.assertNotIn(EMAIL, json.dumps(said))
        calls = [json.loads(line) for line in self.outcomes().splitlines()]
        outcomes = [it for it in calls if it.get("kind") == "outcome" and it.get("operation") == "tools/call"]
        self.assertEqual(len(outcomes), 80)


if __name__ == "__main__":
    unittest.main()
