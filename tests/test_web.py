"""The pages for one thing, what they say to machines, and what stands before every answer."""

import gzip
import html
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from contested import queries, web, words
from contested.cite import FORMATS
from contested.selection import Selection
from contested.streamlit_inside import PLACES, folder, index, later
from contested.views import PAGES
from contested.web import pages, replies, shell, sitemap, static
from contested.web.headers import RENDERED, dashboard
from contested.web.static import Static

#: The namespace of a sitemap's elements (sitemaps.org).
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"

CLAIM = "nyt-2025-08-22-north-korea-honors-1"
ARTICLE = "nyt-2025-08-22-north-korea-honors"
THINGS = (f"/claim/{CLAIM}", f"/article/{ARTICLE}", "/source/nis", "/source/zelensky")
KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
SITE = "https://contested.example"


class Document(HTMLParser):
    """A page's elements, its text, and its JSON-LD."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.data, self._open = [], "", "", ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data):
        if self._open == "script":
            self.data += data
        else:
            self.text += data

    def handle_endtag(self, tag):
        self._open = ""

    def all(self, tag, **attributes):
        """Return the attributes of every element of a kind that has these."""
        return [
            held
            for name, held in self.elements
            if name == tag and all(held.get(key) == value for key, value in attributes.items())
        ]

    def meta(self, name):
        """Return what a page's meta element of a name or property says."""
        found = self.all("meta", name=name) + self.all("meta", property=name)
        return found[0]["content"]


@pytest.fixture(scope="module")
def site(cache):
    """Return a client of the routes and of what stands before them."""
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    return TestClient(app, base_url=SITE)


@pytest.mark.parametrize("path", THINGS)
def test_a_page_is_light_and_needs_no_script_and_nothing_from_elsewhere(site, path):
    answer = site.get(path, headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    page = Document(answer.text)
    style = page.all("link", rel="stylesheet")[0]["href"]
    # What unfurls a link with its card takes some 600 bytes of it.
    assert len(answer.content) + len(site.get(style).content) < 34_500
    assert [held["type"] for held in page.all("script")] == ["application/ld+json"]
    for tag, held in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in held)
        if tag in ("link", "img", "form"):
            for name in ("href", "src", "action"):
                local = held.get("rel") == "canonical" or held.get(name, "/").startswith("/")
                assert local, (tag, held)
    assert answer.headers["content-security-policy"] == RENDERED


@pytest.mark.slow
def test_a_cache_before_the_server_may_keep_what_is_the_same_for_all(site, monkeypatch):
    shared = ("/source/nis", "/changes", "/api/sources.json", "/sitemap.xml")
    own = ("/check?q=600", "/api/search.json?q=600", "/sql?q=select+1", "/timeline")
    for path in (*shared, *own):
        assert "public" not in site.get(path).headers["cache-control"], path
    monkeypatch.setenv("CONTESTED_PROXIES", "127.0.0.1")
    for path in shared:
        said = site.get(path).headers["cache-control"]
        assert said == "public, max-age=0, s-maxage=10, stale-while-revalidate=50", path
    for path in own:
        assert "public" not in site.get(path).headers["cache-control"], path


def test_the_pages_share_the_dashboard_s_typeface_and_never_wait_for_it(site):
    style = Document(site.get("/source/nis").text).all("link", rel="stylesheet")[0]["href"]
    rule = re.search(r"@font-face{([^}]*)}", site.get(style).text)[1]
    assert "font-display:swap" in rule
    address = style.rpartition("/")[0] + "/" + re.search(r"url\(([^)]*)\)", rule)[1]
    font = site.get(address)
    assert font.content.startswith(b"wOF2")
    assert len(font.content) < 50_000
    assert "immutable" in font.headers["cache-control"]
    assert font.headers["access-control-allow-origin"] == "*"
    assert "font-src 'self'" in RENDERED


def test_the_navigation_leads_to_every_page_of_the_dashboard(site):
    links = {held["href"] for held in Document(site.get("/source/nis").text).all("a")}
    assert {f"/{address}" for address in PAGES} <= links


