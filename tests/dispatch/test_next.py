"""An agent takes the next ticket with a button."""

from tests.cast import ANNA, LEE, OTTO, Desk


async def test_the_button_takes_what_presses_most_and_says_why(desk: Desk) -> None:
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"strategy": "pull"}, as_=OTTO)
    await desk.come_online(LEE)
    calm = (await desk.write(level="normal"))["id"]
    urgent = (await desk.write(level="urgent"))["id"]
    await desk.settle()
    queue = await desk.ok("GET", "/queue")
    assert {row["ticket"]["id"] for row in queue["items"]} == {calm, urgent}  # nothing is pushed here
    taken = await desk.ok("POST", "/queues/next", as_=LEE)
    assert taken["ticket"]["id"] == urgent
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{urgent}"))["owner"]["id"] == desk.people[LEE]
    [*_, decision] = (await desk.ok("GET", f"/tickets/{urgent}/assignments"))["items"]
    assert decision["by"] == f"person:{desk.people[LEE]}"
    assert [each["agent"]["id"] for each in decision["considered"]] == [desk.people[LEE]]
    replayed = await desk.ok("GET", f"/tickets/{urgent}/assignments/{decision['id']}/replay")
    assert replayed["same"]
    assert (await desk.ok("POST", "/queues/next", as_=LEE))["ticket"]["id"] == calm


async def test_without_a_ticket_the_button_says_what_is_in_the_way(desk: Desk) -> None:
    async def refused(name: str) -> str:
        answer = await desk.ok("POST", "/queues/next", as_=name, headers={"Accept-Language": "en"})
        assert answer["ticket"] is None
        return str(answer["reason"])

    await desk.ok("PUT", "/agents/me/presence", {"status": "away"}, as_=ANNA)
    away = await refused(ANNA)
    await desk.come_online(LEE)
    nothing = await refused(LEE)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 0}, as_=OTTO)
    full = await refused(LEE)
    assert len({away, nothing, full}) == 3
