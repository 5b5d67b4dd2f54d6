//! The main text of a page, without what stands around it.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::{clean, text};
use crate::read::title::clean as clean_title;

/// Paragraphs shorter than this, in code points, may be labels or headings: they are no prose.
const SHORTEST_PROSE: usize = 40;
/// A page that leads to so many others may be a list of them; twice as many where it says that it is an article, as
/// content systems say of lists too.
const LEAST_LINKS: usize = 4;
/// Prose of a page to each other page that it leads to, in code points, below which it is a list: a teaser has less.
const TEASER: usize = 350;
/// Prose in one piece, with no link to another page by itself between, that makes a page more than a list.
const PIECE: usize = 600;
/// What the extractor finds is at least this part of the page's prose, or all of it is taken: beside an article stand
/// teasers and comments.
const LEAST_PART: usize = 2;

/// What a page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Main {
    /// Its main text.
    Text(String),
    /// A list of so many other pages.
    List(usize),
    /// No text.
    Nothing,
}

/// The main text of a page, without a heading that is its title; `declared` where it says that it is an article.
pub(super) fn of(tree: Document, title: Option<&str>, declared: bool) -> Main {
    clean::page(&tree);
    let around = ["nav", "header", "footer", "aside", "form", "dialog"];
    let is_title = |node: &NodeRef<'_>| node.has_name("h1") && title == Some(&clean_title(&text::of(node)));
    let is_around = |node: &NodeRef<'_>| around.iter().any(|name| node.has_name(name)) || is_title(node);
    let all = tree.root();
    let page = Measure::of(&all, &is_around);
    let whole = text::of_but(&all, &is_around);
    if !declared && page.links < LEAST_LINKS && page.prose > 0 {
        return Main::Text(whole);
    }
    let config = Config { disable_json_ld: true, ..Config::default() };
    let reader = Readability::with_document(tree, None, Some(config)).ok();
    let found = reader.and_then(|mut reader| reader.parse().is_ok().then_some(reader));
    let article = found.as_ref().map(|reader| reader.doc.select_single("#readability-page-1"));
    let Some(article) = article.as_ref().and_then(|article| article.nodes().first()) else {
        return unfound(whole, &page);
    };
    let found = Measure::of(article, &|_| false);
    let declared = declared && found.prose > TEASER;
    if found.prose * LEAST_PART < page.prose && !declared {
        return unfound(whole, &page);
    }
    if found.is_list(if declared { 2 * LEAST_LINKS } else { LEAST_LINKS }) {
        return Main::List(found.links);
    }
    clean::links(article);
    let text = text::of(article);
    if text.is_empty() { unfound(whole, &page) } else { Main::Text(text) }
}

/// All of a page of which no part is the main one.
fn unfound(whole: String, page: &Measure) -> Main {
    if page.is_list(LEAST_LINKS) {
        Main::List(page.links)
    } else if whole.is_empty() || page.prose == 0 && page.links > 0 {
        Main::Nothing
    } else {
        Main::Text(whole)
    }
}

/// Counts prose, in code points, and the paragraphs, cells and headings that are links to other pages.
#[derive(Default)]
struct Measure {
    prose: usize,
    links: usize,
    /// Prose since the last link, and the most of it.
    piece: usize,
    longest: usize,
}

impl Measure {
    fn of(node: &NodeRef<'_>, left_out: &dyn Fn(&NodeRef<'_>) -> bool) -> Self {
        let mut measure = Self::default();
        measure.walk(node, left_out);
        measure
    }

    /// Whether it is a list of other pages: it leads to at least so many, each with no more than a teaser.
    fn is_list(&self, least: usize) -> bool {
        self.links >= least && self.prose < TEASER * self.links && self.longest < PIECE
    }

    fn walk(&mut self, node: &NodeRef<'_>, left_out: &dyn Fn(&NodeRef<'_>) -> bool) {
        let inner: Vec<NodeRef<'_>> = node.children_it(false).filter(|child| text::is_shown(child)).collect();
        // Words between blocks are a paragraph by themselves.
        let mut loose = Words::default();
        for child in inner.iter().filter(|child| !left_out(child)) {
            if text::has_blocks(child) {
                self.add(std::mem::take(&mut loose));
                self.walk(child, left_out);
            } else {
                loose.add(child, false);
                if text::is_block(child) {
                    self.add(std::mem::take(&mut loose));
                }
            }
        }
        self.add(loose);
    }

    fn add(&mut self, words: Words) {
        if words.all >= SHORTEST_PROSE && words.linked * 2 < words.all {
            self.prose += words.all;
            self.piece += words.all;
            self.longest = self.longest.max(self.piece);
        } else if words.linked * 10 >= words.all * 6 && words.linked >= SHORTEST_PROSE / 4 {
            self.links += 1;
            self.piece = 0;
        }
    }
}

/// Code points of a paragraph, and those of them that are links to other pages.
#[derive(Default)]
struct Words {
    all: usize,
    linked: usize,
}

impl Words {
    fn add(&mut self, node: &NodeRef<'_>, linked: bool) {
        if node.is_text() {
            let text = node.text();
            let count = text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
            self.all += count;
            self.linked += if linked { count } else { 0 };
            return;
        }
        let link = node.has_name("a") && node.attr("href").is_some_and(|to| !to.starts_with('#'));
        for child in node.children_it(false).filter(text::is_shown) {
            self.add(&child, linked || link);
        }
    }
}