@pytest.mark.slow
def test_sources_that_speak_together_are_each_named_and_linked(site, engine):
    claim = queries.claim(engine, f"{ARTICLE}-2")
    assert ";" in claim["source"]
    for path in (f"/claim/{claim['id']}", f"/article/{ARTICLE}", f"/claim/{CLAIM}"):
        text = site.get(path).text
        for id in claim["source"].split(";"):
            name = queries.source(engine, id)["name"]
            assert f'<a href="/source/{id}"><bdi>{name}</bdi></a>' in text


@pytest.mark.slow
def test_every_link_of_a_page_leads_somewhere(site):
    """Each address is asked once, however many pages link to it."""
    linked = {
        link["href"]: path
        for path in THINGS
        for link in Document(site.get(path).text).all("a")
        if link["href"].startswith("/")
    }
    assert len(linked) > 50
    for address, path in linked.items():
        assert site.get(address).status_code == 200, (path, address)


@pytest.mark.parametrize("path", THINGS)
def test_a_page_unfurls_with_its_answer_and_has_one_address(site, path):
    page = Document(site.get(path).text)
    assert page.all("link", rel="canonical")[0]["href"] == SITE + path
    assert page.meta("og:url") == SITE + path
    assert page.meta("og:title") == page.meta("twitter:title")
    assert page.meta("og:description") == page.meta("description")
    assert page.meta("og:description") in page.text
    assert len(page.all("h1")) == 1


def test_a_claim_s_page_says_all_of_the_claim(site, engine):
    for id in (CLAIM, "unn-2025-04-30-about-600-north-1"):
        claim, page = queries.claim(engine, id), Document(site.get(f"/claim/{id}").text)
        for held in (
            words.said(claim),
            claim["quantity"],
            claim["source_name"],
            claim["publisher"],
        ):
            assert str(held) in page.text or words.capital(str(held)) in page.text
        assert words.day(claim["as_of"]) in page.text
        assert words.sentence(claim) in page.text
        assert page.all("a", href=f"/source/{claim['source']}")
        assert page.all("a", href=f"/article/{claim['article']}")
        dashboard_links = [held["href"] for held in page.all("a") if "/timeline?" in held["href"]]
        assert any(f"claim={id}" in address for address in dashboard_links)


def test_a_claim_s_page_says_what_its_source_is_part_of(site, engine):
    within = queries.sources(engine).dropna(subset=["part_of"]).set_index("id")["part_of_name"]
    claims = queries.claims(engine, Selection())
    one = claims[claims["source"].isin(within.index)].iloc[0]
    held = html.escape(within[one["source"]], quote=False)
    assert f"<dt>Part of</dt><dd><bdi>{held}</bdi></dd>" in site.get(f"/claim/{one['id']}").text


@pytest.mark.slow
def test_a_claim_of_every_kind_an_article_and_a_source_has_a_page(site, engine):
    """Of the claims one of each kind of number, counting and reason, and every fortieth."""
    claims = queries.claims(engine, Selection())
    kinds = claims.drop_duplicates(["qualifier", "counting", "apart", "relation"])
    # Who is quoted most has the longest page.
    addresses = [
        *(f"/claim/{id}" for id in {*kinds["id"][::2], *claims["id"][::40]}),
        *(f"/article/{id}" for id in queries.articles(engine)["id"][::14]),
        *(f"/source/{id}" for id in queries.sources(engine)["id"][:20]),
        *(f"/source/{id}" for id in queries.sources(engine)["id"][20::6]),
    ]
    for address in addresses:
        answer = site.get(address, headers={"accept-encoding": "identity"})
        assert answer.status_code == 200, address
        assert len(answer.content) < 30_000, address


@pytest.mark.slow
def test_a_revised_claim_shows_the_whole_chain(site, engine):
    claims = queries.claims(engine, Selection())
    for row in claims[claims["supersedes"].notna()].to_dict("records"):
        assert f"/claim/{row['supersedes']}" in site.get(f"/claim/{row['id']}").text
        assert f"/claim/{row['id']}" in site.get(f"/claim/{row['supersedes']}").text


