"""Every route states who may use it, and each role gets exactly that."""

import pytest
from flask import Flask

from service.domain.workflow import Role
from service.web.allow import access_of, allow
from tests.browser import OfficeBrowser

ROLES = {"minh": Role.DRAFTER, "hung": Role.SIGNATORY, "lan": Role.CLERK}
ROLES |= {"quantri": Role.ADMINISTRATOR}
LETTERS = {"d": "minh", "s": "hung", "c": "lan", "a": "quantri"}

# Endpoint → who: d drafter, s signatory, c clerk, a administrator, * everybody, signed in or not.
TABLE = {
    "static": "*",
    "bootstrap.static": "*",
    "health.show": "*",
    "setup.show": "*",
    "setup.finish": "*",
    "session.enter": "*",
    "session.check": "*",
    "session.leave": "dsca",
    "session.token": "dsca",
    "session.password": "dsca",
    "session.change": "dsca",
    "home.show": "dsca",
    "access.show": "dc",
    "access.grant": "dc",
    "access.end": "dc",
    "afterwards.sendings": "dsc",
    "afterwards.dispatch": "c",
    "afterwards.receipt": "c",
    "afterwards.given_back": "c",
    "afterwards.ask_recall": "c",
    "afterwards.recall": "c",
    "afterwards.recall_notice": "d",
    "afterwards.ask_correction": "d",
    "afterwards.correct": "d",
    "afterwards.ask_replacement": "d",
    "afterwards.replace": "d",
    "case_files.listed": "dsc",
    "case_files.ask": "dc",
    "case_files.open_file": "dc",
    "case_files.show": "dsc",
    "case_files.edit": "dc",
    "case_files.save": "dc",
    "case_files.put": "dc",
    "case_files.take_out": "dc",
    "case_files.close": "dc",
    "case_files.reopen": "dc",
    "case_files.show_to": "dc",
    "case_files.hide_from": "dc",
    "case_files.choose": "dc",
    "case_files.put_into": "dc",
    "case_lists.show": "dsc",
    "case_lists.start": "c",
    "case_lists.add_heading": "c",
    "case_lists.plan": "c",
    "case_lists.drop": "c",
    "case_lists.issue": "c",
    "case_lists.printed": "dsc",
    "case_handovers.ask": "c",
    "case_handovers.hand_over": "c",
    "case_handovers.printed": "c",
    "case_moving.contents": "dsc",
    "case_exports.ask": "dc",
    "case_exports.state": "dc",
    "case_exports.download": "dc",
    "case_keepings.ask": "dsc",
    "case_keepings.keep": "dc",
    "case_keepings.printed": "dsc",
    "case_keepings.end": "dc",
    "case_moving.ask": "c",
    "case_moving.bring_in": "c",
    "incoming.listed": "dsc",
    "incoming.show": "dsc",
    "incoming.edit": "c",
    "incoming.save": "c",
    "incoming.void": "c",
    "incoming.attach": "c",
    "incoming.download": "dsc",
    "incoming.page": "dsc",
    "incoming_receive.ask": "c",
    "incoming_receive.read": "c",
    "incoming_receive.show": "c",
    "incoming_receive.register": "c",
    "incoming_receive.convert": "c",
    "incoming_receive.page": "c",
    "incoming_receive.ask_by_hand": "c",
    "incoming_receive.register_by_hand": "c",
    "incoming_handling.assign": "sc",
    "incoming_handling.report": "dsc",
    "incoming_handling.complete": "dsc",
    "incoming_handling.reopen": "sc",
    "incoming_handling.add_task": "sc",
    "incoming_handling.reply": "d",
    "incoming_printing.arrival": "dsc",
    "incoming_printing.overlay": "dsc",
    "incoming_printing.stamped": "dsc",
    "incoming_printing.slip": "dsc",
    "incoming_register.show": "c",
    "incoming_register.begin": "c",
    "tasks.show": "dsc",
    "tasks.add": "sc",
    "tasks.finish": "dsc",
    "tasks.reopen": "dsc",
    "tasks.make_address": "dsc",
    "tasks.revoke_address": "dsc",
    "tasks.feed": "*",
    "provider_cases.listed": "dsc",
    "provider_cases.ask": "dc",
    "provider_cases.open_": "dc",
    "provider_application.edit": "dsc",
    "provider_application.save": "dc",
    "provider_application.save_quietly": "dc",
    "provider_application.open_file": "dsc",
    "provider_application.ask_link": "dc",
    "provider_application.hand_out_link": "dc",
    "provider_application.end_link": "dc",
    "provider_printing.show": "dsc",
    "provider_printing.whole": "dc",
    "provider_printing.application": "dsc",
    "provider_printing.receipt": "dsc",
    "applicant.print_application": "*",
    "applicant.cancel": "*",
    "applicant.print_receipt": "*",
    "applicant.show": "*",
    "applicant.see_notice": "*",
    "applicant.edit": "*",
    "applicant.save": "*",
    "applicant.save_quietly": "*",
    "provider_case.show": "dsc",
    "provider_counter.submit": "dc",
    "provider_counter.receive": "dc",
    "provider_counter.decline": "dc",
    "provider_counter.ask_supplement": "dc",
    "provider_counter.take_supplement": "dc",
    "provider_counter.cancel": "dc",
    "provider_counter.apologise": "dc",
    "provider_counter.note_transition": "ds",
    "provider_counter.view_identity": "dc",
    "provider_review.show": "dsc",
    "provider_review.save": "d",
    "provider_review.begin": "d",
    "provider_review.record_appraisal": "d",
    "provider_review.propose": "d",
    "provider_deciding.ask": "dsc",
    "provider_deciding.decide": "dsc",
    "provider_deciding.ask_refusal": "dsc",
    "provider_deciding.refuse": "dsc",
    "provider_register.show": "dsc",
    "provider_register.download": "dsc",
    "provider_register.report": "dsc",
    "provider_register.notify_communes": "dsc",
    "provider_record.show": "dsc",
    "provider_record.record_violation": "dc",
    "provider_record.suspend": "dsc",
    "provider_record.record_remedy": "dc",
    "provider_record.resume": "dsc",
    "provider_record.withdraw": "dsc",
    "provider_record.note_service": "dc",
    "provider_record.apply_again": "dc",
    "provider_bulk.listed": "dsc",
    "provider_bulk.ask": "d",
    "provider_bulk.start": "d",
    "provider_bulk.show": "dsc",
    "provider_bulk.progress": "dsc",
    "provider_bulk.move": "dsc",
    "provider_bulk.stop": "d",
    "provider_bulk.resume": "d",
    "provider_bulk.as_zip": "dsc",
    "provider_bulk.as_pdf": "dsc",
    "provider_papers.of_case": "dsc",
    "provider_papers.of_provider": "dsc",
    "provider_papers.ask_for_case": "d",
    "provider_papers.draft_for_case": "d",
    "provider_papers.ask_for_provider": "d",
    "provider_papers.draft_for_provider": "d",
    "provider_papers.ask_review_letter": "d",
    "provider_papers.draft_review_letter": "d",
    "provider_public.show": "*",
    "provider_public.listed": "*",
    "provider_law.show": "a",
    "provider_law.download": "a",
    "provider_law.check": "a",
    "provider_law.delete_expired": "a",
    "drafts.choose": "d",
    "drafts.create": "d",
    "drafts.copy": "d",
    "drafts.edit": "d",
    "drafts.save": "d",
    "drafts.autosave": "d",
    "drafts.preview": "d",
    "drafts.conflict": "d",
    "drafts.resolve": "d",
    "drafts.discard": "d",
    "previews.page": "dsc",
    "documents.show": "dsc",
    "documents.withdraw": "d",
    "documents.approve": "s",
    "documents.return_": "s",
    "documents.ask_number": "c",
    "documents.take_number": "c",
    "documents.issue": "c",
    "documents.void": "c",
    "documents.retry": "c",
    "documents.readiness": "dsc",
    "documents.download": "dsc",
    "signed_files.take": "c",
    "signed_files.correct": "c",
    "signing.show": "sc",
    "signing.sign": "sc",
    "signing.file": "sc",
    "signing.progress": "sc",
    "signing.sheet": "sc",
    "signing.give_up": "sc",
    "signing_keys.show": "sc",
    "signing_keys.save": "sc",
    "signing_keys.remove": "sc",
    "signing_tool.begin": "sc",
    "signing_tool.script": "sc",
    "signing_tool.fetch": "*",
    "signing_tool.take": "*",
    "signing_policy.show": "a",
    "signing_policy.save": "a",
    "trust.show": "a",
    "trust.look": "a",
    "trust.install": "a",
    "trust.load_list": "a",
    "trust.save_hosts": "a",
    "trust.item": "a",
    "trust.withdraw": "a",
    "register.show": "c",
    "kept.show": "c",
    "kept.keep": "c",
    "kept.release": "c",
    "outside.show": "c",
    "outside.enter": "c",
    "outside.download": "c",
    "register_import.show": "c",
    "register_import.read": "c",
    "register_import.keep": "c",
    "old_search.show": "dsc",
    "old_search.typing": "dsc",
    "old_search.listed": "dsc",
    "old_search.save": "dsc",
    "old_papers.show": "dsc",
    "old_papers.edit": "c",
    "old_papers.save": "c",
    "old_papers.download": "dsc",
    "old_papers.page": "dsc",
    "bulk_import.ask": "c",
    "bulk_import.start": "c",
    "bulk_import.template": "c",
    "bulk_import.show": "c",
    "bulk_import.stop": "c",
    "bulk_import.resume": "c",
    "bulk_import.convert": "c",
    "bulk_import.mend_by_sheet": "c",
    "bulk_import.errors": "c",
    "bulk_import.row": "c",
    "bulk_import.mend": "c",
    "bulk_import.leave_out": "c",
    "bulk_import.page": "c",
    "copy_use.show": "c",
    "copy_use.note": "c",
    "copy_use.give_back": "c",
    "post.show": "c",
    "post.note": "c",
    "volumes.show": "c",
    "volumes.make": "c",
    "volumes.download": "c",
    "register_checks.show": "ca",
    "register_checks.check": "ca",
    "copies.offer": "d",
    "copies.start": "d",
    "copies.of_ours": "d",
    "copies.of_incoming": "d",
    "copies.register": "c",
    "check_page.show": "*",
    "check_page.open_": "c",
    "check_page.print_": "dsc",
    "search.show": "dsc",
    "search.typing": "dsc",
    "search.listed": "dsc",
    "search.save": "dsc",
    "search.open_saved": "dsc",
    "search.delete_saved": "dsc",
    "conformity.ask": "dsc",
    "conformity.check": "dsc",
    "conformity.show": "dsc",
    "conformity.page": "dsc",
    "conformity.annotated": "dsc",
    "conformity.repair": "dsc",
    "conformity.repaired": "dsc",
    "verification.ask": "dsc",
    "verification.check": "dsc",
    "verification.show": "dsc",
    "verification.difference": "dsc",
    "agency.show": "a",
    "agency.save": "a",
    "units.show": "a",
    "units.edit": "a",
    "units.save": "a",
    "abbreviations.show": "a",
    "abbreviations.save": "a",
    "signatories.show": "a",
    "signatories.edit": "a",
    "signatories.save": "a",
    "signatories.sample": "a",
    "signing_papers.show": "a",
    "signing_papers.edit": "a",
    "signing_papers.save": "a",
    "specimens.show": "a",
    "specimens.owner": "a",
    "specimens.keep": "a",
    "specimens.withdraw": "a",
    "specimens.picture": "a",
    "my_signature.show": "s",
    "my_signature.keep": "s",
    "my_signature.withdraw": "s",
    "my_signature.picture": "s",
    "series.show": "a",
    "series.edit": "a",
    "series.save": "a",
    "people.show": "a",
    "people.edit": "a",
    "people.save": "a",
    "people.reset": "a",
    "word_templates.show": "a",
    "word_templates.edit": "a",
    "word_templates.check": "a",
    "word_templates.result": "a",
    "word_templates.page": "a",
    "word_templates.use": "a",
    "word_templates.go_back": "a",
    "word_templates.download": "a",
}

