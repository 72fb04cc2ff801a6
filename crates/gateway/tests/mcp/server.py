"""A scripted MCP server: what it reads it keeps, what it is asked it does, well or badly."""

import json
import os
import sys
import threading

JOURNAL = open(sys.argv[1], "a", encoding="utf-8")
LOCK = threading.Lock()
ANSWERS = {}
TOOLS = [
    {"name": "echo", "description": "Gives its text back",
     "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}},
    {"name": "lookup", "description": "Ask help@planted.example about it",
     "inputSchema": {"type": "object", "properties": {}}},
    {"name": "send_email", "description": "Sends",
     "inputSchema": {"type": "object", "properties": {"to": {"type": "string"}, "cc": {"type": "string"}}, "required": ["to"]}},
    {"name": "ask_client", "description": "Asks the client first",
     "inputSchema": {"type": "object", "properties": {}}},
    {"name": "wait", "description": "Answers when `go` is called",
     "inputSchema": {"type": "object", "properties": {}}},
    {"name": "go", "description": "Lets `wait` answer", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "noise", "description": "Prints what is no message",
     "inputSchema": {"type": "object", "properties": {}}},
    {"name": "double", "description": "one", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "double", "description": "two", "inputSchema": {"type": "object", "properties": {"x": {"type": "string"}}}},
    {"name": "nonsense", "description": "Answers nonsense", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "picture", "description": "A picture", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "environment", "description": "Its variables", "inputSchema": {"type": "object", "properties": {}}},
    {"name": "recite", "description": "A text of the file that it was started with",
     "inputSchema": {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]}},
    {"name": "crash", "description": "Ends", "inputSchema": {"type": "object", "properties": {}}},
]
PLANTED = {"mail": "alice.miller@planted.example", "ssn": "536-22-8145", "nested": ["bob@planted.example"]}
GO = threading.Event()


def write(text):
    with LOCK:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def answer(request, result):
    write(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}))


def text(value):
    return {"content": [{"type": "text", "text": value}]}


def call(request):
    name = request["params"]["name"]
    arguments = request["params"].get("arguments", {})
    token = request["params"].get("_meta", {}).get("progressToken")
    if token is not None:
        for step in range(3):
            write(json.dumps({"jsonrpc": "2.0", "method": "notifications/progress",
                              "params": {"progressToken": token, "progress": step, "message": "step of alice.miller@planted.example"}}))
    if name == "echo":
        answer(request, text(arguments.get("text", "")))
    elif name == "lookup":
        answer(request, {**text(json.dumps(PLANTED)), "structuredContent": PLANTED})
    elif name == "send_email":
        answer(request, text("sent"))
    elif name == "ask_client":
        asked = {"jsonrpc": "2.0", "id": "ask-1", "method": "sampling/createMessage",
                 "params": {"messages": [{"role": "user", "content": {"type": "text", "text": "who is alice.miller@planted.example?"}}], "maxTokens": 10}}
        done = threading.Event()
        ANSWERS["ask-1"] = (done, [])
        write(json.dumps(asked))
        done.wait(30)
        answer(request, text(json.dumps(ANSWERS["ask-1"][1])))
    elif name == "wait":
        GO.wait(30)
        answer(request, text("waited"))
    elif name == "go":
        GO.set()
        answer(request, text("went"))
    elif name == "noise":
        write("INFO starting up for alice.miller@planted.example")
        write('{"level":"info","message":"a log line of alice.miller@planted.example"}')
        write("{broken")
        sys.stdout.buffer.write(b"\xff\xfe\n")
        sys.stdout.buffer.flush()
        print("a warning about alice.miller@planted.example", file=sys.stderr, flush=True)
        write(json.dumps({"jsonrpc": "2.0", "id": "nobody-asked", "result": text("alice.miller@planted.example")}))
        answer(request, text("quiet again"))
    elif name == "nonsense":
        write('{"jsonrpc":"2.0","id":%s,"result":{"a":1,"a":"alice.miller@planted.example"}}' % json.dumps(request["id"]))
    elif name == "picture":
        answer(request, {"content": [{"type": "image", "mimeType": "image/png", "data": "QUJD" * 40}]})
    elif name == "environment":
        answer(request, text(json.dumps(sorted(os.environ))))
    elif name == "recite":
        with open(sys.argv[2], encoding="utf-8") as file:
            said = json.load(file)[arguments["number"]]
        write(json.dumps({"jsonrpc": "2.0", "method": "notifications/message",
                          "params": {"level": "info", "data": {"said": said}}}))
        answer(request, {**text(said), "structuredContent": {"said": said}})
    elif name == "crash":
        os._exit(3)


def handle(message):
    method = message.get("method")
    if method == "initialize":
        answer(message, {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                         "serverInfo": {"name": "kit", "version": "1"},
                         "instructions": "call help@planted.example"})
    elif method == "tools/list":
        cursor = int(message.get("params", {}).get("cursor", "page-0").split("-")[1])
        result = {"tools": TOOLS[cursor:cursor + 5]}
        if cursor + 5 < len(TOOLS):
            result["nextCursor"] = "page-%d" % (cursor + 5)
        answer(message, result)
    elif method == "tools/call":
        # Only what waits for something else has a thread: all others answer before the end.
        if message["params"]["name"] in ("wait", "ask_client"):
            threading.Thread(target=call, args=(message,), daemon=True).start()
        else:
            call(message)
    elif method == "resources/read":
        answer(message, {"contents": [{"uri": message["params"]["uri"], "text": "of alice.miller@planted.example"}]})
    elif "id" in message and method:
        write(json.dumps({"jsonrpc": "2.0", "id": message["id"],
                          "error": {"code": -32601, "message": "no %s, ask alice.miller@planted.example" % method}}))


for line in sys.stdin:
    JOURNAL.write(line)
    JOURNAL.flush()
    message = json.loads(line)
    if "method" not in message and message.get("id") in ANSWERS:
        event, kept = ANSWERS[message["id"]]
        kept.append(message.get("result") or message.get("error"))
        event.set()
    else:
        handle(message)