def test_a_claim_s_json_ld_is_a_claim_with_its_appearance_and_its_author(site):
    data = json.loads(Document(site.get(f"/claim/{CLAIM}").text).data)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Claim")
    assert data["author"][0]["@type"] == "Organization"
    assert data["appearance"]["@type"] == "NewsArticle"
    assert data["appearance"]["publisher"]["name"] == "The New York Times"
    assert data["datePublished"] == "2025-08-22"
    assert data["isPartOf"]["@type"] == "Dataset"


def test_an_article_mentions_its_claims_and_a_source_has_a_dataset(site):
    article = json.loads(Document(site.get(f"/article/{ARTICLE}").text).data)
    assert article["@type"] == "NewsArticle"
    assert f"{SITE}/claim/{CLAIM}" in [held["@id"] for held in article["mentions"]]
    who, claims = json.loads(Document(site.get("/source/nis").text).data)["@graph"]
    assert who["@type"] == "Organization"
    assert claims["@type"] == "Dataset"
    for held in claims["distribution"]:
        assert site.get(held["contentUrl"].removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize("path", THINGS)
def test_every_form_of_a_citation_and_the_thing_itself_can_be_had(site, path):
    for form in FORMATS.values():
        answer = site.get(f"{path}.{form.ending}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(form.mime)
        name = path.strip("/").replace("/", "-")
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="{name}.{form.ending}"'
        )
    held = site.get(f"{path}.json").json()
    assert held["citation"]
    assert held[path.split("/")[1]]["id"] == path.split("/")[2]


def test_an_unknown_id_is_a_404_that_names_what_is_near(site):
    answer = site.get("/claim/nyt-2025-08-22-north-korea-honour-1")
    assert answer.status_code == 404
    page = Document(answer.text)
    assert page.all("a", href=f"/claim/{CLAIM}")
    assert any(held["href"].startswith("/check?q=") for held in page.all("a"))
    assert site.get("/source/niss").status_code == 404
    assert site.get(f"/claim/{CLAIM}.docx").status_code == 404
    assert "etag" not in answer.headers


@pytest.mark.slow
def test_a_page_that_did_not_change_is_a_304(site):
    for path in (*THINGS, f"/claim/{CLAIM}.bib", "/timeline", "/sitemap.xml"):
        tag = site.get(path).headers["etag"]
        assert site.get(path, headers={"if-none-match": tag}).status_code == 304
        # A page's links name the host that was asked.
        other = site.get(path, headers={"if-none-match": tag, "host": "other.example"})
        assert other.status_code == 200


def test_the_sitemap_lists_every_page_and_splits_when_it_must(site, engine, monkeypatch):
    read = ElementTree.fromstring(site.get("/sitemap.xml").content)
    held = {location.text for location in read.iter(f"{{{SITEMAPS}}}loc")}
    for kind, ids in (
        ("claim", queries.claims(engine, Selection())["id"]),
        ("article", queries.articles(engine)["id"]),
        ("source", queries.sources(engine)["id"]),
    ):
        assert {f"{SITE}/{kind}/{id}" for id in ids} <= held
    monkeypatch.setattr(sitemap, "MOST", 500)
    parts = ElementTree.fromstring(site.get("/sitemap.xml").content)
    addresses = [location.text for location in parts.iter(f"{{{SITEMAPS}}}loc")]
    listed = [
        location.text
        for address in addresses
        for location in ElementTree.fromstring(site.get(address.removeprefix(SITE)).content).iter(
            f"{{{SITEMAPS}}}loc"
        )
    ]
    assert len(listed) == len(held)
    assert set(listed) == held
    assert site.get("/sitemap-99.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/source/nis", "/articles", "/sources"])
def test_a_page_that_lists_or_counts_loads_no_more_than_it_shows(site, monkeypatch, path):
    def everything(*_, most=None, **__):
        assert most is not None
        return claims(*_, most=most, **__)

    claims = queries.claims
    monkeypatch.setattr(queries, "claims", everything)
    for name in ("stated_by", "articles", "sources"):
        monkeypatch.setattr(queries, name, lambda *_: pytest.fail("all of them are loaded"))
    assert site.get(path).status_code == 200


