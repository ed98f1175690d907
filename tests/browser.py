"""A real Chromium, without a window. A page that writes an error to its console fails its test."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)


def _executable() -> str:
    """The browser of this machine. Where there is none the test is skipped, but not in CI."""
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("no Chromium on this machine; .ci/run installs it")
    pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for the whole suite."""
    executable = _executable()
    async with async_playwright() as playwright:
        # Without its sandbox, which root may not have; it sees no pages but ours.
        chromium = await playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        await chromium.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a profile of its own. Errors in its console, and what its security policy refused, fail the test."""
    context = await browser.new_context(viewport=WIDE, reduced_motion="reduce")
    opened = await context.new_page()
    opened.set_default_timeout(10_000)
    errors: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(f"{message.type}: {message.text}")

    opened.on("console", hear)
    opened.on("pageerror", lambda error: errors.append(f"thrown: {error}"))
    yield opened
    await context.close()
    assert errors == []
