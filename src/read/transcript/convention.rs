//! Which openings of a text are heads of turns: those of the text's own convention. Openings that share a
//! typography are judged together: which labels recur and alternate, whether what follows is spoken, whom the
//! page names. Once a convention is accepted all its openings are heads, those that come once too.

use std::collections::{HashMap, HashSet};

use super::candidates::{Candidate, candidates};
use super::form::{Case, End, Form, Opening};
use super::label::{is_no_speaker, is_state, is_titled};
use super::prose::{
    FUNCTION, ends_sentence, has_word, is_caption, is_quoted, is_spoken, names, without_captions,
};
use super::titles::{is_answerer, is_asker, is_outlet, is_part, is_unnamed, titles};
use crate::authority::{Authority, is_ordinary};

/// Evidence enough for a convention that no opening of a certain shape supports.
const ENOUGH: usize = 3;
/// How many labels of one typography are looked for in the text: keeps a long text linear.
const LOOKED_FOR: usize = 40;
/// What stands before the only head of a page is no longer than this, in bytes.
const LONG_BEFORE: usize = 600;

/// A place where a turn begins, or where one ends without another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    /// The first byte of its line.
    pub start: usize,
    /// `None` where a part of the document begins that nobody speaks.
    pub opening: Option<Opening<'a>>,
}

/// The heads of a text's turns, in order. `title` is the page's, if it has one.
pub(super) fn heads<'a>(body: &'a str, title: Option<&str>) -> Vec<Found<'a>> {
    let candidates = candidates(body);
    if candidates.is_empty() {
        return Vec::new();
    }
    Convention::of(body, title.unwrap_or(""), candidates).found()
}

/// Whether heads make a text a transcript: two of them, or one and nothing long before it.
pub(super) fn is_transcript(body: &str, title: Option<&str>, heads: &[Found<'_>]) -> bool {
    let mut spoken = heads.iter().filter_map(|found| found.opening.map(|opening| (found.start, opening)));
    let (Some((start, first)), second) = (spoken.next(), spoken.next()) else { return false };
    let before = body[..start].trim().len();
    if second.is_some() {
        // An article may hold some lines of a conversation: what is around them is the writer's.
        let marked = |found: &Found<'_>| {
            found.opening.is_some_and(|opening| opening.certain || opening.form.case != Case::Title)
        };
        let last =
            heads.iter().rev().find(|found| found.opening.is_some()).map_or(start, |found| found.start);
        let around = if before > LONG_BEFORE { before + body.len() - last } else { before };
        return around * 2 <= body.len() || heads.iter().any(marked);
    }
    let after = body[start + first.length..].trim();
    let person = !is_asker(first.label) && !is_outlet(first.label) && first.form.end == End::Colon;
    let typed = first.form.case != Case::Title
        || first.bracket.is_some_and(is_state)
        || title.is_some_and(|title| names(title, first.label));
    let told = after.lines().any(ends_sentence);
    person && typed && before <= LONG_BEFORE && after.len() >= before / 2 && told
}

/// The openings of one text, and which of them are accepted.
struct Convention<'a, 't> {
    body: &'a str,
    title: &'t str,
    candidates: Vec<Candidate<'a>>,
    accepted: Vec<bool>,
    /// How often each label opens a line, and in how many runs of its own.
    labels: HashMap<&'a str, Times>,
    /// Whether some head says that somebody asks.
    asked: bool,
}

#[derive(Clone, Copy, Default)]
struct Times {
    /// Runs of openings with that label, others between them.
    runs: usize,
    /// The last opening, to tell runs.
    last: usize,
}

