//! The frame of every page: head, search form, ways of looking at what is found, foot.

use maud::{DOCTYPE, Markup, html};

use crate::web::asked::Asked;
use crate::web::assets;
use crate::web::site::Site;
use crate::web::text::t;

/// The ways of looking at what a query finds; `None` for pages beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Passages,
    Timeline,
    Concordance,
    Collocates,
    None,
}

impl Tab {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Passages, "/search", "Passages"),
        (Self::Timeline, "/timeline", "Timeline"),
        (Self::Concordance, "/concordance", "Concordance"),
        (Self::Collocates, "/collocates", "Collocates"),
    ];

    /// The path of the page.
    pub fn path(self) -> &'static str {
        Self::ALL.iter().find(|(tab, ..)| *tab == self).map_or("/search", |(_, path, _)| path)
    }
}

/// What stands around a page.
pub(super) struct Frame<'a> {
    site: &'a Site,
    asked: &'a Asked,
    title: &'a str,
    tab: Tab,
}

/// What a new query takes along from the old one: its filters, and how hits are shown.
const TAKEN_ALONG: [&str; 18] = [
    "speaker",
    "not_speaker",
    "entity",
    "not_entity",
    "topic",
    "not_topic",
    "form",
    "not_form",
    "source",
    "not_source",
    "tag",
    "not_tag",
    "kind",
    "not_kind",
    "date",
    "sort",
    "n",
    "split",
];

impl<'a> Frame<'a> {
    pub fn new(site: &'a Site, asked: &'a Asked, title: &'a str, tab: Tab) -> Self {
        Self { site, asked, title, tab }
    }

    /// The whole page around its main part.
    pub fn page(&self, main: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (t(self.title)) " · demarche" }
                    link rel="stylesheet" href=(assets::href("page.css"));
                    link rel="icon" type="image/svg+xml" href=(assets::href("icon.svg"));
                    script src=(assets::href("page.js")) defer {}
                }
                body {
                    a.skip href="#main" { "To the content" }
                    header.top {
                        a.brand href="/" { "demarche" }
                        (self.form())
                        nav.pages aria-label="Other pages" {
                            a href="/corpus" { "Corpus" }
                            a href="/quotations" { "Quotations" }
                            a href="/record" { "My record" }
                        }
                    }
                    @if self.tab != Tab::None { (self.tabs()) }
                    main #main tabindex="-1" { (main) }
                    footer.foot {
                        p { "This page is made on this machine and sends nothing anywhere." }
                        p { "Keys: " kbd { "/" } " search, " kbd { "j" } " " kbd { "k" } " next and last hit, " kbd { "?" } " all. "
                            button.plain type="button" data-keys-switch hidden { "Switch keys off" } }
                        @if self.site.settings.read_only { p { "Read-only: nothing can be changed here." } }
                    }
                }
            }
        }
    }

    /// The one form that asks. Fields elsewhere in the page belong to it by `form="ask"`.
    fn form(&self) -> Markup {
        let asked = self.asked;
        let path = if self.tab == Tab::None { "/search" } else { self.tab.path() };
        html! {
            form #ask.ask role="search" action=(path) method="get" {
                label.unseen for="q" { "Search for" }
                input #q type="search" name="q" value=(t(asked.words())) autocomplete="off" spellcheck="false"
                    placeholder="Words, \"a phrase\", speaker:Name …" enterkeyhint="search";
                button.go type="submit" { "Search" }
                @for (name, value) in asked.pairs().iter().filter(|(name, _)| TAKEN_ALONG.contains(&name.as_str())) {
                    input type="hidden" name=(name) value=(t(value));
                }
                // Pages without fields of dates take them along as they are.
                @if self.tab == Tab::None || self.tab == Tab::Collocates || self.tab == Tab::Concordance {
                    @for name in ["from", "to"] {
                        @if let Some(value) = asked.get(name) { input type="hidden" name=(name) value=(t(value)); }
                    }
                }
                @for name in ["words", "literal"] {
                    @if asked.is_on(name) { input type="hidden" name=(name) value="1"; }
                }
            }
        }
    }

    fn tabs(&self) -> Markup {
        let kept = self.asked.question();
        html! {
            nav.tabs aria-label="Ways of looking at what is found" {
                @for (tab, path, name) in Tab::ALL {
                    a href=(kept.href(path)) aria-current=[(tab == self.tab).then_some("page")] { (name) }
                }
            }
        }
    }
}