def test_a_source_s_page_shows_its_newest_claims_and_counts_all(site, engine):
    stated = queries.stated_by(engine, "gaza-moh")
    assert len(stated) > pages.MOST
    page = site.get("/source/gaza-moh").text
    assert f"the newest {pages.MOST} of {len(stated)}" in page
    shown = re.findall(r'href="/claim/([^"]+)"', page)
    assert set(stated["id"].iloc[-pages.MOST :]) <= set(shown)
    assert len(site.get("/source/gaza-moh.json").json()["claims"]) == len(stated)


def test_an_operator_can_keep_the_site_out_of_search_engines(site, monkeypatch):
    assert "Sitemap: https://contested.example/sitemap.xml" in site.get("/robots.txt").text
    assert "x-robots-tag" not in site.get("/source/nis").headers
    monkeypatch.setenv("CONTESTED_NOINDEX", "1")
    assert "Disallow: /\n" in site.get("/robots.txt").text
    assert site.get("/source/nis").headers["x-robots-tag"] == "noindex"
    assert Document(site.get("/source/nis").text).meta("robots") == "noindex"


def test_an_operator_s_own_address_is_the_one_in_every_page(site, monkeypatch):
    monkeypatch.setenv("CONTESTED_URL", "https://figures.example/wars/")
    page = Document(site.get("/source/nis").text)
    assert page.all("link", rel="canonical")[0]["href"] == "https://figures.example/wars/source/nis"
    assert page.all("a", href="/wars/sources?source=nis")
    assert "contested.example" not in page.text


@pytest.mark.parametrize(
    "host", ['x"><script>', "a@b", "a b", "evil.example/path", "[::1", "x" * 300, "a,b", ""]
)
def test_an_unsound_host_is_refused_and_never_repeated(site, host):
    answer = site.get("/source/nis", headers={"host": host})
    if host:
        assert answer.status_code == 400
        assert host not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/source/nis", "/api/claims.json?limit=1", "/timeline", "/nothing"]
)
def test_every_answer_carries_the_headers_that_keep_a_reader_safe(site, path):
    headers = site.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors" in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is None or "unsafe-inline" not in scripts[1]
    assert not re.search(r"https?://", policy)


def test_the_dashboard_s_policy_names_no_host_but_its_own():
    policy = dashboard("contested.example")
    assert set(re.findall(r"[a-z]+://([^\s;]+)", policy)) == {"contested.example"}
    assert "://" not in dashboard('x">')


@pytest.mark.parametrize(
    ("path", "near"),
    [("/timelin", "Timeline"), ("/Known-When", "Known when"), ("/zzz", ""), ("/%3Cb%3E", "")],
)
def test_an_address_that_no_page_has_is_a_404_that_names_what_is_near(site, path, near):
    answer = site.get(path)
    assert answer.status_code == 404
    page = Document(answer.text)
    assert unquote(path.strip("/")) in page.text
    assert page.text.partition("Did you mean")[2].split("Search")[0].strip() == near
    assert {f"/{address}" for address in PAGES} <= {held["href"] for held in page.all("a")}


@pytest.mark.parametrize("name", PAGES)
def test_a_dashboard_s_page_says_its_answer_before_it_runs(site, name):
    page = Document(site.get(f"/{name}?subject=north-korea&metric=killed").text)
    assert page.all("div", id="first")
    assert page.all("div", id="root")
    assert page.meta("og:title") in page.text
    # On a phone its second part is folded under these words.
    said = page.text.replace("More of this answer, and notes", "")
    assert page.meta("og:description") in " ".join(said.split())


