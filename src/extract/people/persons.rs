//! Coreference of names: which mentions of a document are one person's.
//!
//! Full names make persons; a part of a name, a title with a surname and a bare surname are then told from each other by
//! office, sex, and who was named when. A mention that may be two persons' is neither's.

use std::ops::Range;

use rustc_hash::FxHashMap as HashMap;

use super::lexicon::{given, is_ordinary};
use super::name::{Name, Part};
use super::post::{self, Post};
use super::recognise::{NameMention, Title};
use super::words::words;
use super::{Pronoun, Setting, tidy};
use crate::authority::Mention;
use crate::model::EntityType;
use crate::read::titles;

/// A person whom a document names.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The fullest name.
    pub name: String,
    pub pronoun: Option<Pronoun>,
    pub post: Post,
    /// Where the name stands first.
    pub at: Range<usize>,
    /// The name's parts.
    parts: Name,
    /// Whether a given name is known.
    pub full: bool,
    /// Whether more than a capital shows that it is a person: a title, a full name.
    pub sure: bool,
    /// Whether a title stood before the name somewhere, and whether it did in running text.
    pub titled: bool,
    titled_in_text: bool,
    /// Whether a surname that is an ordinary word too is borne by somebody of the lists, and is titled in running text:
    /// `Director Young`, not `Leaders Statement`.
    pub borne: bool,
    /// Whether the lists say who it is, and the id that they have.
    pub known: bool,
    pub id: Option<String>,
    /// Whether they are named as somebody's relative.
    kin: bool,
    /// Whether they were called by a surname, and where a mention of them was read last.
    by_surname: bool,
    last: Option<usize>,
}

/// The persons of a document, and where each is named.
#[derive(Default)]
pub(super) struct Persons {
    pub all: Vec<Person>,
    /// By the name as it is written.
    by_name: HashMap<String, usize>,
    by_part: HashMap<String, Vec<(usize, Part)>>,
    by_last: HashMap<String, Vec<usize>>,
    /// The mentions in order, each with its person.
    pub named: Vec<(NameMention, usize)>,
}

/// The text that mentions stand in.
pub(super) struct Context<'a> {
    pub text: &'a str,
    pub mentions: &'a [Mention],
    pub setting: Setting<'a>,
}

/// A mention with what its words and those around it say.
struct MentionRead {
    mention: NameMention,
    /// The name as it is written, without a nickname.
    written: String,
    name: Name,
    /// The name as it is compared.
    key: String,
    post: Post,
}

impl Context<'_> {
    fn read(&self, mention: NameMention) -> MentionRead {
        let written = without_nickname(&tidy(&self.text[mention.start..mention.end]));
        let name = Name::of(&written);
        let key = name.words.join(" ");
        let post = post::around(self.text, mention.start..mention.end, self.mentions);
        MentionRead { mention, written, name, key, post }
    }

    /// Whether a name stands as somebody's relative: `his wife, Ana Weiss`, `Ana Weiss, her sister`.
    fn is_kin(&self, mention: &NameMention) -> bool {
        let before = self.text[..mention.start].trim_end_matches([' ', ',', '\u{a0}']);
        let word = before.rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or("");
        let after = self.text[mention.end..].strip_prefix(", ").unwrap_or("");
        let mut next = after.split(|c: char| !(c.is_alphabetic() || c == '-')).take(3);
        words().kin.contains(word)
            || after.starts_with(['h', 't', 'a']) && next.any(|word| words().kin.contains(word))
    }
}

/// A name without the nickname between marks: `Harald “Rally” Solheim`.
fn without_nickname(written: &str) -> String {
    let opens = |word: &str| word.starts_with(['“', '"', '‘', '\'', '(']);
    if !written.contains(['“', '"', '‘', '\'', '(']) {
        return written.to_owned();
    }
    let mut inside = false;
    let kept = written.split(' ').filter(|word| {
        let starts = opens(word);
        let skip = inside || starts;
        inside = (inside || starts) && !word.ends_with(['”', '"', '’', '\'', ')']);
        !skip
    });
    kept.collect::<Vec<_>>().join(" ")
}

impl Persons {
    /// The persons of a text whose names are `found`, in order.
    pub fn new(context: &Context<'_>, found: Vec<NameMention>) -> Self {
        let mut persons = Self::default();
        let found: Vec<MentionRead> = found.into_iter().map(|mention| context.read(mention)).collect();
        let mut full: Vec<&MentionRead> = found.iter().filter(|read| read.mention.full).collect();
        full.sort_by_key(|read| (std::cmp::Reverse(read.mention.words), read.mention.start));
        for read in full {
            persons.add_full(context, read);
        }
        for read in &found {
            persons.add_other_sex(context, read);
        }
        for read in found {
            if let Some(person) = persons.person_of(context, &read) {
                persons.take(&read.mention, read.post, person);
                persons.named.push((read.mention, person));
            }
        }
        persons.identify(context);
        persons
    }

