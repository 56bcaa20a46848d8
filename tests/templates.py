"""Word templates as offices would upload them: our own, with something changed in it."""

import io
import re
import zipfile
from importlib import resources

DOCUMENT = "word/document.xml"


def own(kind="official_letter"):
    return resources.files("doc_templates").joinpath(f"{kind}.docx").read_bytes()


def changed(template, *replacements, part=DOCUMENT, added=None):
    """The template with texts of a part replaced; each must be there. `added`: further parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(target, "w") as package:
        for entry in source.infolist():
            name, data = entry.filename, source.read(entry)
            if name == part:
                text = data.decode()
                for old, new in replacements:
                    assert old in text, old
                    text = text.replace(old, new)
                data = text.encode()
            package.writestr(entry, data, zipfile.ZIP_DEFLATED)
        for name, data in (added or {}).items():
            package.writestr(name, data)
    return target.getvalue()


def usable(words="Độc lập"):
    """An office's own template that is as good as ours: only a property of the file differs."""
    return changed(own(), ("{{ issuer }}", f"{{{{ issuer }}}} {words}"), part="docProps/core.xml")


def doubtful():
    """A template that may be used with a reason: margins of 10 mm, against the decree."""
    text = zipfile.ZipFile(io.BytesIO(own())).read(DOCUMENT).decode()
    margin = re.search(r'w:left="\d+"(?= w:header| w:right| w:top)|<w:pgMar [^>]*/>', text).group(0)
    return changed(own(), (margin, re.sub(r'w:left="\d+"', 'w:left="567"', margin)))
