"""A member downloads a copy of their data, and takes back a wish to be erased."""

import zipfile

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_copy_is_asked_for_awaited_and_downloaded(
    site, browser, accessible, tmp_path, javascript
):
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.goto(f"{site.url}/demo/")
    page.click('form[action="/demo/be/convenor/"] button')
    page.goto(f"{site.url}/account/")
    page.click("text=See what you can do with your data")
    page.click("main >> text=/Ask for a (new )?copy/")
    page.click("text=Make my copy")
    for _ in range(60):
        if page.locator("text=Your copy is ready").count():
            break
        page.wait_for_timeout(500)
        if not javascript:
            page.reload()
    if javascript:
        accessible(page)
    page.click("text=Download your copy")
    with page.expect_download() as started:
        page.click("text=Download the file")
    started.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as copy:
        names = copy.namelist()
    context.close()

    assert {"index.html", "data.json"} <= set(names)


def test_a_wish_to_be_erased_can_be_taken_back(site, browser, accessible):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site.url}/demo/")
    page.click('form[action="/demo/be/assessor/"] button')
    page.goto(f"{site.url}/account/data/erase/")
    accessible(page)
    page.click("button:has-text('Ask to be erased')")
    accessible(page)
    page.click("text=Take it back")
    said = page.text_content("main")
    context.close()

    assert "You took your wish back. Nothing has changed." in said
