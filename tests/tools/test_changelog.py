import datetime

import pytest

from tools.changelog import MARK, join

DAY = datetime.date(2026, 11, 3)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n{MARK}\n## 0.1.0, 1 May 2026\n")
    return tmp_path


def test_a_release_tells_each_fragment_once(root):
    (root / "changelog.d" / "search.added.md").write_text("You can search for people.\n")
    (root / "changelog.d" / "photo.fixed.md").write_text("Photos keep their colours.\n")
    (root / "changelog.d" / "README.md").write_text("How to write one.\n")
    join(root, "0.2.0", DAY)
    assert (root / "CHANGELOG.md").read_text() == (
        f"# Changelog\n{MARK}\n## 0.2.0, 3 November 2026\n\n"
        "### Added\n- You can search for people.\n\n"
        "### Fixed\n- Photos keep their colours.\n\n## 0.1.0, 1 May 2026\n"
    )
    assert [path.name for path in (root / "changelog.d").iterdir()] == ["README.md"]


@pytest.mark.parametrize("version", ["", "2", "v1.0.0"])
def test_a_release_needs_a_version_number(root, version):
    with pytest.raises(SystemExit, match="Name the version"):
        join(root, version, DAY)


def test_a_release_needs_something_to_tell(root):
    with pytest.raises(SystemExit, match="no fragment"):
        join(root, "0.2.0", DAY)
