"""A strict browser for the Flask client: it checks each page as a reader would meet it."""

import re
import unicodedata
from collections import Counter
from io import BytesIO
from itertools import pairwise
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

ENGLISH = re.compile(
    r"\b(the|this|that|field|fields|required|invalid|valid|error|please|must|cannot|found|"
    r"forbidden|allowed|unauthorized|request|missing|length|between|choice|number of|too many|"
    r"internal server|bad gateway|token|expired|submit|login|password)\b",
    re.IGNORECASE,
)
CONTROLS = ("input", "select", "textarea")
WITHOUT_LABEL = ("hidden", "submit", "button", "reset", "image")
Upload = tuple[bytes, str]


class Page:
    """One parsed answer; building it runs every check."""

    def __init__(self, response, app, may_hold=()):
        self.response = response
        self.may_hold = may_hold
        self.status = response.status_code
        self.path = response.request.path
        html = response.get_data(as_text=True)
        # strict: a stray tag, a nested form or a repeated attribute is an error, as it should be.
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root = parser.parse(html)
        self.html = html
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        check(self, app)

    def all(self, *tags):
        return [element for element in self.root.iter() if element.tag in tags]

    def one(self, ident):
        (element,) = [element for element in self.root.iter() if element.get("id") == ident]
        return element

    def value(self, ident):
        """What stands in a control, whichever kind of box it is."""
        element = self.one(ident)
        if element.tag == "textarea":
            return "".join(element.itertext()).removeprefix("\n").rstrip("\n")
        return element.get("value")

    def classed(self, name):
        return [e for e in self.root.iter() if name in (e.get("class") or "").split()]

    @property
    def h1(self):
        return words(self.all("h1")[0])

    @property
    def text(self):
        return words(self.all("body")[0])

    @property
    def main(self):
        return words(self.all("main")[0])

    @property
    def errors(self):
        """{id of the control: sentence} as the summary links them; unlinked ones under ''."""
        found = {}
        for box in self.classed("error-summary"):
            for item in box.iter("li"):
                link = item.find("a")
                found[link.get("href")[1:] if link is not None else ""] = words(item)
        return found

    @property
    def buttons(self):
        return [b.get("aria-label") or words(b) for b in self.all("button") if self.is_live(b)]

    @property
    def links(self):
        return {words(a): a.get("href") for a in self.all("a")}

    def form_of(self, button):
        live = [b for b in self.all("button") if self.is_live(b)]
        named = [b for b in live if button in (words(b), b.get("aria-label"))]
        assert named, f"no button {button!r} on {self.path}; there are {self.buttons}"
        element = named[0]
        if element.get("form"):
            return self.one(element.get("form")), element
        form = element
        while form.tag != "form":
            form = self.parents[form]
        return form, element

    def fields_of(self, form):
        """What a browser would send for a form as it stands, without any button."""
        data = MultiDict()
        owned = [c for c in self.all(*CONTROLS) if self.owner(c) is form and self.is_live(c)]
        for control in owned:
            name, kind = control.get("name"), control.get("type", "text")
            if not name or control.get("disabled") is not None or kind in ("submit", "button"):
                continue
            if kind in ("checkbox", "radio"):
                if control.get("checked") is not None:
                    data.add(name, control.get("value", "on"))
            elif control.tag == "select":
                options = list(control.iter("option"))
                chosen = [o for o in options if o.get("selected") is not None] or options[:1]
                for option in chosen:
                    data.add(name, option.get("value", words(option)))
            elif control.tag == "textarea":
                data.add(name, "".join(control.itertext()).removeprefix("\n"))
            elif kind != "file":
                data.add(name, control.get("value", ""))
        return data

    def is_live(self, element):
        """False inside a template, which is no part of the page yet."""
        while element is not None and element.tag != "template":
            element = self.parents.get(element)
        return element is None

    def owner(self, control):
        if control.get("form"):
            return self.one(control.get("form"))
        element = control
        while element is not None and element.tag != "form":
            element = self.parents.get(element)
        return element


