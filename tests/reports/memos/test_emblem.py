"""The setting of the emblem: a picture that is there, or the product says what is wrong when it starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from pmqa.settings import emblem


def test_without_the_setting_there_is_none(monkeypatch):
    monkeypatch.delenv("PMQA_EMBLEM", raising=False)
    assert emblem() is None


def test_a_picture_is_taken_by_its_whole_path(monkeypatch, tmp_path):
    picture = tmp_path / "emblem.PNG"
    Image.new("RGB", (2, 2)).save(picture)
    (tmp_path / "link.png").symlink_to(picture)
    monkeypatch.setenv("PMQA_EMBLEM", str(tmp_path / "link.png"))
    assert emblem() == picture.resolve()


@pytest.mark.parametrize("name", ["missing.png", "emblem.svg", "."])
def test_what_is_no_picture_is_refused_at_the_start(monkeypatch, tmp_path, name):
    (tmp_path / "emblem.svg").write_text("<svg/>")
    monkeypatch.setenv("PMQA_EMBLEM", str(tmp_path / name))
    with pytest.raises(ImproperlyConfigured, match="PNG or JPEG"):
        emblem()
