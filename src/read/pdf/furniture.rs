//! Running heads and page numbers: told by what recurs at the edge of pages, taken out of the text, kept as the
//! pages' labels.

use rustc_hash::FxHashMap;

use super::glyphs::Word;
use super::lines::{Line, lines};

/// So many lines at a page's upper and lower edge may be running heads.
const EDGE: usize = 4;
/// Lines whose heights differ by less, in points, are at one height.
const HEIGHT: f32 = 3.0;

/// A page without its running heads.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub words: Vec<Word>,
    /// The lines that were taken out, from the top.
    pub heads: Vec<String>,
    /// The number that is printed on it, or that follows from the pages around it.
    pub label: Option<String>,
}

/// A line at the edge of a page.
struct Edge {
    page: usize,
    upper: bool,
    /// How many lines stand between it and the edge.
    rank: usize,
    line: Line,
    text: String,
    /// The text with its numbers made alike.
    key: String,
    recurs: bool,
}

/// Takes the running heads out of all pages.
pub(super) fn strip(pages: Vec<Vec<Word>>) -> Vec<Plain> {
    let count = pages.len();
    let mut edges = Vec::new();
    for (page, words) in pages.iter().enumerate() {
        collect(page, words, &mut edges);
    }
    mark_recurring(&mut edges, count);
    let labels = Labels::of(&edges, count);
    labels.mark(&mut edges);
    keep_outer(&mut edges);
    let mut heads: Vec<Vec<Edge>> = (0..count).map(|_| Vec::new()).collect();
    for edge in edges.into_iter().filter(|edge| edge.recurs) {
        heads[edge.page].push(edge);
    }
    let plain = |(page, (words, mut heads)): (usize, (Vec<Word>, Vec<Edge>))| {
        heads.sort_by(|a, b| a.line.base.total_cmp(&b.line.base));
        let outside = |word: &Word| {
            word.artifact || heads.iter().any(|edge| edge.line.words.iter().any(|other| covers(other, word)))
        };
        let words = words.into_iter().filter(|word| !outside(word)).collect();
        let label = labels.label(page);
        Plain { words, heads: heads.into_iter().map(|edge| edge.text).collect(), label }
    };
    pages.into_iter().zip(heads).enumerate().map(plain).collect()
}

/// Whether a word of a line, which may be of several pieces, is or holds another.
fn covers(whole: &Word, word: &Word) -> bool {
    (whole.base - word.base).abs() < 0.8 * whole.size
        && word.left >= whole.left - 0.1
        && word.right <= whole.right + 0.1
}

/// The lines at the edges of a page.
fn collect(page: usize, words: &[Word], edges: &mut Vec<Edge>) {
    let rows = lines(words.to_vec());
    let depth = EDGE.min(rows.len().div_ceil(2));
    let lower = rows.len() - depth.min(rows.len() - depth);
    let last = rows.len();
    for (at, line) in rows.into_iter().enumerate() {
        let upper = at < depth;
        if upper || at >= lower {
            let text = line.text();
            let rank = if upper { at } else { last - 1 - at };
            edges.push(Edge { page, upper, rank, line, key: key(&text), text, recurs: false });
        }
    }
}