class OfficeBrowser:
    """Opens pages and presses buttons; answers 2xx–5xx only where the test expects them."""

    def __init__(self, app):
        self.app = app
        self.client = app.test_client()
        self.page = None
        self.may_hold = ()  # signs of a template that a test types itself

    def open(self, path, status=200):
        return self._take(self.client.get(path), status)

    def press(self, button, status=200, at=None, follow=True, **changes):
        """Press a button of the page: its form is sent with its present fields and `changes`.

        A changed field must exist; a value of (bytes, name) is an upload; a list gives several
        values. `at` names fields whose names are not Python words.
        """
        return self.send(button, changes | (at or {}), status, follow=follow)

    def send(self, button, changes, status=200, *, follow=True):
        form, pressed = self.page.form_of(button)
        data = self.page.fields_of(form)
        known = {c.get("name") for c in self.page.all(*CONTROLS) if self.page.owner(c) is form}
        for name, value in changes.items():
            assert name in known, f"no field {name!r} in this form; there are {sorted(known)}"
            data.setlist(name, value if isinstance(value, list) else [value])
        if pressed.get("name"):
            data.add(pressed.get("name"), pressed.get("value", ""))
        own = pressed.get("formaction") or ""
        action = form.get("action") if not own or own.startswith("#") else own
        if form.get("method", "get") == "get":
            return self.open(f"{action}?{urlencode(list(data.items(multi=True)))}", status)
        return self.post(action, data, status, follow=follow)

    def post(self, path, data, status=200, *, follow=True):
        response = self.client.post(path, **body_of(MultiDict(data)))
        if response.status_code in (301, 302, 307, 308):
            raise AssertionError(f"POST {path} answered {response.status_code}, not 303")
        if response.status_code == 303 and follow:
            return self.open(response.location, status)
        return self._take(response, status)

    def follow(self, link, status=200):
        assert link in self.page.links, f"no link {link!r}; there are {list(self.page.links)}"
        return self.open(self.page.links[link], status)

    def sign_in(self, login, password):
        self.open("/sign-in")
        return self.press("Đăng nhập", login=login, password=password)

    def token(self):
        """A valid CSRF token of this browser's session, for requests that scripts would send."""
        tokens = [c.get("value") for c in self.page.all("input") if c.get("name") == "csrf_token"]
        return tokens[0]

    def _take(self, response, status):
        while response.status_code in (302, 303) and status not in (302, 303):
            response = self.client.get(response.location)
        assert response.status_code == status, (
            f"{response.request.method} {response.request.path} answered {response.status_code}: "
            f"{response.get_data(as_text=True)[:3000]}"
        )
        if response.mimetype != "text/html" or response.status_code in (302, 303):
            return response
        self.page = Page(response, self.app, self.may_hold)
        return self.page


def body_of(pairs: MultiDict) -> dict:
    """The request body as a browser makes it: multipart where there is an upload."""
    uploads = {name for name, value in pairs.items(multi=True) if isinstance(value, tuple)}
    if not uploads:
        return {"data": pairs}
    for name in uploads:
        given = pairs.getlist(name)
        pairs.setlist(
            name,
            [
                FileStorage(BytesIO(data), called, content_type="text/plain")
                for data, called in given
            ],
        )
    boundary, body = encode_multipart(pairs)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def words(element: Element) -> str:
    return " ".join("".join(visible(element)).split())


def visible(element):
    if element.tag in ("script", "style", "template"):
        return
    yield element.text or ""
    for child in element:
        yield from visible(child)
        yield child.tail or ""
    if element.tag in ("p", "li", "td", "th", "div", "dt", "dd", "h1", "h2", "label", "option"):
        yield " "


def check(page: Page, app) -> None:
    """Everything that must hold on every page; a failure names the page and the fault."""
    faults = [
        *check_frame(page),
        *check_names(page),
        *check_labels(page),
        *check_forms(page),
        *check_policy(page),
        *check_links(page, app),
        *check_words(page),
    ]
    assert not faults, f"{page.path} ({page.status}):\n" + "\n".join(faults)


