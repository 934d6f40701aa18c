"""Promises about the repository itself: what it holds, what it must not, what its docs name."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from commonweal.config.settings import ENV
from commonweal.engagement.offers import OFFERS
from tools.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
BINARY = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff2", ".ods", ".zip", ".gz"}
# Written with a space, so that this file does not hold what it forbids.
REGISTRIES = [
    host.replace(" ", ".")
    for host in (
        "pypi org",
        "pythonhosted org",
        "registry.npmjs org",
        "registry.yarnpkg com",
        "deb.debian org",
        "archive.ubuntu com",
        "conda.anaconda org",
        "unpkg com",
        "jsdelivr net",
        "cdnjs.cloudflare com",
        "fonts.googleapis com",
        "proxy.golang org",
    )
]
NOT_OURS = ["frutiger", "assets.nhs" + ".uk", "© nhs england", "nhs-logo", "nhslogo"]
PERMITTED_LGPL = {"psycopg", "psycopg-binary"}  # used as a library, unchanged: LGPL asks no more


def tracked():
    """Every file in git, and every new one that git does not ignore."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def texts():
    for path in tracked():
        if path.suffix not in BINARY:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="replace").lower()


def tower():
    """The apps of the tower, as the import contract lists them."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = rules["contracts"][0]["layers"]
    return [name.strip() for layer in layers for name in layer.split("|")]


def own_models():
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("commonweal.")
        for model in config.get_models()
    ]


def test_no_file_holds_the_address_of_a_package_registry():
    found = [(path, host) for path, text in texts() for host in REGISTRIES if host in text]
    assert found == []


def test_no_third_party_file_is_kept():
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    foreign = re.compile(r"\.min\.(js|css)$|\.woff2?$|\.ttf$|node_modules/|(^|/)vendor/|\.whl$")
    assert [name for name in names if foreign.search(name)] == []


def test_only_the_licence_claims_copyright():
    found = [str(path) for path, text in texts() if re.search(r"copyright \(c\) \d", text)]
    assert found == ["LICENSE"]


def test_what_is_built_is_not_kept():
    folders = ("commonweal/core/static/built/", "var/", "build/", "dist/", ".venv")
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    assert [name for name in names if name.startswith(folders)] == []


def test_nothing_of_the_nhs_brand_is_in_templates_or_styles():
    sources = [
        (path, text)
        for path, text in texts()
        if path.suffix in {".jinja", ".html", ".scss", ".svg"}
    ]
    built = [(path.name, path.read_text().lower()) for path in built_styles()]
    found = [
        (str(path), word) for path, text in [*sources, *built] for word in NOT_OURS if word in text
    ]
    assert found == []


def built_styles():
    found = list((ROOT / "commonweal" / "core" / "static" / "built").glob("*.css"))
    assert found, "The theme is not built. First: make test"
    return found


def test_the_built_theme_fetches_nothing_from_elsewhere():
    fetched = [
        url for path in built_styles() for url in re.findall(r"url\(([^)]*)\)", path.read_text())
    ]
    assert [
        url for url in fetched if "//" in url and not url.strip("\"'").startswith("data:")
    ] == []


@pytest.mark.django_db
def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert re.findall(r"unsafe-\w+|https?:|\*", policy) == []


def test_no_template_has_inline_style_script_or_handler():
    inline = re.compile(
        r"\sstyle=[\"']|\son[a-z]+=[\"']|<script(?![^>]*(src=|nonce|application/json))"
    )
    templates = [(path, text) for path, text in texts() if "jinja2" in path.parts]
    assert [
        (str(path), inline.findall(text)) for path, text in templates if inline.search(text)
    ] == []


def test_every_app_of_the_tower_is_a_package():
    missing = [
        name for name in tower() if not (ROOT / name.replace(".", "/") / "__init__.py").exists()
    ]
    assert missing == []


def test_every_package_is_in_the_tower():
    folders = {
        f"commonweal.{path.parent.name}" for path in (ROOT / "commonweal").glob("*/__init__.py")
    }
    assert folders == set(tower())


def test_the_map_names_every_app():
    page = (DOCS / "map.md").read_text()
    assert [name for name in tower() if f"`{name.removeprefix('commonweal.')}`" not in page] == []


def test_the_glossary_names_every_model():
    page = (DOCS / "glossary.md").read_text()
    assert [m.__name__ for m in own_models() if f"`{m.__name__}`" not in page] == []


def test_the_settings_page_names_every_setting():
    page = (DOCS / "settings.md").read_text()
    assert [one.name for one in ENV.settings if f"| `{one.name}` |" not in page] == []


def test_the_offers_page_names_every_offer():
    page = (DOCS / "offers.md").read_text()
    assert [code for code in OFFERS if f"`{code}`" not in page] == []


@pytest.mark.slow
def test_the_pages_made_from_code_are_as_code_makes_them_now():
    check = [sys.executable, "-m", "tools.docs", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_environment_is_read_in_one_place():
    readers = [
        str(path)
        for path, text in texts()
        if path.parts[0] == "commonweal" and re.search(r"os\.(environ|getenv)", text)
    ]
    assert sorted(readers) == [
        "commonweal/config/cli.py",
        "commonweal/config/env.py",
        "commonweal/config/wsgi.py",
    ]


def test_every_picture_of_the_guide_is_there_is_shown_and_can_be_taken_anew():
    pages = [ROOT / "README.md", *(DOCS / "guide").glob("*.md")]
    shown = {
        name for page in pages for name in re.findall(r"pictures/([a-z-]+)\.png", page.read_text())
    }
    kept = {path.stem for path in (DOCS / "guide" / "pictures").glob("*.png")}
    assert shown == kept == set(PICTURES)


def test_migrations_are_in_one_line():
    for config in apps.get_app_configs():
        folder = Path(config.path) / "migrations"
        if not config.name.startswith("commonweal.") or not list(folder.glob("0*.py")):
            continue
        names = sorted(path.stem for path in folder.glob("0*.py"))
        numbers = [int(name[:4]) for name in names]
        assert numbers == list(range(1, len(names) + 1)), config.label
        assert (folder / "max_migration.txt").read_text().strip() == names[-1], config.label


def test_changelog_fragments_are_named_for_what_they_tell():
    good = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md")
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert [name for name in names if not good.fullmatch(name)] == []


def test_changelog_fragments_are_one_line_each():
    found = [path for path in (ROOT / "changelog.d").glob("*.*.md") if path.name != "README.md"]
    assert [path.name for path in found if len(path.read_text().strip().splitlines()) != 1] == []


def run_time_packages():
    lock = (ROOT / "requirements" / "run.lock").read_text()
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE):
        try:
            yield name, importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another kind of machine


def test_no_package_at_run_time_is_gpl():
    said = {
        name: " ".join(
            [
                about.get("License-Expression", ""),
                about.get("License", "").partition("\n")[0],
                *[line for line in about.get_all("Classifier", []) if line.startswith("License")],
            ]
        )
        for name, about in run_time_packages()
    }
    assert len(said) > 30
    assert {name for name, text in said.items() if "GPL" in text} == PERMITTED_LGPL
    assert [name for name in PERMITTED_LGPL if not said[name].startswith("LGPL")] == []


def test_no_secret_of_an_installation_is_kept():
    assert [path for path in tracked() if path.name in {"secret.key", ".env"}] == []
