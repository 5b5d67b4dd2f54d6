"""Speaks to `demarche mcp` with the official Python SDK: python3 .ci/assistants.py PROGRAM INDEX [CALLS]"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

TOOLS = {"search", "quote", "timeline", "statement", "corpus"}
HOSTILE = [
    ("quote", {}),
    ("quote", {"quotation": 7}),
    ("quote", {"quotation": ["a", "b"]}),
    ("quote", {"quotation": "x" * 1_000_000}),
    ("quote", {"quotation": "we go on", "path": "/etc/passwd"}),
    ("quote", {"quotation": "we go on", "date": "soon"}),
    ("quote", {"quotation": "we go on", "in": "../../etc/passwd"}),
    ("search", {"query": "peace", "limit": -1}),
    ("search", {"query": "peace", "limit": 10**18}),
    ("search", {"query": None}),
    ("search", {"query": "peace", "speaker": ""}),
    ("timeline", {"query": "peace", "by": "fortnight"}),
    ("statement", {"id": {"$ne": 1}}),
    ("statement", {"id": "\x00"}),
    ("corpus", {"all": True}),
]


async def main(program, index, calls):
    server = StdioServerParameters(command=program, args=["--index", index, "mcp"])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        assert {tool.name for tool in (await session.list_tools()).tools} == TOOLS

        async def ask(tool, arguments):
            result = await session.call_tool(tool, arguments)
            wrong = result.model_dump(by_alias=True)["isError"]
            text = "".join(part.text for part in result.content)
            return wrong, text if wrong else json.loads(text)

        wrong, found = await ask("search", {"query": "ceasefire", "limit": 3})
        assert not wrong and found["shown"] == 3 and found["total"] == found["shown"] + found["not_shown"]
        assert all(hit["permalink"].startswith("demarche:s/") and hit["quoted_text"] for hit in found["hits"])
        wrong, found = await ask("statement", {"id": found["hits"][0]["permalink"]})
        assert not wrong and found["quoted_text"]
        said = "Iraq has had twelve years and has answered with lies"
        wrong, found = await ask("quote", {"quotation": said, "speaker": "Straw"})
        assert not wrong and (found["verdict"], found["may_be_quoted"]) == ("exact", True), found
        wrong, found = await ask("quote", {"quotation": said.replace("twelve", "twenty")})
        assert not wrong and (found["verdict"], found["may_be_quoted"]) == ("altered", False), found
        wrong, found = await ask("timeline", {"query": "ceasefire", "by": "decade"})
        assert not wrong and sum(one["matching"] for one in found["bins"]) <= found["total"]
        wrong, found = await ask("corpus", {})
        assert not wrong and found["documents"] > 50
        for tool, arguments in HOSTILE:
            wrong, told = await ask(tool, arguments)
            assert wrong and told, (tool, str(arguments)[:80])
        try:
            await session.call_tool("shell", {"command": "ls"})
            raise AssertionError("a tool that is not there was called")
        except Exception as error:
            assert "no tool" in str(error), error
        for number in range(calls):
            wrong, _ = await ask("quote", {"quotation": f"we go on {number}"} if number % 2 else {"quotation": number})
            assert wrong == (number % 2 == 0)
        wrong, found = await ask("corpus", {})
        assert not wrong
    print(f"five tools answered, {len(HOSTILE)} hostile calls and {calls} in a row ended in order")


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 10_000))