SAMPLE = {"kind_code": "official_letter", "key": "0" * 32, "number": 1, "role": "pdf"}
SAMPLE |= {
    "filename": "office.css",
    "revision": 1,
    "token": "a" * 24,
    "side": "before",
    "suffix": "pdf",
}


def unguarded(app):
    """Endpoints that do not say who may use them."""
    return sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None
    )


def test_every_route_says_who_may_use_it(app):
    assert unguarded(app) == []


def test_a_route_that_says_nothing_is_found():
    twin = Flask(__name__)
    twin.view_functions["static"] = allow(public=True)(twin.view_functions["static"])
    twin.get("/open", endpoint="open")(allow(public=True)(lambda: ""))
    twin.get("/forgotten", endpoint="forgotten")(lambda: "")
    assert unguarded(twin) == ["forgotten"]


def test_no_route_may_be_both_public_and_for_roles():
    with pytest.raises(ValueError, match="name the roles"):
        allow()
    with pytest.raises(ValueError, match="name the roles"):
        allow(Role.CLERK, public=True)


def test_the_table_lists_every_route(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


def requests(app):
    """(endpoint, method, path) of every route, for paper 1, person 1 and so on."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: SAMPLE.get(name, 1) for name in rule.arguments}
        for method in rule.methods & {"GET", "POST"}:
            yield rule.endpoint, method, adapter.build(rule.endpoint, values, method)


def answer(browser, method, path):
    """The status of a request, a POST carrying a valid token as our own pages send it."""
    if method == "GET":
        return browser.client.get(path)
    browser.open("/password" if browser.client.get("/token").status_code == 200 else "/sign-in")
    return browser.client.post(path, data={"csrf_token": browser.token()})


@pytest.mark.parametrize("who", [*ROLES, None])
def test_each_role_gets_exactly_what_the_table_allows(app, enter, letter, who):
    letter("draft")
    wrong = []
    for endpoint, method, path in requests(app):
        if endpoint == "session.leave":
            continue  # ends the session; `test_session` knows it
        browser = enter(who) if who else OfficeBrowser(app)
        response = answer(browser, method, path)
        found = verdict(response)
        response.close()
        if found != expected(endpoint, who):
            wrong.append((endpoint, method, path, response.status_code, found))
    assert wrong == []


def expected(endpoint, who):
    allowed = TABLE[endpoint]
    if allowed == "*" or (who and who in {LETTERS[letter] for letter in allowed}):
        return "allowed"
    return "forbidden" if who else "sign in first"


def verdict(response):
    if response.status_code == 403:
        return "forbidden"
    if response.status_code == 303 and response.location.startswith("/sign-in?"):
        return "sign in first"
    assert response.status_code < 500, response.get_data(as_text=True)
    return "allowed"