def check_frame(page):
    if page.root.get("lang") != "vi":
        yield "html has no lang=vi"
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    elif not words(page.all("title")[0]).startswith(words(headings[0])):
        yield f"title {words(page.all('title')[0])!r} does not begin with h1 {page.h1!r}"
    if len(page.all("main")) != 1:
        yield "not exactly one main"
    levels = [int(h.tag[1]) for h in page.all("h1", "h2", "h3", "h4")]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading level jumps from {before} to {after}"


def check_names(page):
    ids = Counter(e.get("id") for e in page.root.iter() if e.get("id") is not None)
    for ident, times in ids.items():
        if times > 1:
            yield f"id {ident!r} {times} times"
    for element in page.root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form"):
            for ident in (element.get(attribute) or "").split():
                if ident not in ids:
                    yield f"{element.tag} {attribute}={ident!r} points nowhere"


def check_labels(page):
    labels = {label.get("for") for label in page.all("label")}
    for control in page.all(*CONTROLS):
        if control.tag == "input" and control.get("type") in WITHOUT_LABEL:
            continue
        if control.get("id") not in labels and not control.get("aria-label"):
            yield f"{control.tag} {control.get('name')!r} has no label"
    for element in page.all("button", "a"):
        if not words(element) and not element.get("aria-label"):
            yield f"{element.tag} without a name: {element.attrib}"
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"img without alt: {image.get('src')}"


def check_forms(page):
    for form in page.all("form"):
        names = [c.get("name") for c in page.all("input") if page.owner(c) is form]
        if form.get("method", "get") == "post":
            if "csrf_token" not in names:
                yield f"POST form to {form.get('action')!r} without csrf_token"
        elif "csrf_token" in names:
            yield f"GET form to {form.get('action')!r} shows its csrf_token in the address"
        if not any(b.get("type", "submit") == "submit" for b in page.all("button")):
            yield f"form to {form.get('action')!r} without a button"
    for button in page.all("button"):
        if button.get("type") is None:
            yield f"button {words(button)!r} without a type"
        if button.get("disabled") is not None and not button.get("aria-describedby"):
            yield f"dead button {words(button)!r} without its reason"


def check_policy(page):
    headers = page.response.headers
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        yield "no content security policy"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield f"page may be stored: {headers.get('Cache-Control')}"
    for element in page.root.iter():
        if element.get("style") is not None:
            yield f"inline style on {element.tag}"
        yield from (f"inline handler {n} on {element.tag}" for n in element.attrib if n[:2] == "on")
    for script in page.all("script"):
        if script.get("src") is None:
            yield "inline script"


def check_links(page, app):
    adapter = app.url_map.bind("localhost")
    targets = [(a.get("href"), "GET") for a in page.all("a", "link") if a.get("href")]
    targets += [(i.get("src"), "GET") for i in page.all("img", "script") if i.get("src")]
    targets += [(f.get("action"), f.get("method", "get").upper()) for f in page.all("form")]
    idents = {e.get("id") for e in page.root.iter()}
    for target, method in targets:
        if target is None:
            yield f"form without action ({method})"
        elif target.startswith("#"):
            if target[1:] not in idents:
                yield f"link {target} points nowhere"
        elif not adapter.test(urlsplit(target).path, method):
            yield f"{method} {target} is no route"


def check_words(page):
    text = page.text
    found = ENGLISH.search(text)
    if found:
        yield f"untranslated: …{text[max(0, found.start() - 40) : found.end() + 40]}…"
    if not unicodedata.is_normalized("NFC", text):
        yield "text is not NFC"
    for placeholder in {"None", "Undefined", "{{", "{%"} - set(page.may_hold):
        if re.search(rf"(?<!\w){re.escape(placeholder)}(?!\w)", words(page.all("main")[0])):
            yield f"leftover {placeholder!r}"
