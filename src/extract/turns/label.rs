//! What the head of a turn says: a title, an office, a surname, or nobody.

use rustc_hash::FxHashSet as HashSet;
use std::sync::LazyLock;

use super::capitals::capital;
use crate::authority::{Authority, offices};
use crate::extract::people::{Pronoun, given_name, is_no_name};
use crate::read::{
    Courtesy, LabelKind, TurnHead, is_answerer, is_label, is_outlet, is_slip, is_unnamed, titles,
};

/// What joins the parts of a surname in small letters.
pub(super) const PARTICLES: [&str; 21] = [
    "al", "el", "bin", "ibn", "ben", "bint", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le",
    "van", "von", "der", "den", "ter",
];

/// Whom a head means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Whom {
    /// A person by name.
    #[default]
    Person,
    /// Whoever holds an office: `The President`.
    Office,
    /// Whoever asks.
    Questioner,
    /// Whoever asks for a news agency, broadcaster or paper.
    Outlet,
    /// Whoever answers: `A`.
    Answerer,
    /// One whom nobody names, or many voices: `Moderator`, `Several hon. Members`.
    Unnamed,
}

/// The parts of a head: `ACTING ADMINISTRATOR SLAVITT` is a role and a surname.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    pub whom: Whom,
    /// The office, written as offices are: `Acting Administrator`.
    pub role: Option<String>,
    /// The name's words, as written; empty where the head is an office alone.
    pub name: Vec<String>,
    /// Whom the courtesy title goes with.
    pub sex: Option<Pronoun>,
    /// The state or body for which they speak.
    pub affiliation: Option<String>,
}

/// All words of titles and offices, in small letters.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| titles().words());

/// The titles and offices that are one word, in small letters.
static SINGLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| titles().single());

/// Whether a word is one of a title or an office: `Dr.`, `Secretary`, `Doctors`.
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    WORDS.contains(bare.as_str()) || bare.strip_suffix('s').is_some_and(|one| WORDS.contains(one))
}

/// Whether a word alone is an office of the list of titles: `Administrator`.
pub(super) fn is_office(word: &str) -> bool {
    titles().lists(&word.to_lowercase())
}

/// Whether a word is, but for a slip of the keyboard, one of a title: `ADMINSITRATOR`, or `S.` for `MS.`.
pub(super) fn is_like_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    if PARTICLES.contains(&bare.as_str()) {
        return false;
    }
    let long = bare.chars().count() > 6;
    let part = |title: &&str| {
        title.len() <= 3 && (title.starts_with(bare.as_str()) || title.ends_with(bare.as_str()))
    };
    !bare.is_empty() && word.ends_with('.') && SINGLE.iter().any(part)
        || long && SINGLE.iter().any(|title| title.len() > 4 && is_slip(title, &bare, 2))
        || SINGLE.contains(bare.as_str())
}

/// Takes a head apart, with what brackets and commas add.
pub(super) fn label(head: &TurnHead<'_>) -> Label {
    if is_outlet(head.label) {
        let affiliation = Some(super::as_label(head.label));
        return Label { whom: Whom::Outlet, affiliation, ..Label::default() };
    }
    if head.is_question() {
        let asks_for = head.bracket.filter(|bracket| is_outlet(bracket)).map(str::to_owned);
        return Label { whom: Whom::Questioner, affiliation: asks_for, ..Label::default() };
    }
    let mut label = split(head.label);
    if is_answerer(head.label) {
        label.whom = Whom::Answerer;
        return label;
    }
    if let Some(bracket) = head.bracket {
        label.bracket(bracket);
    }
    if let Some(description) = head.description {
        label.description(description);
    }
    label
}

impl Label {
    /// A state, the person who holds the office, or a post.
    fn bracket(&mut self, bracket: &str) {
        let inside = split(bracket);
        // `The Prime Minister (Mr. Ada Example)`.
        if self.whom == Whom::Office && inside.whom == Whom::Person && is_person(bracket) {
            self.whom = Whom::Person;
            (self.name, self.sex) = (inside.name, inside.sex);
            return;
        }
        // `(South Australia—Minister for Foreign Affairs)`.
        let (body, post) = match bracket.split_once(['—', '–', ',', ';']) {
            Some((body, post)) => (body.trim(), Some(post.trim())),
            None => (bracket, None),
        };
        if split(body).whom == Whom::Office && Authority::builtin().canonical(body).is_none() {
            self.role = self.role.take().or_else(|| Some(body.to_owned()));
        } else {
            let name = Authority::builtin().country(body).unwrap_or(body);
            self.affiliation = Some(name.to_owned());
        }
        if let Some(post) = post.filter(|post| split(post).whom == Whom::Office) {
            self.role = self.role.take().or_else(|| Some(post.to_owned()));
        }
    }

