"""The shipped charts keep their licence, their attribution and the notice of what was changed."""

from importlib.resources import files

CHARTS = files("resources") / "charts"


def test_the_licence_text_lies_beside_the_tables() -> None:
    text = (CHARTS / "ODbL-1.0.md").read_text(encoding="utf-8")
    assert text.startswith("# Open Database License (ODbL) v1.0")
    assert len(text.encode()) == 26_592


def test_the_notice_says_modified_and_names_source_and_authors() -> None:
    notice = (CHARTS / "README.md").read_text(encoding="utf-8")
    for phrase in (
        "**modified extract**",
        "MIMIC-III Clinical Database Demo 1.4",
        "Open Database License 1.0",
        "10.1038/sdata.2016.35",
        "10.13026/C2XW26",
        "PhysioNet",
        "283181",
    ):
        assert phrase in notice


def test_nothing_but_the_named_tables_is_shipped() -> None:
    notice = (CHARTS / "README.md").read_text(encoding="utf-8")
    tables = {table.name for table in (CHARTS / "mimic-iii-demo").iterdir()}
    assert tables == {
        "chartevents.csv",
        "d_items.csv",
        "icustays.csv",
        "inputevents_mv.csv",
        "patients.csv",
    }
    assert all(f"`{name}`" in notice for name in tables)
