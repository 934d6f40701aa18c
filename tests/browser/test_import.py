"""The team brings in a file: chooses, sees what would happen, says yes, finds the person."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = """external_id,name,email,joined_on,role_title
invented-1,Petronella Quillfeather,petronella@example.org,2022-03-01,Improvement lead
invented-2,,nobody@example.org,2022-03-01,Nurse
"""


def test_the_team_imports_people_from_the_desk(open_as, site, accessible):
    page = open_as("team", "phone")
    page.goto(site.url + "/desk/import/")
    page.get_by_role("radio", name="People").check()
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    yes = page.get_by_role("button", name="Import this file")
    expect(yes).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Nothing has been written yet")).to_be_visible()
    accessible(page)
    yes.click()
    expect(page.get_by_text("The file has been imported")).to_be_visible(timeout=60_000)
    accessible(page)
    page.goto(site.url + "/search/?q=Quillfeather")
    expect(page.get_by_role("main")).to_contain_text("Petronella Quillfeather")


def test_an_import_without_a_file_says_what_is_missing(open_as, site, accessible):
    page = open_as("team")
    page.goto(site.url + "/desk/import/")
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Choose a file")
    expect(page).to_have_title("Error: Import – Fiveways")
    accessible(page)
