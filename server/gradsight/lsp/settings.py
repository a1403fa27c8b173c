"""The editor's settings, section `gradsight`, for each folder of the workspace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from gradsight.service import HintMode

SECTION = "gradsight"

logger = logging.getLogger(__name__)


class EditorSettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the person at the editor chooses; what belongs to the project is in its configuration file."""

    inlay_hints: Annotated[
        HintMode, msgspec.Meta(description="Inlay hints at assignments: none, where a gradient ends, or all states.")
    ] = "cuts"
    diagnostic_mode: Annotated[
        Literal["openFilesOnly", "workspace"],
        msgspec.Meta(description="Report findings in the open files only, or in all files of the workspace."),
    ] = "workspace"
    code_lens: Annotated[
        bool, msgspec.Meta(description="Show above each backward how many parameters its gradient reaches.")
    ] = True


class SettingsByFolder:
    """The settings that apply to a document: those of the nearest folder, else those of the whole workspace."""

    def __init__(self) -> None:
        self._of: dict[str, EditorSettings] = {}

    def replace(self, values: Mapping[str, object]) -> None:
        """Settings as the client sent them, by folder URI; "" is the whole workspace."""
        self._of = {folder: _read(value) for folder, value in values.items()}

    def of(self, uri: str) -> EditorSettings:
        folders = [folder for folder in self._of if uri == folder or uri.startswith(folder.rstrip("/") + "/")]
        nearest = max(folders, key=len, default="")
        return self._of.get(nearest) or EditorSettings()


def _read(value: object) -> EditorSettings:
    """Each setting that cannot be used is named in the log and keeps its default."""
    if not isinstance(value, dict):
        return EditorSettings()
    good: dict[str, object] = {}
    for field in msgspec.structs.fields(EditorSettings):
        if field.encode_name in value:
            try:
                good[field.name] = msgspec.convert(value[field.encode_name], field.type)
            except msgspec.ValidationError as error:
                logger.warning("setting %s.%s is not used: %s", SECTION, field.encode_name, error)
    return EditorSettings(**good)  # type: ignore[arg-type]  # Each value was converted to its field's type.
