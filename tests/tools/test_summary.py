from tools.summary import Counts, read_counts

SUITES = """<testsuites>
<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/>
</testsuites>"""


def test_errors_count_as_failures(tmp_path):
    (tmp_path / "run.xml").write_text(SUITES)
    assert read_counts(tmp_path / "run.xml") == Counts(passed=4, failed=3, skipped=3)


def test_a_run_that_wrote_nothing_counts_nothing(tmp_path):
    assert read_counts(tmp_path / "none.xml") == Counts()


def test_counts_add_up_to_one_line():
    assert str(Counts(5, 0, 1) + Counts(2, 1, 0)) == "7 passed, 1 failed, 1 skipped"
