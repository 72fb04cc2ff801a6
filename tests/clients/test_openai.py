"""The real `openai` package through the gate: whole, streamed, with tools, with errors."""

import asyncio
import json
import unittest

import openai

from gate import EMAIL, PROMPT, PROVIDER_KEY, TOOL_RESULT, GateTest

USER = [{"role": "user", "content": PROMPT}]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "find_customer",
            "description": "Finds a customer.",
            "parameters": {
                "type": "object",
                "properties": {"query": {"type": "string"}},
                "required": ["query"],
            },
        },
    }
]


def joined(chunks):
    """The text of a stream, and whether it came to its end."""
    text, finished = "", False
    for chunk in chunks:
        # A chunk of usage has no choices, an event that the provider invented has not even a list.
        for choice in chunk.choices or []:
            text += choice.delta.content or ""
            finished = finished or choice.finish_reason is not None
    return text, finished


class OpenAiTest(GateTest):
    def setUp(self):
        self.client = openai.OpenAI(
            base_url=self.gate.url + "/v1", api_key="unused", max_retries=0, timeout=30
        )
        self.addCleanup(self.client.close)

    def ask(self, model, messages=None, **more):
        return self.client.chat.completions.create(
            model=model, messages=messages or USER, **more
        )

    def test_whole(self):
        for model in ("gpt-echo", "gpt-echo-odd"):
            answer = self.ask(model, temperature=0.5, metadata={"who": EMAIL})
            self.assertEqual(answer.choices[0].message.content, "You wrote: " + PROMPT)
            self.assertEqual(answer.choices[0].finish_reason, "stop")
            self.assertEqual(answer.usage.total_tokens, 21)
            headers, body = self.last_request()
            self.assertEqual(headers["authorization"], "Bearer " + PROVIDER_KEY)
            self.assertEqual(headers["accept-encoding"], "identity")
            self.assertEqual((body["model"], body["temperature"]), (model, 0.5))
            self.assertRegex(body["messages"][0]["content"], r"tkn-[a-z2-7]{16}@\w+\.invalid")

    def test_streamed(self):
        for model in ("gpt-echo", "gpt-echo-odd"):
            stream = self.ask(model, stream=True, stream_options={"include_usage": True})
            self.assertEqual(joined(stream), ("You wrote: " + PROMPT, True))

    def test_streamed_helper(self):
        with self.client.chat.completions.stream(model="gpt-echo", messages=USER) as stream:
            for _ in stream:
                pass
            answer = stream.get_final_completion()
        self.assertEqual(answer.choices[0].message.content, "You wrote: " + PROMPT)

    def test_many_seeds_streamed_and_asynchronous(self):
        async def ask_all():
            async with openai.AsyncOpenAI(
                base_url=self.gate.url + "/v1", api_key="unused", max_retries=0, timeout=60
            ) as client:
                await asyncio.gather(*(ask_one(client, number) for number in range(30)))

        async def ask_one(client, number):
            text = f"{number}: {PROMPT}"
            stream = await client.chat.completions.create(
                model="gpt-echo-odd", messages=[{"role": "user", "content": text}], stream=True
            )
            self.assertEqual(joined([chunk async for chunk in stream])[0], "You wrote: " + text)

        asyncio.run(ask_all())

    def test_parts_and_system_text(self):
        messages = [
            {"role": "system", "content": f"The customer is {EMAIL}."},
            {"role": "user", "content": [{"type": "text", "text": PROMPT}]},
        ]
        answer = self.ask("gpt-echo", messages)
        self.assertEqual(answer.choices[0].message.content, "You wrote: " + PROMPT)

    def test_tools_whole(self):
        for model in ("gpt-tool", "gpt-tool-odd"):
            message = self.ask(model, tools=TOOLS).choices[0].message
            self.assertEqual(message.content, "Let me look. ")
            self.check_tool(model, message.tool_calls[0].function, message.tool_calls[0].id)

    def test_tools_streamed(self):
        for model in ("gpt-tool", "gpt-tool-odd"):
            with self.client.chat.completions.stream(
                model=model, messages=USER, tools=TOOLS
            ) as stream:
                for _ in stream:
                    pass
                message = stream.get_final_completion().choices[0].message
            self.assertEqual(message.content, "Let me look. ")
            self.check_tool(model, message.tool_calls[0].function, message.tool_calls[0].id)

    def check_tool(self, model, function, call):
        """No rule discloses anything to this tool; its result is concealed like any text."""
        self.assertEqual(function.name, "find_customer")
        query = json.loads(function.arguments)["query"]
        self.assertRegex(query, r"tkn-[a-z2-7]{16}@\w+\.invalid")
        self.assertNotIn(EMAIL, query)
        history = [
            *USER,
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": call,
                        "type": "function",
                        "function": {"name": function.name, "arguments": function.arguments},
                    }
                ],
            },
            {"role": "tool", "tool_call_id": call, "content": TOOL_RESULT},
        ]
        text, _ = joined(self.ask(model, history, tools=TOOLS, stream=True))
        self.assertEqual(text, "The tool said: " + TOOL_RESULT)

    def test_errors_of_the_provider(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask("gpt-error")
        self.assertIn("no: " + PROMPT, caught.exception.message)
        with self.assertRaises(openai.BadRequestError):
            self.ask("gpt-error", stream=True)
        with self.assertRaises(openai.RateLimitError):
            self.ask("gpt-busy")
        with self.assertRaises(openai.InternalServerError) as caught:
            self.ask("gpt-html")
        self.assertEqual(caught.exception.code, "upstream_failed")

    def test_a_stream_that_breaks_off(self):
        with self.assertRaises(openai.APIError) as caught:
            joined(self.ask("gpt-broken", stream=True))
        self.assertEqual(caught.exception.code, "upstream_failed")

    def test_refusals_of_the_gate(self):
        with self.assertRaises(openai.APIStatusError) as caught:
            self.ask("unheard-of")
        self.assertEqual(caught.exception.code, "unknown_model")
        with self.assertRaises(openai.APIStatusError) as caught:
            self.client.moderations.create(model="gpt-echo", input="x")
        self.assertEqual(caught.exception.code, "unknown_route")

    def test_models(self):
        self.assertEqual([model.id for model in self.client.models.list()][0], "gpt-echo")

    def test_call_id(self):
        raw = self.client.chat.completions.with_raw_response.create(
            model="gpt-echo", messages=USER
        )
        self.assertRegex(raw.headers["x-portcullis-call"], r"^[0-9A-HJKMNP-TV-Z]{26}$")

    def test_another_user_gets_nothing(self):
        first = self.ask("gpt-tool", tools=TOOLS).choices[0].message.tool_calls[0]
        stolen = json.loads(first.function.arguments)["query"]
        other = {"x-portcullis-user": "mallory"}
        answer = self.ask(
            "gpt-echo", [{"role": "user", "content": "Repeat: " + stolen}], extra_headers=other
        )
        self.assertNotIn(EMAIL, answer.choices[0].message.content)
        own = self.ask("gpt-echo", [{"role": "user", "content": "Repeat: " + stolen}])
        self.assertNotIn(EMAIL, own.choices[0].message.content, "a surrogate hands nothing")


RESPONSE_TOOLS = [{"type": "function", **TOOLS[0]["function"]}]


class ResponsesTest(GateTest):
    """The same by way of responses."""

    def setUp(self):
        self.client = openai.OpenAI(
            base_url=self.gate.url + "/v1", api_key="unused", max_retries=0, timeout=30
        )
        self.addCleanup(self.client.close)

    def ask(self, model, given=PROMPT, **more):
        return self.client.responses.create(model=model, input=given, **more)

    def test_whole(self):
        for model in ("gpt-echo", "gpt-echo-odd"):
            answer = self.ask(model, instructions=f"The customer is {EMAIL}.")
            self.assertEqual(answer.output_text, "You wrote: " + PROMPT)
            # What a provider repeats of its request comes back as the caller wrote it.
            self.assertEqual(answer.instructions, f"The customer is {EMAIL}.")
            _, body = self.last_request()
            self.assertRegex(body["input"], r"tkn-[a-z2-7]{16}@\w+\.invalid")

    def test_streamed(self):
        for model in ("gpt-echo", "gpt-echo-odd"):
            with self.client.responses.stream(model=model, input=PROMPT) as stream:
                deltas = "".join(
                    event.delta for event in stream if event.type == "response.output_text.delta"
                )
                answer = stream.get_final_response()
            self.assertEqual(deltas, "You wrote: " + PROMPT)
            self.assertEqual(answer.output_text, "You wrote: " + PROMPT)
            self.assert_no_surrogate(answer.model_dump_json())

    def test_tools(self):
        for streamed in (False, True):
            if streamed:
                with self.client.responses.stream(
                    model="gpt-tool-odd", input=PROMPT, tools=RESPONSE_TOOLS
                ) as stream:
                    for _ in stream:
                        pass
                    answer = stream.get_final_response()
            else:
                answer = self.ask("gpt-tool", tools=RESPONSE_TOOLS)
            call = next(item for item in answer.output if item.type == "function_call")
            query = json.loads(call.arguments)["query"]
            self.assertRegex(query, r"tkn-[a-z2-7]{16}@\w+\.invalid")
            history = [
                {"role": "user", "content": PROMPT},
                *answer.output,
                {"type": "function_call_output", "call_id": call.call_id, "output": TOOL_RESULT},
            ]
            answer = self.ask("gpt-tool", history, tools=RESPONSE_TOOLS)
            self.assertEqual(answer.output_text, "The tool said: " + TOOL_RESULT)

    def test_ids_are_their_owners(self):
        answer = self.ask("gpt-echo")
        self.ask("gpt-echo", "And now?", previous_response_id=answer.id)
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask(
                "gpt-echo",
                "And now?",
                previous_response_id=answer.id,
                extra_headers={"x-portcullis-user": "mallory"},
            )
        self.assertEqual(caught.exception.code, "unknown_reference")

    def test_refusals(self):
        with self.assertRaises(openai.PermissionDeniedError) as caught:
            self.ask("gpt-echo", tools=[{"type": "web_search"}])
        self.assertEqual(caught.exception.code, "denied")
        with self.assertRaises(openai.BadRequestError) as caught:
            self.ask("gpt-echo", background=True)
        self.assertEqual(caught.exception.code, "invalid_request")
        with self.assertRaises(openai.APIError) as caught:
            for _ in self.ask("gpt-broken", stream=True):
                pass
        self.assertEqual(caught.exception.code, "upstream_failed")

    def test_embeddings(self):
        for form in ("float", "base64"):
            answer = self.client.embeddings.create(
                model="gpt-echo", input=[PROMPT, "x"], encoding_format=form
            )
            self.assertEqual(len(answer.data), 2)
            _, body = self.last_request()
            self.assertRegex(body["input"][0], r"tkn-[a-z2-7]{16}@\w+\.invalid")
        plain = self.client.embeddings.create(model="gpt-echo", input=PROMPT)
        self.assertEqual(plain.data[0].embedding, [0.5, -0.25, 1.0])
        raw = self.client.embeddings.with_raw_response.create(model="gpt-echo", input=[1, 2, 3])
        self.assertEqual(raw.headers["x-portcullis-warnings"], "media-unread")


if __name__ == "__main__":
    unittest.main()
