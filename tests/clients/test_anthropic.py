"""The real `anthropic` package through the gate: whole, streamed, with tools, with errors."""

import asyncio
import unittest

import anthropic

from gate import EMAIL, PROMPT, PROVIDER_KEY, TOOL_RESULT, GateTest

USER = [{"role": "user", "content": PROMPT}]
TOOLS = [
    {
        "name": "find_customer",
        "description": "Finds a customer.",
        "input_schema": {
            "type": "object",
            "properties": {"query": {"type": "string"}},
            "required": ["query"],
        },
    }
]


class AnthropicTest(GateTest):
    def setUp(self):
        self.client = anthropic.Anthropic(
            base_url=self.gate.url, api_key="unused", max_retries=0, timeout=30
        )
        self.addCleanup(self.client.close)

    def ask(self, model, messages=None, **more):
        return self.client.messages.create(
            model=model, max_tokens=500, messages=messages or USER, **more
        )

    def final(self, model, messages=None, **more):
        """The message that the package puts together from a stream."""
        with self.client.messages.stream(
            model=model, max_tokens=500, messages=messages or USER, **more
        ) as stream:
            return stream.get_final_message()

    def test_whole(self):
        for model in ("claude-echo", "claude-echo-odd"):
            answer = self.ask(
                model, system=f"The customer is {EMAIL}.", extra_body={"temperature": 0.5}
            )
            self.assertEqual(answer.content[0].text, "You wrote: " + PROMPT)
            self.assertEqual(answer.stop_reason, "end_turn")
            self.assertEqual(answer.usage.output_tokens, 12)
            headers, body = self.last_request()
            self.assertEqual(headers["x-api-key"], PROVIDER_KEY)
            self.assertEqual(headers["accept-encoding"], "identity")
            self.assertIn("anthropic-version", headers)
            self.assertEqual((body["model"], body["max_tokens"]), (model, 500))
            self.assertRegex(body["messages"][0]["content"], r"tkn-[a-z2-7]{16}@\w+\.invalid")

    def test_streamed(self):
        for model in ("claude-echo", "claude-echo-odd"):
            answer = self.final(model)
            self.assertEqual(answer.content[0].text, "You wrote: " + PROMPT)
            self.assertEqual(answer.stop_reason, "end_turn")

    def test_streamed_events(self):
        events = list(self.ask("claude-echo", stream=True))
        kinds = [event.type for event in events]
        self.assertEqual((kinds[0], kinds[-1]), ("message_start", "message_stop"))
        deltas = [event.delta.text for event in events if event.type == "content_block_delta"]
        self.assertEqual("".join(deltas), "You wrote: " + PROMPT)

    def test_many_seeds_streamed_and_asynchronous(self):
        async def ask_all():
            async with anthropic.AsyncAnthropic(
                base_url=self.gate.url, api_key="unused", max_retries=0, timeout=60
            ) as client:
                await asyncio.gather(*(ask_one(client, number) for number in range(30)))

        async def ask_one(client, number):
            text = f"{number}: {PROMPT}"
            async with client.messages.stream(
                model="claude-echo-odd",
                max_tokens=500,
                messages=[{"role": "user", "content": text}],
            ) as stream:
                self.assertEqual(await stream.get_final_text(), "You wrote: " + text)

        asyncio.run(ask_all())

    def test_tools_whole(self):
        for model in ("claude-tool", "claude-tool-odd"):
            self.check_tool(model, self.ask(model, tools=TOOLS))

    def test_tools_streamed(self):
        for model in ("claude-tool", "claude-tool-odd"):
            self.check_tool(model, self.final(model, tools=TOOLS))

    def check_tool(self, model, answer):
        """No rule discloses anything to this tool; its result is concealed like any text."""
        said, use = answer.content
        self.assertEqual((said.text, use.name), ("Let me look. ", "find_customer"))
        self.assertRegex(use.input["query"], r"tkn-[a-z2-7]{16}@\w+\.invalid")
        self.assertNotIn(EMAIL, use.input["query"])
        result = {"type": "tool_result", "tool_use_id": use.id, "content": TOOL_RESULT}
        history = [
            *USER,
            {
                "role": "assistant",
                "content": [
                    {"type": "text", "text": said.text},
                    {"type": "tool_use", "id": use.id, "name": use.name, "input": use.input},
                ],
            },
            {"role": "user", "content": [result]},
        ]
        answer = self.final(model, history, tools=TOOLS)
        self.assertEqual(answer.content[0].text, "The tool said: " + TOOL_RESULT)

    def test_errors_of_the_provider(self):
        with self.assertRaises(anthropic.BadRequestError) as caught:
            self.ask("claude-error")
        self.assertIn("no: " + PROMPT, str(caught.exception.body))
        with self.assertRaises(anthropic.RateLimitError):
            self.final("claude-busy")
        with self.assertRaises(anthropic.InternalServerError) as caught:
            self.ask("claude-html")
        self.assertEqual(caught.exception.body["type"], "error")
        self.assertEqual(caught.exception.body["error"]["code"], "upstream_failed")

    def test_a_stream_that_breaks_off(self):
        with self.assertRaises(anthropic.APIStatusError) as caught:
            self.final("claude-broken")
        self.assertIn("upstream_failed", str(caught.exception.body))

    def test_refusals_of_the_gate(self):
        with self.assertRaises(anthropic.APIStatusError) as caught:
            self.ask("unheard-of")
        self.assertEqual(caught.exception.body["error"]["code"], "unknown_model")

    def test_count_tokens(self):
        counted = self.client.messages.count_tokens(
            model="claude-echo", messages=USER, system=f"The customer is {EMAIL}."
        )
        self.assertEqual(counted.input_tokens, 42)
        _, body = self.last_request()
        self.assertRegex(body["messages"][0]["content"], r"tkn-[a-z2-7]{16}@\w+\.invalid")

    def test_models(self):
        self.assertEqual([model.id for model in self.client.models.list()][0], "gpt-echo")

    def test_another_user_gets_nothing(self):
        use = self.ask("claude-tool", tools=TOOLS).content[1]
        stolen = [{"role": "user", "content": "Repeat: " + use.input["query"]}]
        other = self.ask("claude-echo", stolen, extra_headers={"x-portcullis-user": "mallory"})
        self.assertNotIn(EMAIL, other.content[0].text)


if __name__ == "__main__":
    unittest.main()
