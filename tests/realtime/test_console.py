"""The console in a real browser: rows change live, and nothing is missed while the plug is pulled."""

from playwright.async_api import Page, expect

from tests.api import Api
from tests.browser import NARROW
from tests.orders.shop import Shop


async def test_the_console_shows_changes_live_and_resumes(page: Page, api: Api, shop: Shop) -> None:
    """W12: pulling the plug loses nothing."""
    await page.goto(f"{api.base}/console")
    await page.get_by_label("Name").fill("admin")
    await page.get_by_label("Password").fill("admin-password-1")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Channel").select_option("products")
    await page.get_by_label("Filter").fill(f"category_id eq {shop.category} and price lt 20")
    await page.get_by_role("button", name="Follow").click()
    await expect(page.get_by_role("status")).to_have_text("live")

    product = await shop.product(price=10)
    rows = page.locator("#changes tr")
    await expect(rows).to_have_count(1)
    await expect(rows.first).to_contain_text("create")
    await expect(rows.first).to_contain_text(product)

    await page.get_by_role("button", name="Pull the plug").click()
    await expect(page.get_by_role("status")).to_have_text("unplugged")
    for price in (11, 30, 12):
        assert (await shop.admin.patch(f"/products/{product}", {"price": price})).status == 200
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Plug in").click()
    await expect(rows).to_have_count(4)
    assert [await row.locator("th").inner_text() for row in await rows.all()] == ["enter", "leave", "update", "create"]

    await page.set_viewport_size(NARROW)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_console_says_what_is_wrong_with_a_filter(page: Page, api: Api) -> None:
    await page.goto(f"{api.base}/console")
    await page.get_by_label("Name").fill("admin")
    await page.get_by_label("Password").fill("admin-password-1")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Filter").fill("colour eq 'red'")
    await page.get_by_role("button", name="Follow").click()
    await expect(page.locator("#problem")).to_contain_text("colour")