    /// Takes the person who stands after the comma, where an office or a place stands before it: `Majority Whip, Senator Ada
    /// Example`, `Springfield, Mayor Ada Example`. Whether there is one.
    fn person_after(&mut self, written: &str) -> bool {
        let words: Vec<&str> = written.split_whitespace().collect();
        let Some(first) = words.iter().position(|word| given_name(word).is_some()) else { return false };
        let name = &words[first..];
        let full =
            matches!(name.len(), 2..=4) && name.iter().all(|word| word.starts_with(char::is_uppercase));
        let titled = first > 0 && is_title(words[first - 1]);
        let own = self.name.iter().any(|word| given_name(word).is_some());
        if !full || !titled || own || self.name.is_empty() {
            return false;
        }
        let before = self.name.join(" ");
        if before.to_lowercase().split(' ').any(is_title) {
            self.role = Some(before);
        } else {
            self.affiliation = Some(before);
            self.role = Some(words[first - 1].to_owned());
        }
        self.whom = Whom::Person;
        self.name = name.iter().map(|&word| word.to_owned()).collect();
        true
    }

    /// Takes what a small word joins to the office or to the name: `Secretary of the Interior Ada Example`, `President and
    /// CEO Ada Example`, `Governor Example of Norland`. `Justice in Aging` is a body: no name and no office.
    fn joined(&mut self, written: &str) {
        let small =
            |word: &String| word.starts_with(char::is_lowercase) && !PARTICLES.contains(&word.as_str());
        let Some(at) = self.name.iter().position(small) else { return };
        let of = self.name[at] == "of";
        if at > 0 {
            if of && at + 1 < self.name.len() {
                let place = self.name.split_off(at)[1..].join(" ");
                let place = place.strip_prefix("the ").unwrap_or(&place).to_owned();
                self.affiliation = self.affiliation.take().or(Some(place));
            }
            return;
        }
        let given = |word: &String| given_name(word).is_some();
        let begins = self.name[1..].iter().position(given).map(|at| at + 1);
        let begins = begins.filter(|&at| at + 1 < self.name.len()).unwrap_or(self.name.len());
        let person = self.name.split_off(begins);
        if person.is_empty() && !matches!(self.name[0].as_str(), "of" | "for" | "to") {
            self.role = None;
            self.name = written.split_whitespace().map(str::to_owned).collect();
            return;
        }
        let office = self.role.take().unwrap_or_default();
        self.role = Some(format!("{office} {}", self.name.join(" ")));
        self.name = person;
    }

    /// `CNN ANCHOR`, `FOREIGN MINISTER OF AUSTRIA`, `on behalf of the Group`, `New York`.
    fn description(&mut self, written: &str) {
        if self.person_after(written) {
            return;
        }
        let lower = written.to_lowercase();
        if let Some((_, group)) = lower.split_once("on behalf of ") {
            let group = &written[written.len() - group.len()..];
            self.affiliation = Some(group.strip_prefix("the ").unwrap_or(group).to_owned());
            return;
        }
        let post = super::as_post(written);
        if let Some((office, body)) = split_of(&post)
            && !office.contains(',')
            && let Some(state) = Authority::builtin().canonical(body)
        {
            self.affiliation = self.affiliation.take().or_else(|| Some(state.name.clone()));
            self.role = self.role.take().or_else(|| Some(office.to_owned()));
            return;
        }
        // `President, National Farmers Union`: the post, and whose it is.
        if let Some((office, body)) = post.split_once(", ")
            && has_office(&office.to_lowercase())
        {
            self.role = self.role.take().or_else(|| Some(office.to_owned()));
            self.affiliation = self.affiliation.take().or_else(|| Some(body.to_owned()));
            return;
        }
        let (body, post) = super::body_and_post(&post);
        let is_post = body.is_some() && !post.is_empty() || has_office(&lower);
        if is_post {
            self.role = self.role.take().or(Some(post));
        }
        self.affiliation =
            self.affiliation.take().or(body).or_else(|| (!is_post).then(|| written.to_owned()));
    }
}