def test_the_answer_is_that_of_the_selection_and_is_taken_from_the_same_words(site):
    page = Document(site.get("/timeline?subject=north-korea&metric=killed&source=nis").text)
    assert "North Korean soldiers killed" in page.text
    assert "Only National Intelligence Service (South Korea)." in page.text


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/timeline?subject=north-korea&metric=killed", f"/timeline?{KILLED}"),
        (f"/timeline?{KILLED}&scale=linear&axis=as_of", f"/timeline?{KILLED}"),
        (f"/timeline?{KILLED}&scale=log&source=nis", f"/timeline?{KILLED}&source=nis&scale=log"),
        (f"/compare?{KILLED}&scale=log", f"/compare?{KILLED}"),
        ("/timeline", "/timeline"),
        ("/data?scale=linear", "/data?scale=linear"),
    ],
)
def test_one_view_has_one_canonical_address(site, address, canonical):
    page = Document(site.get(address).text)
    assert page.all("link", rel="canonical")[0]["href"] == SITE + canonical


def test_a_page_with_a_chart_asks_for_the_chart_s_script_at_once(site):
    chunks = [name for name in later(True) if name not in later(False)]
    assert any(name.startswith("PlotlyChart.") for name in chunks)
    for name in later(True):
        assert (folder() / "static" / "js" / name).is_file()
    asked = [
        held["href"]
        for held in Document(site.get("/timeline").text).all("link", rel="modulepreload")
    ]
    assert {f"/static/js/{name}" for name in later(True)} <= set(asked)
    assert not any(
        "PlotlyChart" in held for held in re.findall(r'href="[^"]+"', site.get("/data").text)
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_streamlit_s_page_has_no_more_is_said_and_readers_get_the_page(
    cache, monkeypatch, caplog, place
):
    changed = PLACES[place].sub("", index())
    monkeypatch.setattr(shell, "index", lambda: changed)
    client = TestClient(Starlette(routes=shell.routes()), base_url=SITE)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert f"has no {place}: " in caplog.text
    answer = client.get(f"/timeline?{KILLED}&q={place}")  # none that is kept
    assert (answer.status_code, answer.text) == (200, changed)


async def _beyond(scope, receive, send):
    await PlainTextResponse("from beyond")(scope, receive, send)


@pytest.fixture(scope="module")
def kept():
    """Return a client of the middleware for static files, and one file's address and content."""
    file = next((folder() / "static" / "css").glob("index.*.css"))
    return TestClient(Static(_beyond)), f"/static/css/{file.name}", file.read_bytes()


def test_a_static_file_is_compressed_once_and_kept_for_ever(kept):
    client, path, content = kept
    for encoding in ("br", "gzip"):
        answer = client.get(path, headers={"accept-encoding": encoding})
        assert answer.headers["content-encoding"] == encoding
        assert answer.content == content
        assert answer.headers["cache-control"] == static.FOR_EVER
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"].startswith("text/css")
    file = folder() / path.removeprefix("/")
    held = static._packed(file, "br")
    for again in (client, TestClient(Static(_beyond))):  # a second server compresses nothing anew
        assert again.get(path, headers={"accept-encoding": "br"}).content == content
        assert static._PACKED[file, "br"] is held


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00" * 40, gzip.compress(b"of another file")],
    ids=["empty", "no packed file", "of another file"],
)
def test_a_large_file_is_compressed_for_the_next_server_too_and_anew_where_that_is_damaged(
    tmp_path, monkeypatch, encoding, damage
):
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path))
    large, small = b"a line of a script\n" * 10_000, b"a line of a script\n"
    packed = static._lasting(large, encoding)
    assert static._plain(packed, encoding) == large
    (kept,) = tmp_path.glob("static/*")
    assert kept.read_bytes() == packed
    before = kept.stat().st_ino
    assert static._lasting(large, encoding) == packed
    assert kept.stat().st_ino == before
    kept.write_bytes(damage)
    assert static._lasting(large, encoding) == packed
    assert kept.read_bytes() == packed
    for content in (large + b"\n", small):
        file = tmp_path / "script.js"
        file.write_bytes(content)
        assert static._plain(static._packed(file, encoding), encoding) == content
        static._PACKED.clear()
    assert len([*tmp_path.glob("static/*")]) == 2


def test_what_cannot_be_compressed_goes_through(kept):
    client, path, _ = kept
    for headers in (
        {"accept-encoding": "identity"},
        {"accept-encoding": "br", "range": "bytes=0-1"},
    ):
        assert client.get(path, headers=headers).text == "from beyond"
    assert client.get("/static/js/nothing.js").status_code == 404
    assert client.get("/static/../index.html").text == "from beyond"
    assert client.post(path).text == "from beyond"
    head = client.head(path, headers={"accept-encoding": "br"})
    assert head.headers["content-encoding"] == "br"
    assert head.content == b""