impl<'a, 't> Convention<'a, 't> {
    fn of(body: &'a str, title: &'t str, candidates: Vec<Candidate<'a>>) -> Self {
        let mut labels: HashMap<&str, Times> = HashMap::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let times = labels.entry(candidate.opening.label).or_default();
            times.runs += usize::from(times.runs == 0 || times.last + 1 < at);
            times.last = at;
        }
        let accepted = candidates.iter().map(is_sure).collect();
        let mut convention = Self { body, title, candidates, accepted, labels, asked: false };
        convention.outlets();
        convention.said();
        convention.read_out();
        let asks = |candidate: &Candidate<'_>| {
            is_asker(candidate.opening.label) || is_outlet(candidate.opening.label)
        };
        let asked = convention.heads().any(asks);
        convention.asked = asked;
        convention.groups();
        convention.quotations();
        convention
    }

    /// A page that lists what many have said or written, `Ana Weiss, Director, Port Authority: “…”`, has no turns: it quotes
    /// them, and each quotation is found with the words that say whose it is.
    fn quotations(&mut self) {
        let heads = || (0..self.candidates.len()).filter(|&at| self.accepted[at]);
        let spoken = |at: &usize| {
            let opening = &self.candidates[*at].opening;
            let label = opening.form.case == Case::Capitals && opening.certain || is_asker(opening.label);
            label || opening.form.end != End::Colon
        };
        let quoted = heads().filter(|&at| is_quoted(self.text(at))).count();
        if quoted * 2 > heads().count() && !heads().any(|at| spoken(&at)) {
            self.accepted.fill(false);
        }
    }

    /// The candidates accepted so far.
    fn heads(&self) -> impl Iterator<Item = &Candidate<'a>> {
        self.candidates
            .iter()
            .zip(&self.accepted)
            .filter(|(_, accepted)| **accepted)
            .map(|(candidate, _)| candidate)
    }

    /// An outlet is sure to speak where it asks: `Daily News: Ministers Resign` is a headline.
    fn outlets(&mut self) {
        for at in 0..self.candidates.len() {
            let Candidate { opening, opens, .. } = &self.candidates[at];
            let outlet = opening.form.end == End::Colon && *opens && is_outlet(opening.label);
            self.accepted[at] |= outlet && self.text(at).contains('?');
        }
    }

    /// A record that reports has no head with a colon: `Mr. Name (State) said that`.
    fn said(&mut self) {
        let said = |candidate: &Candidate<'_>| candidate.opening.form.end == End::Said;
        let colons = self.heads().filter(|one| !said(one)).count();
        let reports = self.heads().count() - colons;
        if colons > 0 || reports < 2 {
            for (accepted, candidate) in self.accepted.iter_mut().zip(&self.candidates) {
                *accepted &= !said(candidate);
            }
        }
    }

    /// What a speaker reads out of others, `Chancellor Name: “…”`, opens no turn where heads are in capitals.
    fn read_out(&mut self) {
        let title = |candidate: &Candidate<'_>| candidate.opening.form.case == Case::Title;
        if self.heads().all(title) {
            return;
        }
        for at in 0..self.candidates.len() {
            let quoted = self.accepted[at] && title(&self.candidates[at]) && is_quoted(self.text(at));
            self.accepted[at] &= !quoted;
        }
    }

    /// Accepts or leaves the rest, typography by typography.
    fn groups(&mut self) {
        let mut groups: Vec<(Form, Vec<usize>)> = Vec::new();
        let mut small: HashMap<&str, bool> = HashMap::new();
        for at in 0..self.candidates.len() {
            if self.accepted[at] || !self.may_speak(at, &mut small) {
                continue;
            }
            let form = self.candidates[at].opening.form;
            match groups.iter_mut().find(|(known, _)| *known == form) {
                Some((_, group)) => group.push(at),
                None => groups.push((form, vec![at])),
            }
        }
        let ends: Vec<End> = groups.iter().map(|(form, _)| form.end).collect();
        let established: Vec<Form> = self.heads().map(|candidate| candidate.opening.form).collect();
        for (form, group) in groups {
            // A text has one convention: where heads of one form are sure, others need no less.
            let other = established.iter().all(|known| known.end != form.end) && !established.is_empty();
            let partners = ends.iter().filter(|end| **end == form.end).count() > 1;
            let alike = |known: &Form| {
                known.end == form.end && (known.case == Case::Title) == (form.case == Case::Title)
            };
            let known = established.iter().any(alike)
                || self.is_letters(&group)
                || self.asked && form.end == End::Colon && self.answers(&group)
                || !other && self.evidence(form, &group, established.is_empty(), partners) >= ENOUGH;
            if known {
                group.iter().for_each(|&at| self.accepted[at] = true);
            }
        }
    }

    /// Whether a label may be a speaker's at all.
    fn may_speak(&self, at: usize, small: &mut HashMap<&'a str, bool>) -> bool {
        let Candidate { opening, opens, .. } = &self.candidates[at];
        let label = opening.label;
        let words: Vec<&str> = label.split_whitespace().collect();
        let first = words[0].to_lowercase();
        let recurs = self.labels[label].runs > 1;
        let asks = || self.text(at).contains('?');
        if !opens || opening.form.end == End::Said || words.len() > 7 || is_no_speaker(label) {
            return false;
        }
        // `Name: 1,769.` tells a number.
        let first_line = self.text(at).lines().next().unwrap_or("");
        if !first_line.contains(char::is_lowercase) && opening.form.case == Case::Title {
            return false;
        }
        if opening.form.end == End::Stop {
            return is_titled(&words) || words.len() == 1 && (is_asker(label) || is_answerer(label));
        }
        let last = if words.len() > 1 && label.ends_with(|c: char| c.is_ascii_digit()) { 2 } else { 1 };
        let nobody = is_unnamed(words[words.len() - last]) || is_asker(label) || is_answerer(label);
        let office = || titles().office(&words) == words.len();
        if is_outlet(label) || is_titled(&words) || nobody || office() {
            return true;
        }
        if FUNCTION.contains(&first.as_str()) && !((recurs || first == "the") && asks()) {
            return false;
        }
        // `Enhancing Cooperation: …` is a heading: no word of it is a name.
        let heading =
            words.len() > 1 && words.iter().all(|word| is_ordinary(word.trim_end_matches([',', '.'])));
        if heading && !recurs {
            return false;
        }
        if Authority::builtin().canonical(label).is_some() && !recurs {
            return false;
        }
        // A word that the page writes small is none of its names; in capitals it may be.
        let rare = small.len() < LOOKED_FOR;
        words.len() > 1
            || recurs
            || opening.form.case == Case::Capitals
            || rare && !*small.entry(label).or_insert_with(|| has_word(self.body, &label.to_lowercase()))
    }

    /// What is said at a candidate, up to the next.
    fn text(&self, at: usize) -> &'a str {
        let end = self.candidates.get(at + 1).map_or(self.body.len(), |next| next.start);
        let start = self.candidates[at].after.min(end);
        let mut near = end.min(start + 1500);
        while !self.body.is_char_boundary(near) {
            near -= 1;
        }
        without_captions(self.body[start..near.max(start)].trim())
    }

    /// Whether those of a group answer: somebody asks, and one of them is next or recurs.
    fn answers(&self, group: &[usize]) -> bool {
        group.iter().any(|&at| {
            self.labels[self.candidates[at].opening.label].runs > 1
                || at > 0
                    && self.accepted[at - 1]
                    && (is_asker(self.candidates[at - 1].opening.label)
                        || is_outlet(self.candidates[at - 1].opening.label))
        })
    }

    /// Whether a group is of questions and answers by their letters: `Q.`, `A.`
    fn is_letters(&self, group: &[usize]) -> bool {
        let label = |at: &usize| self.candidates[*at].opening.label;
        let letters = group.iter().filter(|at| label(at).len() == 1);
        letters.clone().count() == group.len()
            && letters.clone().any(|at| is_asker(label(at)))
            && letters.clone().any(|at| is_answerer(label(at)))
    }

    /// How much says that the openings of one typography are heads; `only` if no others are sure, `partners` if
    /// others may be that end alike.
    fn evidence(&self, form: Form, group: &[usize], only: bool, partners: bool) -> usize {
        let mut labels: Vec<&str> = group.iter().map(|&at| self.candidates[at].opening.label).collect();
        labels.sort_unstable();
        labels.dedup();
        let count = |holds: &dyn Fn(&str) -> bool| group.iter().filter(|&&at| holds(self.text(at))).count();
        // A list of what others have said or written is none of turns: `Name: “…”`.
        if count(&ends_sentence) * 2 < group.len() || count(&is_quoted) * 2 > group.len() {
            return 0;
        }
        let spoken = usize::from(count(&is_spoken) * 10 >= group.len() * 3);
        let recurring = labels.iter().filter(|label| self.labels[*label].runs > 1).count().min(2);
        let persons = self.persons(&labels, group);
        if group.len() < 2 {
            return if names(self.title, labels[0]) && form.end == End::Colon { ENOUGH } else { 0 };
        }
        let stamped =
            usize::from(form.end == End::Time || group.iter().all(|&at| self.candidates[at].opening.stamped));
        // Labels that come once each, as those of a list do, need more than words that may be spoken.
        let alone = only && labels.len() < 2 && !partners;
        if alone || spoken + persons == 0 || recurring + stamped == 0 && !(only && persons >= 2) {
            return 0;
        }
        let all = usize::from(self.opens_most(group));
        let answered = |pair: &[usize]| {
            self.text(pair[0]).ends_with('?')
                && self.candidates[pair[0]].opening.label != self.candidates[pair[1]].opening.label
        };
        let asked = usize::from(group.windows(2).any(answered));
        spoken + recurring + persons + stamped + all + asked
    }

    /// How much says that labels are of persons or of those who have a part in a conversation.
    fn persons(&self, labels: &[&str], group: &[usize]) -> usize {
        let full = labels.iter().filter_map(|label| label.rsplit_once(' '));
        let surnames: HashSet<&str> = full.map(|(_, surname)| surname).collect();
        let short = |label: &&str| surnames.contains(label);
        let nobody = |label: &&str| {
            label.split(' ').rev().take(2).any(is_unnamed)
                || is_asker(label)
                || label.contains(' ') && is_titled(&label.split(' ').collect::<Vec<_>>())
        };
        let person = |label: &str| {
            label.split(' ').count() <= 4 && label.split(' ').all(|word| word.starts_with(char::is_uppercase))
        };
        let titled = labels.iter().take(LOOKED_FOR).any(|label| person(label) && names(self.title, label));
        let described = group.iter().any(|&at| {
            let opening = &self.candidates[at].opening;
            opening.description.is_some() || opening.bracket.is_some()
        });
        let told = || {
            let full = labels.iter().filter(|label| label.contains(' ')).take(LOOKED_FOR);
            full.clone().any(|label| {
                memchr::memmem::find_iter(self.body.as_bytes(), label.as_bytes()).count() > self.opened(label)
            })
        };
        let mut persons = 2 * usize::from(titled || labels.iter().any(|label| short(label) || nobody(label)));
        persons += usize::from(described) + usize::from(labels.iter().any(|label| is_outlet(label)));
        if persons == 0 { usize::from(told()) } else { persons }
    }

    /// How many openings have that label.
    fn opened(&self, label: &str) -> usize {
        self.candidates.iter().filter(|candidate| candidate.opening.label == label).count()
    }

    /// Whether most paragraphs from the first of a group on are opened by one of it.
    fn opens_most(&self, group: &[usize]) -> bool {
        let Some(first) = group.first().map(|&at| self.candidates[at].start) else { return false };
        let (mut blank, mut paragraphs) = (true, 0);
        for line in self.body[first..].lines().map(str::trim) {
            // Stage directions, and the numbers and times of captions, are no paragraphs.
            let aside = line.starts_with(['(', '[']) && line.ends_with([')', ']']);
            if !aside && !is_caption(line) {
                paragraphs += usize::from(!line.is_empty() && blank);
                blank = line.is_empty();
            }
        }
        group.len() * 10 >= paragraphs * 7
    }

    /// What was accepted, and where parts begin that nobody speaks.
    fn found(self) -> Vec<Found<'a>> {
        let any = self.accepted.contains(&true);
        let found = |(candidate, accepted): (Candidate<'a>, bool)| {
            let Candidate { start, opening, opens, .. } = candidate;
            if accepted {
                return Some(Found { start, opening: Some(opening) });
            }
            // `NOTE: …` in a transcript is the editor's.
            let part = any && opens && opening.form.case == Case::Capitals && opening.form.end == End::Colon;
            (part && is_part(opening.label)).then_some(Found { start, opening: None })
        };
        self.candidates.into_iter().zip(self.accepted).filter_map(found).collect()
    }
}

/// Whether an opening is a head whatever the others are.
fn is_sure(candidate: &Candidate<'_>) -> bool {
    let Candidate { opening, opens, .. } = candidate;
    let form = opening.form;
    // A line of running text may begin so: `… was told by / Mr. Name: no.`
    let free = form.case != Case::Title && form.end == End::Colon
        || form.end == End::Blank
        || form.end == End::Voice;
    let place = || opening.description.is_some() && Authority::builtin().canonical(opening.label).is_some();
    opening.certain && (free || *opens) && !place() && !is_no_speaker(opening.label)
}
