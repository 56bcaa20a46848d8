"""Hồ sơ LibreOffice — a private settings folder, and what every export asks LibreOffice for.

A conversion needs a profile of its own: two at once in one profile fail.
"""

import json
import re
from pathlib import Path

_COMMON = "/org.openoffice.Office.Common"

# What a paper could set in motion by being opened, and what a converter never needs.
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Linguistic/SpellChecking", "IsSpellAuto", "false"),
    ("/org.openoffice.Office.Linguistic/GrammarChecking", "IsAutoCheck", "false"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    (f"{_COMMON}/Misc", "UseLocking", "false"),
    (f"{_COMMON}/Misc", "ShowTipOfTheDay", "false"),
)

# The panels and bars of a window that nobody sees: LibreOffice builds them for every paper,
# which takes a third of the time of a conversion.
_SIDEBAR = (
    '<item oor:path="/org.openoffice.Office.Views/Windows"><node oor:name="swriter/10336" '
    'oor:op="replace"><prop oor:name="Visible" oor:op="fuse"><value>false</value></prop></node>'
    "</item>"
)
_BARS = (
    "menubar/menubar",
    "statusbar/statusbar",
    "toolbar/standardbar",
    "toolbar/tableobjectbar",
    "toolbar/textobjectbar",
)
_BAR_STATES = (
    "/org.openoffice.Office.UI.WriterWindowState/UIElements/States/"
    "org.openoffice.Office.UI.WindowState:WindowStateType['private:resource/{bar}']"
)

# PDF/A-2 with structure and PDF/UA; pictures stay as they are. Form fields of the Word file
# are not exported: those of the PDF are made by us.
_EXPORT: tuple[tuple[str, str, str], ...] = (
    ("SelectPdfVersion", "long", "2"),
    ("UseTaggedPDF", "boolean", "true"),
    ("PDFUACompliance", "boolean", "true"),
    ("ExportFormFields", "boolean", "false"),
    ("ExportBookmarks", "boolean", "false"),
    ("UseLosslessCompression", "boolean", "true"),
    ("ReduceImageResolution", "boolean", "false"),
)


def export_options() -> str:
    """The PDF filter's options, as JSON in LibreOffice's own shape."""
    return json.dumps({name: {"type": kind, "value": value} for name, kind, value in _EXPORT})


def write_profile(folder: Path, program: Path) -> None:
    """Lay a profile in `folder` (made when missing) for the LibreOffice in `program`."""
    user = folder / "user"
    user.mkdir(parents=True, exist_ok=True)
    bars = [(_BAR_STATES.format(bar=bar), "Visible", "false") for bar in _BARS]
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in (*_SETTINGS, *bars, *_no_first_start(program))
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}\n{_SIDEBAR}\n</oor:items>\n',
        encoding="utf-8",
    )


def _no_first_start(program: Path) -> tuple[tuple[str, str, str], ...]:
    """A profile that this version has used before is not searched for settings to take over
    and not tried with a hundred test drawings: 0.05 s instead of 0.7 s."""
    try:
        known = (program / "bootstraprc").read_text("utf-8", "replace")
    except OSError:
        return ()
    found = re.search(r"^ProductKey=\D*(\d+\.\d+)", known, re.MULTILINE)
    if found is None:
        return ()
    return (("/org.openoffice.Setup/Product", "ooSetupLastVersion", found[1]),)