    /// Gives persons the names of the lists.
    fn identify(&mut self, context: &Context<'_>) {
        for at in 0..self.all.len() {
            let person = &mut self.all[at];
            person.borne = person.titled_in_text
                && !person.full
                && (is_ordinary(&person.name) || titles().is_office(&person.name.to_lowercase()))
                && !context.setting.authority.persons_named(&person.name).is_empty();
            let person = &self.all[at];
            let (role, body) = (person.post.role.as_deref(), person.post.affiliation.as_deref());
            let told = person.sure && !person.kin && (person.full || role.is_some());
            let found = if told {
                context.setting.identify(&person.name, role, body)
            } else if !person.full && !person.kin && !self.is_shared(at) {
                context.setting.by_surname(&person.name)
            } else {
                None
            };
            let Some(found) = found else { continue };
            let person = &mut self.all[at];
            let clash = found.pronoun.is_some_and(|sex| person.pronoun.is_some_and(|own| own != sex));
            if !clash {
                person.name = found.name;
                person.known = true;
                person.id = found.id;
                person.pronoun = person.pronoun.or(found.pronoun);
            }
        }
    }

    /// Whether the text names somebody in full by the surname that a person goes by alone: whom it means is told there.
    fn is_shared(&self, at: usize) -> bool {
        let surname = self.all[at].parts.words.last();
        let bearers = surname.and_then(|surname| self.by_last.get(surname));
        bearers.is_some_and(|all| all.iter().any(|&other| other != at && self.all[other].full))
    }

