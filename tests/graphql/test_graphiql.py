"""GraphiQL in a browser: signed in, from files of this server alone."""

from playwright.async_api import Page, Request, expect


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
