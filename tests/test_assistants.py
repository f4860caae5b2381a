"""The claims as tools for assistants, asked by the protocol's own client over a real process."""

from __future__ import annotations

import sys

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from contested.database import CURATED

NIS = "unn-2025-04-30-about-600-north-4"
WHOLE = {"id", "what", "number", "source", "dates", "printed", "since", "address", "set_apart"}

pytestmark = pytest.mark.slow  # a process answers


@pytest.fixture(scope="module")
def ask(cache):
    """Return a function that uses tools of one server: (name, words)… → what each answered."""

    async def asked(uses):
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "contested", "mcp", "--data", str(CURATED)],
            env={
                "CONTESTED_CACHE": cache,
                "CONTESTED_URL": "https://contested.example",
                "PATH": "",
            },
        )
        async with Client(stdio_client(server)) as client:
            listed = await client.list_tools()
            return listed.tools, [await client.call_tool(name, words) for name, words in uses]

    return lambda *uses: anyio.run(asked, uses)


def test_every_tool_says_that_it_only_reads_and_every_number_comes_whole(ask):
    tools, answers = ask(
        ("look_up", {"text": "600 North Koreans killed"}),
        ("claims", {"selection": "subject=north-korea&metric=killed&known_on=2026-02-01"}),
        ("contested", {"conflict": "russia-ukraine", "limit": 3}),
        ("answer", {"selection": "subject=north-korea&metric=killed"}),
        ("citation", {"claim": NIS}),
        ("claims", {"selection": "metric=kiled"}),
        ("claims", {"selection": "metric=killed", "limit": 5000}),
    )
    assert {tool.name for tool in tools} == {
        "look_up", "claims", "contested", "answer", "citation",
    }  # fmt: skip
    assert all(tool.annotations.read_only_hint for tool in tools)
    found, listed, contested, answered, cited, wrong, many = answers

    first = next(one for one in found.structured_content["claims"] if one["id"] == NIS)
    assert first["number"] == "about 600"
    assert "National Intelligence Service" in first["source"]
    assert "2,000" in first["since"]
    assert first["address"] == f"https://contested.example/claim/{NIS}"
    every = [
        *found.structured_content["claims"],
        *listed.structured_content["claims"],
        *answered.structured_content["newest_claims"],
        *(
            claim
            for quantity in contested.structured_content["quantities"]
            for claim in quantity["claims"]
        ),
    ]
    assert len(every) > 20
    assert all(claim.keys() >= WHOLE for claim in every)
    assert all(claim["number"] and claim["source"] and claim["since"] for claim in every)
    dates = [quantity["at_least_apart"] for quantity in contested.structured_content["quantities"]]
    assert len(dates) == 3
    assert "North Korean soldiers killed" in answered.structured_content["title"]
    assert "about 600" in cited.content[0].text
    assert wrong.is_error
    assert "did you mean 'killed'" in wrong.content[0].text
    assert many.is_error
    assert "from 1 to 50" in many.content[0].text