    /// The person of a full name as it is written.
    pub fn of_name(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    fn add(&mut self, person: Person) -> usize {
        let at = self.all.len();
        self.by_name.entry(person.name.clone()).or_insert(at);
        for (part, how) in person.parts.parts() {
            self.by_part.entry(part).or_default().push((at, how));
        }
        if !person.full {
            self.by_part.entry(person.parts.words.join(" ")).or_default().push((at, Part::Surname));
        }
        if let Some(last) = person.parts.words.last() {
            self.by_last.entry(last.clone()).or_default().push(at);
        }
        self.all.push(person);
        at
    }

    /// A new person of such a name.
    fn person(&self, context: &Context<'_>, read: &MentionRead, name: String) -> Person {
        let (mention, post) = (&read.mention, read.post.clone());
        Person {
            parts: Name::of(&name),
            name,
            pronoun: mention.pronoun.or(post.pronoun),
            post,
            at: mention.start..mention.end,
            full: mention.full,
            sure: mention.full || mention.title.is_some(),
            titled: mention.title.is_some(),
            titled_in_text: mention.title.is_some() && !mention.doubtful,
            known: false,
            id: None,
            borne: false,
            kin: context.is_kin(mention),
            by_surname: false,
            last: None,
        }
    }

    /// Adds the person of a full name, unless it is another form of a name that is known. Longer names come first.
    fn add_full(&mut self, context: &Context<'_>, read: &MentionRead) {
        let MentionRead { written, name, key, .. } = read;
        if self.by_name.contains_key(written) {
            return;
        }
        let entity =
            context.setting.authority.canonical(written).filter(|entity| entity.kind == EntityType::Person);
        let known = entity.and_then(|entity| self.of_name(&entity.name)).or_else(|| {
            let same = name.words.last().and_then(|last| self.by_last.get(last));
            let same = same.and_then(|all| {
                all.iter().copied().find(|&at| self.all[at].full && self.all[at].parts.is_compatible(name))
            });
            // `Muñoz Rey` after `Marta Elena Muñoz Rey`: a surname of two words.
            same.or_else(|| {
                let surname = |how: Part| how >= Part::Inner && !opens_with_given(written);
                let part = self.by_part.get(key)?;
                part.iter().find(|(_, how)| surname(*how)).map(|(at, _)| *at)
            })
        });
        let at = match (known, entity) {
            (Some(at), _) => at,
            (None, Some(entity)) => {
                let person = self.person(context, read, entity.name.clone());
                self.add(person)
            }
            (None, None) => {
                let person = self.person(context, read, written.clone());
                self.add(person)
            }
        };
        self.by_name.entry(written.clone()).or_insert(at);
    }

    /// Adds a person known by a surname, where a title shows a sex that no full name of that surname has.
    fn add_other_sex(&mut self, context: &Context<'_>, read: &MentionRead) {
        let mention = &read.mention;
        let Some(sex) = mention.pronoun.filter(|_| mention.title.is_some() && !mention.full) else { return };
        let Some(family) = self.by_part.get(&read.key) else { return };
        let other = family.iter().all(|(at, _)| self.all[*at].pronoun.is_some_and(|own| own != sex));
        if other {
            let person = self.person(context, read, read.written.clone());
            self.add(person);
        }
    }

    /// Takes from a mention what it says of its person.
    fn take(&mut self, mention: &NameMention, post: Post, person: usize) {
        let person = &mut self.all[person];
        person.pronoun = person.pronoun.or(mention.pronoun).or(post.pronoun);
        person.post.fill(post);
        person.by_surname |= !mention.full;
        person.sure |= mention.title.is_some();
        person.titled |= mention.title.is_some();
        person.titled_in_text |= mention.title.is_some() && !mention.doubtful;
        person.last = Some(self.named.len());
        if person.at.start > mention.start && mention.full {
            person.at = mention.start..mention.end;
        }
    }

    /// The person whom a mention names: one known so far, or a new one; `None` where it may be two persons.
    fn person_of(&mut self, context: &Context<'_>, read: &MentionRead) -> Option<usize> {
        let MentionRead { mention, written, .. } = read;
        if mention.full
            && let Some(at) = self.of_name(written)
        {
            return Some(at);
        }
        let family = self.by_part.get(&read.key).map_or(&[][..], Vec::as_slice);
        let mut best: Option<(i32, usize)> = None;
        let mut rivals = false;
        for &(at, part) in family {
            let Some(score) = self.score(context, read, at, part) else { continue };
            match best {
                Some((most, other)) if other != at && most == score => rivals = true,
                Some((most, _)) if most >= score => {}
                _ => (best, rivals) = (Some((score, at)), false),
            }
        }
        if let (Some((_, at)), false) = (best, rivals) {
            return Some(at);
        }
        let entity =
            context.setting.authority.canonical(written).filter(|entity| entity.kind == EntityType::Person);
        let name = entity.map_or_else(|| written.clone(), |entity| entity.name.clone());
        if let Some(at) =
            self.by_name.get(&name).copied().filter(|&at| !self.all[at].full && best.is_none_or(|_| rivals))
        {
            let clash = mention.pronoun.is_some_and(|sex| self.all[at].pronoun.is_some_and(|own| own != sex));
            if !clash {
                return Some(at);
            }
        }
        let person = self.person(context, read, name);
        Some(self.add(person))
    }

    /// How well a part of a name fits a person; `None` where it cannot be theirs.
    fn score(&self, context: &Context<'_>, read: &MentionRead, at: usize, part: Part) -> Option<i32> {
        let (mention, person) = (&read.mention, &self.all[at]);
        if mention.pronoun.is_some_and(|sex| person.pronoun.is_some_and(|own| own != sex)) {
            return None;
        }
        let seen = person.last.is_some();
        let mut score = match part {
            Part::Surname => 6,
            Part::Inner | Part::FamilyFirst => 4,
            Part::Given => 0,
        };
        match mention.title {
            Title::Office(office) => {
                let role = read.post.role.as_deref().unwrap_or(office.name);
                let called = person.post.is_called(role);
                let other = person.post.role.is_some() && !called;
                let unique = |role: &str| matches!(kind_of(role), Some("state" | "government"));
                let clash = other && unique(role) && person.post.role.as_deref().is_some_and(unique);
                // `King Abdullah` is who is king. Who has a full name later, and no office, is somebody else.
                let stranger = person.full && !called && (part == Part::Given || !seen && !mention.doubtful);
                if clash || stranger || person.kin {
                    return None;
                }
                // Where somebody is known by the surname alone, a title means them, not a namesake of no office.
                let namesake = person.full && !called && self.by_name.contains_key(&read.written);
                score += if called { 4 } else { 0 } - if namesake { 6 } else { 0 };
            }
            Title::Honorific => score += 1,
            Title::None if part == Part::Given && (!seen || !person.full) => return None,
            Title::None => {}
        }
        score += if person.by_surname { 2 } else { 0 } - if person.kin { 3 } else { 0 };
        Some(score + self.recency(context, mention, person, part))
    }

    /// How lately a person was named: in the same sentence, just before, or further back.
    fn recency(&self, context: &Context<'_>, mention: &NameMention, person: &Person, part: Part) -> i32 {
        let Some(last) = person.last else { return 0 };
        let end = self.named.get(last).map_or(0, |(named, _)| named.end);
        let between = context.text.get(end..mention.start).filter(|between| between.len() < 300);
        if between.is_some_and(|between| !between.contains(['.', '?', '!', '\n'])) {
            return 5;
        }
        match (part, self.named.len() - last) {
            // What several bear alike, a family’s name before the given ones, tells nobody from the others.
            (Part::FamilyFirst | Part::Given, _) => 1,
            (_, 0 | 1) => 3,
            (_, 2..=6) => 2,
            _ => 1,
        }
    }
}

/// Whether a name opens with a listed given name, and not with a particle that a sentence gives a capital.
fn opens_with_given(written: &str) -> bool {
    let first = written.split(' ').next().unwrap_or("");
    given(first).is_some() && !words().particles.contains(first.to_lowercase().as_str())
}

/// The kind of an office.
fn kind_of(role: &str) -> Option<&'static str> {
    crate::authority::offices().whole(role).map(|office| office.kind)
}