/// A line's text in small letters with `#` for each number.
fn key(text: &str) -> String {
    let words = text.split_whitespace().take(24).map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_roman(bare) || bare.chars().any(|c| c.is_ascii_digit()) {
            digits_alike(word)
        } else {
            word.to_lowercase()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn digits_alike(word: &str) -> String {
    if is_roman(word.trim_matches(|c: char| !c.is_alphanumeric())) {
        return "#".to_owned();
    }
    let mut out = String::new();
    for c in word.chars() {
        match c.is_ascii_digit() {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 7 && roman(word).is_some()
}

/// The value of a Roman number in letters of one case: `iv`, `XII`.
fn roman(word: &str) -> Option<i64> {
    if !word.chars().all(char::is_lowercase) && !word.chars().all(char::is_uppercase) {
        return None;
    }
    let digit = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = word.chars().map(digit).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, digit) in digits.iter().enumerate() {
        sum += if digits.get(at + 1).is_some_and(|next| next > digit) { -digit } else { *digit };
    }
    Some(sum)
}

/// Marks the lines whose text, but for its numbers, recurs at one height.
fn mark_recurring(edges: &mut [Edge], pages: usize) {
    let needed = if pages <= 6 { 2 } else { 3 };
    let mut by_key: FxHashMap<(bool, &str), Vec<usize>> = FxHashMap::default();
    for (at, edge) in edges.iter().enumerate() {
        by_key.entry((edge.upper, &edge.key)).or_default().push(at);
    }
    let mut recurring = vec![false; edges.len()];
    for places in by_key.values() {
        for at in places {
            let base = edges[*at].line.base;
            let same = places.iter().filter(|other| (edges[**other].line.base - base).abs() < HEIGHT);
            recurring[*at] = same.take(needed).count() == needed && places.len() >= needed;
        }
    }
    // At a height where most pages have a line that recurs nowhere, the text itself stands.
    let mut heights: FxHashMap<(bool, i32), (usize, usize)> = FxHashMap::default();
    let height = |edge: &Edge| (edge.upper, (edge.line.base / HEIGHT).round() as i32);
    for (edge, recurs) in edges.iter().zip(&recurring) {
        let (all, some) = heights.entry(height(edge)).or_default();
        *all += 1;
        *some += usize::from(*recurs);
    }
    for (edge, recurs) in edges.iter_mut().zip(recurring) {
        let (all, some) = heights.get(&height(edge)).copied().unwrap_or_default();
        edge.recurs = recurs && some * 2 >= all;
    }
}

/// A running head stands at the edge: only running heads stand further out.
fn keep_outer(edges: &mut [Edge]) {
    let inner: FxHashMap<(usize, bool), usize> = {
        let mut first = FxHashMap::default();
        for edge in edges.iter().filter(|edge| !edge.recurs) {
            let rank = first.entry((edge.page, edge.upper)).or_insert(edge.rank);
            *rank = edge.rank.min(*rank);
        }
        first
    };
    for edge in edges {
        edge.recurs &= inner.get(&(edge.page, edge.upper)).is_none_or(|rank| edge.rank < *rank);
    }
}

/// The numbers of the pages.
struct Labels {
    /// The printed number is the page's in the file and so many.
    offset: Option<i64>,
    printed: Vec<Option<String>>,
}

/// A number in a line at the edge.
struct Number {
    label: String,
    value: i64,
}

fn numbers(text: &str) -> Vec<Number> {
    let words = text.split_whitespace().filter_map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let first = bare.split('/').next().unwrap_or(bare);
        let of = bare.len() > first.len() && bare[first.len() + 1..].chars().all(|c| c.is_ascii_digit());
        let whole = first == bare || of;
        let plain = |digits: &str| digits.len() <= 5 && digits.chars().all(|c| c.is_ascii_digit());
        let value = if plain(first) && whole {
            first.parse().ok()
        } else {
            roman(first).filter(|_| whole && first.len() <= 7)
        };
        Some(Number { label: bare.to_owned(), value: value? })
    });
    words.collect()
}

impl Labels {
    /// The numbers that grow with the pages, where at least half of the pages have one.
    fn of(edges: &[Edge], pages: usize) -> Self {
        let mut votes: FxHashMap<i64, FxHashMap<usize, String>> = FxHashMap::default();
        for edge in edges.iter().filter(|edge| edge.recurs || edge.rank == 0) {
            for number in numbers(&edge.text) {
                let offset = number.value - (edge.page as i64 + 1);
                votes.entry(offset).or_default().entry(edge.page).or_insert(number.label);
            }
        }
        let mut printed = vec![None; pages];
        let best = votes.into_iter().max_by_key(|(offset, found)| (found.len(), -offset.abs()));
        let Some((offset, found)) = best.filter(|(_, found)| found.len() >= 2 && found.len() * 2 >= pages)
        else {
            return Self { offset: None, printed };
        };
        for (page, label) in found {
            printed[page] = Some(label);
        }
        Self { offset: Some(offset), printed }
    }

    /// A short outermost line with the page's own number is a running head, whatever else it says.
    fn mark(&self, edges: &mut [Edge]) {
        for edge in edges.iter_mut().filter(|edge| edge.rank == 0) {
            let label = self.printed[edge.page].as_deref();
            let short = edge.text.split_whitespace().count() <= 12;
            let has = |label: &str| numbers(&edge.text).iter().any(|number| number.label == label);
            edge.recurs |= short && label.is_some_and(has);
        }
    }

    /// What is printed on a page, else what the numbers around it come to.
    fn label(&self, page: usize) -> Option<String> {
        if let Some(label) = &self.printed[page] {
            return Some(label.clone());
        }
        let value = self.offset? + page as i64 + 1;
        let of = self
            .printed
            .iter()
            .flatten()
            .find_map(|label| label.split_once('/').map(|(_, of)| of.to_owned()));
        let label = of.map_or_else(|| value.to_string(), |of| format!("{value}/{of}"));
        (value > 0).then_some(label)
    }
}