/// `Foreign Minister of Austria`: the office and the body.
fn split_of(post: &str) -> Option<(&str, &str)> {
    let at = post.to_lowercase().rfind(" of ")?;
    let body = post.get(at + 4..)?;
    Some((&post[..at], body.strip_prefix("the ").or_else(|| body.strip_prefix("The ")).unwrap_or(body)))
}

/// Whether an office, or a word of those whom nobody names, stands in a description.
fn has_office(lower: &str) -> bool {
    let mut at = 0;
    lower.split(' ').any(|word| {
        let here = at;
        at += word.len() + 1;
        is_label(LabelKind::Unnamed, word)
            || word == "correspondent"
            || offices().starting_at(lower, here).is_some()
    })
}

/// Whether brackets after an office hold a person: a title and a name, or two words that no list knows.
fn is_person(bracket: &str) -> bool {
    let words: Vec<&str> = bracket.split_whitespace().collect();
    let titled = words.len() > 1 && titles().courtesy(words[0]).is_some();
    titled || words.len() > 1 && Authority::builtin().canonical(bracket).is_none()
}

/// Takes a label apart.
pub(super) fn split(written: &str) -> Label {
    let blank = |c: char| c.is_whitespace() || c == '*';
    let mut words: Vec<&str> = written.split(blank).filter(|word| !word.is_empty()).collect();
    let article = words.len() > 1 && words[0].eq_ignore_ascii_case("the");
    if article {
        words.remove(0);
    }
    let mut label = Label::default();
    if names_nobody(&words) {
        label.whom = Whom::Unnamed;
        return label;
    }
    let of = |word: &str| matches!(word, "of" | "for" | "to");
    let office = titles().office(&words) > 0 || words.iter().any(|word| is_office_word(word) || of(word));
    if article && !office {
        // `The Paper`: as written.
        label.whom = Whom::Unnamed;
        return label;
    }
    let all: Vec<String> = words.iter().map(|word| capital(&word.to_lowercase())).collect();
    if article {
        label.whom = Whom::Office;
        label.role = Some(all.join(" "));
        return label;
    }
    let mut role: Vec<String> = Vec::new();
    if words.len() > 1 && words[0].eq_ignore_ascii_case("acting") {
        role.push("Acting".to_owned());
        words.remove(0);
    }
    let mut courteous = false;
    loop {
        let taken = titles().office(&words);
        let lower = words[..taken].join(" ").replace('.', "").to_lowercase();
        // `MR. KING`, `SENATOR POPE`: a surname that is an office too, but for `Mr. President`.
        let surname = taken == words.len()
            && (courteous && !titles().is_vocative(&lower) || role.iter().any(|word| word != "Acting"));
        if taken > 0 && !surname {
            role.extend(titles().full(&lower).split(' ').map(capital));
            words.drain(..taken);
        } else if words.len() > 1
            && let Some(courtesy) = titles().courtesy(words[0])
        {
            label.sex = label.sex.or(pronoun(courtesy));
            courteous = true;
            words.remove(0);
        } else {
            break;
        }
    }
    // `German Chancellor Example`: the state or body before the office.
    if role.is_empty()
        && !courteous
        && let Some((at, taken)) = inner_office(&words)
    {
        let body = words[..at].join(" ");
        let found = Authority::builtin().find(&body).into_iter().next();
        label.affiliation = found.map(|mention| mention.entity.name);
        let lower = words[at..at + taken].join(" ").replace('.', "").to_lowercase();
        role.extend(titles().full(&lower).split(' ').map(capital));
        words.drain(..at + taken);
    }
    // `MR.KIRBY`: a title with no space after it.
    if let Some(first) = words.first()
        && let Some((title, rest)) = first.split_once('.')
        && rest.chars().count() > 2
        && rest.chars().take(2).all(char::is_alphabetic)
        && let Some(courtesy) = titles().courtesy(title)
    {
        label.sex = pronoun(courtesy);
        words[0] = rest;
    }
    let name = words.join(" ");
    let name = name.split(',').next().unwrap_or("");
    label.name = name.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    label.role = (role.iter().any(|word| word != "Acting")).then(|| role.join(" "));
    if label.role.is_some() {
        label.joined(written);
    }
    if label.name.is_empty() {
        label.whom = Whom::Office;
    }
    label
}

/// Where an office stands between a state or body that the lists know and a name, and how many words it has.
fn inner_office(words: &[&str]) -> Option<(usize, usize)> {
    let (at, taken) =
        (1..words.len()).map(|at| (at, titles().office(&words[at..]))).find(|(_, taken)| *taken > 0)?;
    // `Asian American Justice Center` is a body.
    let named = words[at + taken..].iter().all(|word| !is_no_name(word));
    let known = || {
        let body = words[..at].join(" ");
        Authority::builtin().find(&body).iter().any(|mention| mention.start == 0 || mention.end == body.len())
    };
    (at <= 4 && at + taken < words.len() && words.len() - at - taken <= 4 && named && known())
        .then_some((at, taken))
}

