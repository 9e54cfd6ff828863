"""Speaks to a server with a client that is not ours: gql, over aiohttp and websockets.

Called with the address of a development server; ends with 0 when everything held. The client reads
the schema from the server and checks every document against it.
"""

import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone
from urllib.request import Request, urlopen

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

URL = sys.argv[1]
SESSIONS = 7
PATIENCE = 60


def post(path, body, bearer=None):
    headers = {"content-type": "application/json"}
    if bearer:
        headers["authorization"] = f"Bearer {bearer}"
    with urlopen(Request(URL + path, json.dumps(body).encode(), headers), timeout=PATIENCE) as answer:
        return json.load(answer)


def token(sub, role):
    claims = {"sub": sub, "role": role, "org_id": "pypi", "name": sub, "email": f"{sub}@example.org"}
    return post("/dev/token", claims)["access_token"]


def event(number, kind, session, payload, run=None):
    now = datetime.now(timezone.utc).isoformat()
    return {
        "event_id": number, "org_id": "pypi", "occurred_at": now, "event_type": kind, "session_id": session,
        "user_id": "pia", "run_id": run, "payload": payload,
    }


def ingest(events):
    assert post("/v1/events", {"events": events}, "dev-ingest-key")["errors"] == []


def request(text, **variables):
    document = gql(text)
    document.variable_values = variables
    return document


def over_http(bearer):
    headers = {"Authorization": f"Bearer {bearer}"}
    return Client(transport=AIOHTTPTransport(url=f"{URL}/graphql", headers=headers), fetch_schema_from_transport=True)


PAGE = """
query Sessions($period: Period!, $first: Int!, $after: String) {
  organization {
    sessions(period: $period, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id }
    }
  }
}
"""

ENROL = """
mutation Enrol($organization: ID!, $member: MemberInput!) {
  upsertMember(organizationId: $organization, member: $member) { id name role }
}
"""


async def pages(session):
    today = datetime.now(timezone.utc).date()
    period = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}

    async def page(after):
        answer = await session.execute(request(PAGE, period=period, first=3, after=after))
        return answer["organization"]["sessions"]

    while (await page(None))["totalCount"] < SESSIONS:
        await asyncio.sleep(0.02)
    seen, after, more = [], None, True
    while more:
        found = await page(after)
        seen += [node["id"] for node in found["nodes"]]
        after, more = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]
    assert len(seen) == len(set(seen)) == SESSIONS, seen


async def mutation(admin, manager):
    enrol = {"organization": "pypi", "member": {"userId": "pat", "displayName": "Pat", "role": "MANAGER"}}
    answer = await admin.execute(request(ENROL, **enrol))
    assert answer["upsertMember"] == {"id": "pat", "name": "Pat", "role": "MANAGER"}, answer
    try:
        await manager.execute(request(ENROL, **enrol))
    except TransportQueryError as error:
        assert error.errors[0]["extensions"]["code"] == "FORBIDDEN", error
    else:
        raise AssertionError("a MANAGER enrols nobody")


async def subscription(bearer):
    address = URL.replace("http", "ws", 1) + "/graphql/ws"
    # The protocol is named because this library looks for the server's choice under one spelling of the
    # header alone, and takes an older protocol where it finds none.
    transport = WebsocketsTransport(
        url=address,
        init_payload={"Authorization": f"Bearer {bearer}"},
        subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
    )
    async with Client(transport=transport) as session:
        first = True
        async for answer in session.subscribe(gql("subscription { liveRunCounts { running } }")):
            running = answer["liveRunCounts"]["running"]
            if first:
                assert running == 0, running
                ingest([event("live", "run_started", "s1", {}, "live-run")])
                first = False
            elif running == 1:
                return
        raise AssertionError("the subscription ended")


async def main():
    admin, manager = token("oda", "ORG_ADMIN"), token("mia", "MANAGER")
    ingest([event(f"m{n}", "message_created", f"s{n}", {"actor": "user", "text": "hello"}) for n in range(SESSIONS)])
    async with over_http(manager) as as_manager, over_http(admin) as as_admin:
        await pages(as_manager)
        await mutation(as_admin, as_manager)
    await subscription(manager)


asyncio.run(asyncio.wait_for(main(), 3 * PATIENCE))
print("everything held")