def test_what_is_made_for_one_request_is_compressed_too(site, engine):
    answer = site.get("/api/claims.json", headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.json()["total"] == queries.totals(engine)["claims"]


@pytest.mark.slow
def test_fifty_readers_at_once_meet_no_error(site):
    from concurrent.futures import ThreadPoolExecutor

    paths = [*THINGS, "/api/claims.json?limit=50", "/timeline", "/api/latest.json"]
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(site.get, (paths[i % len(paths)] for i in range(150))))
    wrong = [one.text[:90] + str(one.url) for one in answers if one.status_code != 200]
    assert not wrong


@pytest.mark.slow
def test_a_page_holds_its_chart_s_picture_which_a_browser_keeps_for_ever(site):
    page = Document(site.get(f"/timeline?{KILLED}").text)
    (shown,) = page.all("img")
    asked = {held["href"] for held in page.all("link", rel="preload") if held["as"] == "image"}
    assert asked == {shown["src"], page.all("source")[0]["srcset"]}
    assert "Timeline of North Korean soldiers killed" in shown["alt"]
    light, dark = (site.get(address) for address in sorted(asked, key=len))
    for answer in (light, dark):
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert "immutable" in answer.headers["cache-control"]
        assert "script-src" not in answer.headers["content-security-policy"]
        assert ElementTree.fromstring(answer.text).get("height") == shown["height"]
    assert light.text != dark.text


def test_a_picture_of_other_data_leads_to_that_of_the_data_now(site):
    answer = site.get(f"/chart/0123456789abcdef/timeline.svg?{KILLED}", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["cache-control"] == "no-store"
    now = site.get(answer.headers["location"], follow_redirects=False)
    assert now.status_code == 200


def test_what_leads_elsewhere_takes_room_among_the_answers_that_are_kept(site):
    # Without a size of its own it would never go, and one reader could fill the memory with such.
    kept = replies._remembered.cache
    kept.clear()
    site.get(f"/chart/0123456789abcdef/timeline.svg?{KILLED}", follow_redirects=False)
    assert (len(kept), kept.currsize) == (1, replies.BESIDE)


@pytest.mark.parametrize("name", ["nothing.svg", "timeline.png", "timeline-dark", "article.svg"])
def test_a_picture_that_nothing_has_is_a_404(site, name):
    assert site.get(f"/chart/0123456789abcdef/{name}").status_code == 404


@pytest.mark.parametrize(
    ("path", "pictures"),
    [
        (f"/compare?{KILLED}", 1),
        ("/sources?source=nis", 1),
        (f"/articles?article={ARTICLE}", 1),
        ("/sources", 0),
        ("/articles", 0),
        (f"/timeline?{KILLED}&until=1990-01-01", 1),
        ("/timeline?conflict=nothing", 1),
    ],
)
def test_a_page_has_a_picture_where_a_chart_follows(site, path, pictures):
    shown = Document(site.get(path).text).all("img")
    assert len(shown) == pictures
    for one in shown:
        assert site.get(one["src"], follow_redirects=False).status_code == 200


@pytest.mark.slow
def test_a_number_looked_up_stands_in_a_picture_of_what_its_source_said(site):
    (shown,) = Document(site.get("/check?q=600 north koreans killed").text).all("img")
    assert shown["alt"].startswith("What NIS, South Korea said of North Korean soldiers killed: ")
    assert "about 2,000" in shown["alt"]
    picture = site.get(shown["src"], follow_redirects=False)
    assert picture.status_code == 200
    assert "immutable" in picture.headers["cache-control"]
    other = site.get(re.sub("/chart/[^/]*/", "/chart/0123/", shown["src"]), follow_redirects=False)
    assert other.headers["location"] == shown["src"]
    assert site.get(shown["src"].replace("/claim/", "/claim/no-")).status_code == 404
