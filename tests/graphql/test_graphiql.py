"""GraphiQL in a browser: signed in, from files of this server alone."""

import asyncio

from playwright.async_api import Page, Request, expect

from tests.orders.shop import Shop


async def test_changes_arrive_while_one_looks(page: Page, gateway_url: str, shop: Shop) -> None:
    await page.goto(f"{gateway_url}/graphiql")
    await page.get_by_label("Name").fill("alice")
    await page.get_by_label("Password").fill("alice-password-1")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Execute").wait_for()
    await page.get_by_label("Query Editor").click()
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text("subscription News { productChanged { event product { name category { id } } } }")
    # The editor looks at what was written when nothing more comes.
    await page.wait_for_timeout(1000)
    await page.get_by_role("button", name="Execute").click()

    async def supply() -> None:
        while True:
            await shop.product()
            await asyncio.sleep(0.2)

    supplying = asyncio.create_task(supply())
    try:
        await expect(page.get_by_label("Result Window")).to_contain_text(shop.category)
    finally:
        supplying.cancel()


async def test_a_query_can_be_tried_out_without_the_internet(page: Page, gateway_url: str) -> None:
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    page.on("request", hear)
    await page.goto(f"{gateway_url}/graphiql")
    await page.get_by_label("Name").fill("alice")
    await page.get_by_label("Password").fill("alice-password-1")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Execute").click()
    await expect(page.get_by_label("Result Window")).to_contain_text("totalCount")
    assert [url for url in asked if not url.startswith((gateway_url, "data:", "blob:"))] == []
