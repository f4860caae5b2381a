"""What a reader meets before and without the application: pages for one thing, answers in words."""

import pytest

CLAIM = "nyt-2025-08-22-north-korea-honors-1"
KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
THINGS = (f"/claim/{CLAIM}", f"/article/{CLAIM[:-2]}", "/source/nis", "/api/docs")


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_for_one_thing_reads_the_same_without_scripts(reader, path, scheme):
    one = reader(color_scheme=scheme)
    one.page.goto(one.site + path)
    without = reader(java_script_enabled=False, color_scheme=scheme)
    without.page.goto(without.site + path)
    assert one.page.locator("h1").inner_text()
    assert one.text() == without.text()


def test_a_page_for_one_thing_fits_a_phone(reader):
    one = reader(viewport={"width": 360, "height": 700})
    for path in THINGS:
        one.page.goto(one.site + path)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_without_scripts_the_dashboard_still_says_its_answer_and_its_claims(reader):
    one = reader(java_script_enabled=False)
    one.page.goto(f"{one.site}/timeline?{KILLED}")
    assert "North Korean soldiers killed" in one.page.locator("h1").inner_text()
    assert one.page.locator(".answer").inner_text()
    one.page.locator("#first li a[href*='/claim/']").first.click()
    assert "/claim/" in one.page.url


def test_the_application_takes_the_place_of_the_answer_and_says_the_same(reader):
    for path in (f"/timeline?{KILLED}", f"/compare?{KILLED}", f"/known-when?{KILLED}"):
        without = reader(java_script_enabled=False)
        without.page.goto(without.site + path)
        one = reader().open(path)
        assert one.page.locator("#first").count() == 0
        assert one.page.locator("h1").count() == 1
        assert one.answer() == without.page.locator(".answer").inner_text()
        assert one.page.locator(".aside").first.inner_text() == (
            without.page.locator(".aside").first.inner_text()
        )


def test_json_ld_is_not_held_back_by_the_page_s_policy(reader):
    one = reader()
    one.page.goto(f"{one.site}/claim/{CLAIM}")
    read = "() => JSON.parse(document.querySelector('script').textContent)['@type']"
    assert one.page.evaluate(read) == "Claim"


def test_a_script_that_reached_a_page_would_not_run(reader):
    one = reader()
    one.page.goto(f"{one.site}/claim/{CLAIM}")
    add = """() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return window.ran ?? false;
    }"""
    assert one.page.evaluate(add) is False
    assert any("Content Security Policy" in error for error in one.errors)
    one.errors.clear()


def test_the_form_of_the_docs_asks_the_api(reader):
    one = reader()
    one.page.goto(f"{one.site}/api/docs")
    form = one.page.locator("form[action='/api/latest.json']")
    form.locator("summary").click()
    form.get_by_label("metric").fill("killed")
    form.get_by_role("button").click()
    assert '"latest"' in one.page.locator("body").inner_text()
