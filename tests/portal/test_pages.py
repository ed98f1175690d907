"""The pages in a real browser: what stands on them, how they are used, and that everybody can."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.browser import NARROW
from tests.portal.conftest import Month

PAGES = ["/", "/api-docs/v1", "/api-docs/v2", "/api-docs/v3", "/usage"]
ADMIN = ("admin", "admin-password-1")


async def sign_in(page: Page, month: Month, name: str, password: str) -> None:
    await page.goto(f"{month.url}/usage")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def complaints(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 A and AA, contrast among it."""
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found: dict[str, Any] = (await Axe().run(page, options=options)).response
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


async def too_wide(page: Page) -> int:
    """Pixels by which the page has to be scrolled sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_readable_for_everybody_in_light_and_dark_and_on_a_telephone(
    page: Page, month: Month, path: str
) -> None:
    await page.goto(month.url + path)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        assert await complaints(page) == []
    await page.set_viewport_size(NARROW)
    assert await too_wide(page) <= 0


async def test_a_page_fetches_nothing_from_elsewhere(page: Page, month: Month) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        await page.goto(month.url + path)
    assert asked
    assert [url for url in asked if not url.startswith(month.url + "/")] == []


async def test_the_documentation_of_a_deprecated_version_leads_to_what_changed(page: Page, month: Month) -> None:
    await page.goto(f"{month.url}/api-docs/v1")
    banner = page.get_by_role("note")
    await expect(banner).to_contain_text("deprecated since 1 June 2025")
    await banner.get_by_role("link", name="What changed in v2").click()
    await expect(page).to_have_url(re.compile("/api-docs/v2#changes$"))
    changes = page.get_by_role("region", name="What changed since v1")
    await expect(changes).to_be_in_viewport()
    # From the lifecycle, the overlays and the adapters.
    await expect(changes).to_contain_text("Timestamps are RFC 3339 strings instead of epoch milliseconds")
    await expect(changes).to_contain_text("Moments in parameters may be epoch milliseconds too.")
    await expect(changes).to_contain_text("created_after may be milliseconds since the epoch.")
    await page.goto(f"{month.url}/api-docs/v3")
    changes = page.get_by_role("region", name="What changed since v2")
    await expect(changes).to_contain_text("Lists are read by cursor.")
    await expect(changes.locator("li", has_text="GET /orders: cursor").first).to_be_visible()
    await expect(page.get_by_role("note")).to_contain_text("beta")


async def test_an_operation_opens_with_the_keyboard_and_by_its_link(page: Page, month: Month) -> None:
    await page.goto(f"{month.url}/api-docs/v2")
    operation = page.locator("summary", has_text="List users")
    await operation.focus()
    answer = page.locator("#listUsers").get_by_text("Statuses")
    await expect(answer).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(answer).to_be_visible()
    await page.goto(f"{month.url}/api-docs/v2#cancelOrder")
    await expect(page.locator("#cancelOrder")).to_be_visible()


async def test_an_admin_sees_who_has_to_move(page: Page, month: Month) -> None:
    await sign_in(page, month, *ADMIN)
    await expect(page.get_by_role("heading", name="Usage")).to_be_focused()
    figures = page.locator("#figures")
    # 30 days: 300 by v1, 900 and 1,365 by v2.
    await expect(figures).to_contain_text("2,565")
    await expect(figures).to_contain_text("11.7%")
    chart = page.get_by_role("img", name="2,565 requests from Mar 1 to Mar 30, at most 100 a day")
    await expect(chart).to_be_visible()
    assert await chart.locator("rect").count() == 60
    clients = page.get_by_role("region", name="Clients still on deprecated versions")
    row = clients.get_by_role("row", name=month.staying.username)
    await expect(row).to_contain_text("25%")
    await expect(row).to_contain_text("300")
    await expect(clients).not_to_contain_text(month.moved.username)
    await expect(page.get_by_role("region", name="Deprecated operations")).to_contain_text("GET /users/{id}")
    assert await complaints(page) == []
    await page.emulate_media(color_scheme="dark")
    assert await complaints(page) == []
    await page.set_viewport_size(NARROW)
    assert await too_wide(page) <= 0


async def test_other_days_are_a_choice_away_and_stand_in_a_table_too(page: Page, month: Month) -> None:
    await sign_in(page, month, *ADMIN)
    await page.get_by_label("Days").select_option("7")
    # 7 days: 70 by v1, 210 and 399 by v2.
    await expect(page.locator("#figures")).to_contain_text("679")
    await page.get_by_text("The same as a table").click()
    table = page.get_by_role("region", name="Requests by day and version")
    await expect(table.get_by_role("row")).to_have_count(8)
    await expect(table.get_by_role("row", name="Mar 30")).to_have_text("Mar 3010900")


async def test_the_dashboard_is_used_without_a_mouse(page: Page, month: Month) -> None:
    await page.goto(f"{month.url}/usage")
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("To the content")).to_be_focused()
    await page.get_by_label("Name").focus()
    await page.keyboard.type(ADMIN[0])
    await page.keyboard.press("Tab")
    await page.keyboard.type(ADMIN[1])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Usage")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Days")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Name")).to_be_focused()
    await expect(page.locator("#dashboard")).to_be_hidden()


async def test_an_access_token_will_do(page: Page, month: Month, admin: Any) -> None:
    await page.goto(f"{month.url}/usage")
    await page.get_by_text("Use an access token instead").click()
    await page.get_by_label("Access token").fill(admin.token)
    await page.get_by_role("button", name="Use it").click()
    await expect(page.locator("#figures")).to_contain_text("2,565")
    # Nothing of it stays behind.
    kept = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert json.loads(kept) == [{}, {}, ""]


@pytest.fixture
async def noisy(browser: Browser) -> AsyncIterator[Page]:
    """A page that may write to its console: browsers note each refusal there."""
    context = await browser.new_context()
    yield await context.new_page()
    await context.close()


async def test_who_is_no_admin_is_told_so_and_sees_nothing(noisy: Page, month: Month) -> None:
    await sign_in(noisy, month, "alice", "alice-password-1")
    await expect(noisy.get_by_role("alert")).to_have_text("This account is no admin.")
    await expect(noisy.locator("#dashboard")).to_be_hidden()
    await sign_in(noisy, month, "admin", "wrong-password-1")
    await expect(noisy.get_by_role("alert")).not_to_be_empty()
    await expect(noisy.locator("#dashboard")).to_be_hidden()


async def test_the_policy_lets_no_stranger_run_anything(noisy: Page, month: Month) -> None:
    await noisy.goto(f"{month.url}/usage")
    added = "const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)"
    await noisy.evaluate(added)
    assert await noisy.evaluate("window.ran") is None
    refused = "fetch('https://example.com/').then(() => 'let through', () => 'refused')"
    assert await noisy.evaluate(refused) == "refused"