/// Whether the words name nobody: `SENIOR ADMINISTRATION OFFICIAL`, `Hon. Members`, `Speaker 2`.
fn names_nobody(words: &[&str]) -> bool {
    let numbered =
        words.len() > 1 && words[words.len() - 1].trim_start_matches('#').bytes().all(|b| b.is_ascii_digit());
    let words = if numbered { &words[..words.len() - 1] } else { words };
    let last = words.last().copied().unwrap_or("");
    let lower = last.to_lowercase();
    if is_label(LabelKind::Collective, &lower) || words.first().is_some_and(|first| is_article(first)) {
        return true;
    }
    let unknown =
        |word: &&str| matches!(word.to_lowercase().as_str(), "unidentified" | "unknown" | "male" | "female");
    // `The Speaker` has an office, `Unidentified Speaker` and `Speaker 2` have none.
    if lower == "speaker" {
        return numbered || words.first().is_some_and(unknown);
    }
    is_unnamed(last) && (numbered || words.len() == 1 || titles().courtesy(words[0]).is_none())
}

/// `An hon. Member`, `Several Senators`.
fn is_article(word: &str) -> bool {
    ["a", "an", "several", "some", "many"].contains(&word.to_lowercase().as_str())
}

fn is_office_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    titles().is_office(&lower)
}

fn pronoun(courtesy: Courtesy) -> Option<Pronoun> {
    match courtesy {
        Courtesy::He => Some(Pronoun::He),
        Courtesy::She => Some(Pronoun::She),
        Courtesy::Any => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_taken_apart() {
        for (written, role, name) in [
            ("MS.\u{a0} JEAN-PIERRE", None, "JEAN-PIERRE"),
            ("MR KIRBY", None, "KIRBY"),
            ("ACTING ADMINISTRATOR SLAVITT", Some("Acting Administrator"), "SLAVITT"),
            ("CHAIR ROUSE", Some("Chair"), "ROUSE"),
            ("SURGEON GENERAL MURTHY", Some("Surgeon General"), "MURTHY"),
            ("VICE ADMIRAL GAUTIER", Some("Vice Admiral"), "GAUTIER"),
            ("LT. GEN. SIMS", Some("Lieutenant General"), "SIMS"),
            ("THE VICE PRESIDENT", Some("Vice President"), ""),
            ("PRIME MINISTER SUNAK", Some("Prime Minister"), "SUNAK"),
            ("Mr. Wang Yi", None, "Wang Yi"),
            ("SECRETARY-GENERAL GUTERRES", Some("Secretary-General"), "GUTERRES"),
            ("Secretary of the Interior Ana Sample", Some("Secretary of the Interior"), "Ana Sample"),
            ("President and CEO Anna Sample", Some("President and CEO"), "Anna Sample"),
            ("Governor Sample of Norland", Some("Governor"), "Sample"),
            ("Justice in Aging", None, "Justice in Aging"),
            ("Asian American Justice Center", None, "Asian American Justice Center"),
        ] {
            let label = split(written);
            assert_eq!((label.role.as_deref(), label.name.join(" ").as_str()), (role, name), "{written}");
        }
        for written in ["MODERATOR", "MODERTOR", "SENIOR ADMINISTRATION OFFIAL", "AIDE", "WHITE HOUSE AIDE"] {
            assert_eq!(split(written).whom, Whom::Unnamed, "{written}");
        }
    }

    #[test]
    fn a_person_after_the_comma_goes_before_an_office_or_a_place() {
        for (text, name, role) in [
            (
                "Senate Majority Whip, Norland Senator Michael Sample",
                "Michael Sample",
                "Senate Majority Whip",
            ),
            ("Springfield, ND Mayor Michael Sample", "Michael Sample", "Mayor"),
        ] {
            let (label, description) = text.split_once(", ").unwrap();
            let mut found = split(label);
            found.description(description);
            assert_eq!((found.name.join(" ").as_str(), found.role.as_deref()), (name, Some(role)), "{text}");
        }
        let mut own = split("Michael Sample");
        own.description("Senator of Norland");
        assert_eq!(own.name.join(" "), "Michael Sample");
    }
}
