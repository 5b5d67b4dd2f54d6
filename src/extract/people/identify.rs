//! Canonical names of persons: those of the user's authority file, else of the list of office holders by date.
//!
//! A full name is who of that name held an office about then; a surname is who held the office beside it on the date. Where
//! two may be meant, or none, the name stays as it stands.

use chrono::Datelike;

use super::Pronoun;
use crate::authority::holders::{Person, Sex, Standing, Term, is_family_first, is_sole_office, key_words};
use crate::authority::{Authority, is_ordinary, offices};
use crate::model::{EntityType, PartialDate, Speaker};

/// So many years before a first office and after a last one somebody is still spoken of.
const YEARS: i32 = 25;

/// Whoever holds one of these is called by the surname alone.
const RENOWNED: [&str; 4] = ["president", "prime minister", "supreme leader", "pope"];

/// So many years a term lasts at most whose end the list does not have.
const LONG: i32 = 10;

/// What is known beside a text: names, the date, and the state whose page it is.
#[derive(Clone, Copy)]
pub(in crate::extract) struct Setting<'a> {
    pub authority: &'a Authority,
    /// The document's date.
    pub date: Option<PartialDate>,
    /// The state whose officials an office without a state means: that of an official site.
    pub home: Option<&'a str>,
}

/// Somebody of the lists.
pub(in crate::extract) struct Identity {
    pub name: String,
    /// The id that lasts, where the lists have one.
    pub(super) id: Option<String>,
    pub(super) pronoun: Option<Pronoun>,
}

impl Identity {
    fn of(person: &Person) -> Self {
        let pronoun = person.sex.map(|sex| if sex == Sex::Female { Pronoun::She } else { Pronoun::He });
        Self { name: person.name.to_string(), id: person.id(), pronoun }
    }
}

impl Setting<'_> {
    /// Who goes by a name, with such an office of such a state or body.
    pub fn identify(&self, name: &str, role: Option<&str>, body: Option<&str>) -> Option<Identity> {
        let own = self.authority.canonical(name).filter(|entity| entity.kind == EntityType::Person);
        if let Some(own) = own {
            return Some(Identity { name: own.name.clone(), id: own.id.clone(), pronoun: None });
        }
        if name.contains(' ')
            && let Some(person) = self.by_full_name(name)
        {
            return Some(Identity::of(person));
        }
        self.by_office(name, role?, body).map(Identity::of)
    }

    /// Whether a name is that of a state or a body.
    pub fn is_body(&self, name: &str) -> bool {
        let entity = self.authority.canonical(name);
        entity.is_some_and(|one| matches!(one.kind, EntityType::Country | EntityType::Organisation))
    }

    /// Who held an office of a state or body on the date, where that is settled and one person.
    pub fn holder(&self, role: &str, body: Option<&str>) -> Option<Identity> {
        self.date?;
        let phrase = self.authority.office_in(&phrase(role, body))?;
        let bodies = if phrase.bodies.is_empty() {
            self.home.map(str::to_owned).into_iter().collect()
        } else {
            phrase.bodies.clone()
        };
        let [body] = &bodies[..] else { return None };
        if !phrase.is_held()
            || phrase.acting
            || phrase.role.ends_with("spokesperson")
            || phrase.role.starts_with("ambassador")
        {
            return None;
        }
        self.sole_holder(body, phrase.role).map(Identity::of)
    }

    /// Who alone held an office on the date, where the list is sure of it.
    fn sole_holder(&self, body: &str, role: &str) -> Option<&Person> {
        let mut holding =
            self.authority.holding(body, role, self.date).into_iter().filter(|holding| holding.sure);
        let first = holding.next()?;
        holding.next().is_none().then_some(first.person)
    }

    /// The one person of a surname of whom a term is as wanted; nobody where it may also be another by the first name.
    fn only_of(&self, surname: &str, wanted: impl Fn(&Person, &Term) -> bool) -> Option<&Person> {
        let persons = self.authority.persons_named(surname).into_iter();
        let mut fits = persons.filter(|person| person.terms.iter().any(|term| wanted(person, term)));
        let first = fits.next()?;
        (fits.all(|other| other.name == first.name) && is_surname(first, surname)).then_some(first)
    }

    /// The one person of that full name who held an office not too far from the date.
    fn by_full_name(&self, name: &str) -> Option<&Person> {
        let persons = self.authority.persons_named(name);
        let near = |years: i32| {
            let mut fits =
                persons.iter().filter(|person| self.is_near(person, years) && full_name_fits(person, name));
            let first = fits.next()?;
            fits.next().is_none().then_some(*first)
        };
        near(YEARS).or_else(|| self.date.and_then(|_| near(1)))
    }

    /// The one person of that surname who held the office on the date; where no state is given, in any.
    fn by_office(&self, surname: &str, role: &str, body: Option<&str>) -> Option<&Person> {
        let office = self.authority.office_in(&phrase(role, body))?;
        if !office.is_itself() {
            return None;
        }
        let held = office.standing != Standing::Holds;
        let bodies: Vec<&str> = office.bodies.iter().map(String::as_str).collect();
        // Of some offices every state has one, or many: without the state the surname does not tell whose.
        let many = [
            "ambassador",
            "envoy",
            "minister",
            "representative",
            "governor",
            "speaker",
            "spokesperson",
            "head",
        ];
        if bodies.is_empty()
            && self.home.is_none()
            && (many.iter().any(|word| office.role.ends_with(word)) && office.role != "prime minister")
        {
            return None;
        }
        let fits = |home: Option<&str>, held: bool| {
            self.only_of(surname, |_, term| {
                let spoken = office.role == "spokesperson" && term.role.ends_with("spokesperson");
                (term.role == office.role || spoken)
                    && (bodies.is_empty() || bodies.iter().any(|body| *body == term.body))
                    && home.is_none_or(|home| !bodies.is_empty() || term.body == home)
                    && self.is_in_office(term, held)
            })
        };
        let now = self.home.and_then(|_| fits(self.home, held)).or_else(|| fits(None, held));
        // Who was president is called so for life.
        now.or_else(|| self.home.filter(|_| !held).and_then(|_| fits(self.home, true)))
    }

    /// Whom a surname alone means in a text that nowhere says more: the one person of that surname who leads a state, its
    /// government or the United Nations on the date.
    pub fn by_surname(&self, surname: &str) -> Option<Identity> {
        self.date?;
        if is_ordinary(surname) {
            return None;
        }
        let found = self.only_of(surname, |_, term| {
            let leads =
                RENOWNED.contains(&&*term.role) || term.role == "head" && term.body == "United Nations";
            leads && self.is_in_office(term, false)
        });
        found.map(Identity::of)
    }

    /// Whether a term covers the date's year; or, of a former holder, had begun.
    fn is_in_office(&self, term: &Term, former: bool) -> bool {
        let Some(date) = self.date else { return true };
        let year = |date: Option<PartialDate>| date.map(|date| date.first_day().year());
        let now = date.first_day().year();
        let begun = year(term.from).is_none_or(|from| from <= now);
        // A term without an end in the list has not lasted for ever: but as long as the list knows, at least.
        let end = year(term.to).or(year(term.from).map(|from| from + LONG).max(year(term.as_of)));
        begun && (former || end.is_none_or(|to| to >= now))
    }

    fn is_near(&self, person: &Person, years: i32) -> bool {
        let Some(date) = self.date else { return true };
        let now = date.first_day().year();
        person.terms.iter().any(|term| {
            let from = term.from.map(|from| from.first_day().year());
            let to = term.to.map(|to| to.last_day().year());
            from.or(to).is_none_or(|from| from - years <= now)
                && to.or(from).is_none_or(|to| to + years >= now)
        })
    }

    /// The speaker of a turn's head under the canonical name; of one who is named by the office alone, `THE PRESIDENT`, whoever
    /// held it on the date, where the page is of an official site.
    pub fn head(&self, speaker: Speaker) -> Speaker {
        let label = speaker.as_written.to_lowercase();
        let label = label.strip_prefix("the ").unwrap_or(&label);
        let mut speaker = without_office(speaker);
        if speaker.role.is_none() && offices().whole(label).is_some() {
            speaker.role = Some(label.to_owned());
        }
        let Some(role) = speaker.role.as_deref() else {
            let known = self.canonical(speaker);
            let person =
                (!known.name.contains(' ')).then(|| self.of_home(&known.name, &known.as_written)).flatten();
            return match person {
                Some(person) => Speaker { name: person.name.to_string(), ..known },
                None => known,
            };
        };
        let found = if role.eq_ignore_ascii_case(label) {
            self.holder(label, self.home)
        } else {
            // `PRESIDENT BIDEN` is who holds the office, whoever else of the surname the page names.
            let surname = label.rsplit(' ').next().unwrap_or(label);
            let person = self.by_office(surname, role, speaker.affiliation.as_deref());
            let sure = |person: &&Person| !speaker.name.contains(' ') || self.is_sole(person, role);
            person.filter(sure).map(Identity::of)
        };
        match found {
            Some(identity) => Speaker { name: identity.name, ..speaker },
            None => self.canonical(speaker),
        }
    }

    /// Who of a surname held a sole office of the page's own state, or spoke for it, on the date, and goes with the title
    /// before it: `MS. JEAN-PIERRE` on a page of the White House.
    fn of_home(&self, surname: &str, written: &str) -> Option<&Person> {
        let home = self.home?;
        self.date?;
        let title = written.split_whitespace().next()?.trim_end_matches('.');
        let title: String = title.chars().take(1).chain(title.to_lowercase().chars().skip(1)).collect();
        let sex = super::lexicon::honorific(&title)??;
        self.only_of(surname, |person, term| {
            let near = ["spokesperson", "adviser", "secretary"].iter().any(|word| term.role.ends_with(word));
            person.sex.is_some_and(|own| (own == Sex::Female) == (sex == Pronoun::She))
                && term.body == home
                && (near || is_sole_office(&term.role))
                && self.is_in_office(term, false)
        })
    }

    /// A speaker whom a table or a file's head states, without titles; a surname alone under the canonical name. What is no
    /// name of a person stays as it stands.
    pub fn stated(&self, speaker: Speaker) -> Speaker {
        let text = speaker.name.as_str();
        if self.authority.canonical(text).is_some() {
            return self.canonical(speaker);
        }
        let naming = super::Naming::new(text, &[], *self);
        let Some(named) = naming.first_in(&(0..text.len())).filter(|named| named.end == text.len()) else {
            return speaker;
        };
        let bare = Speaker { name: text[named.start..].to_owned(), ..speaker.clone() };
        // What is stated in full stays: only a surname alone is completed.
        if bare.name.contains(' ') {
            return bare;
        }
        let canonical = self.canonical(bare);
        if canonical.name.contains(' ') {
            return canonical;
        }
        let person = canonical.affiliation.as_deref().and_then(|state| self.of_state(&canonical.name, state));
        match person {
            Some(person) => Speaker { name: person.name.to_string(), ..canonical },
            None => canonical,
        }
    }

    /// The one person of that surname who held some office of a state on the date.
    fn of_state(&self, surname: &str, state: &str) -> Option<&Person> {
        self.date?;
        self.only_of(surname, |_, term| term.body == state && self.is_in_office(term, false))
    }

    /// Whether the person alone held the office of the page's state on the date.
    fn is_sole(&self, person: &Person, role: &str) -> bool {
        self.home
            .and_then(|home| self.sole_holder(home, role))
            .is_some_and(|holder| holder.name == person.name)
    }

    /// A speaker under the canonical name.
    pub fn canonical(&self, mut speaker: Speaker) -> Speaker {
        let found = self.identify(&speaker.name, speaker.role.as_deref(), speaker.affiliation.as_deref());
        if let Some(identity) = found {
            speaker.name = identity.name;
        }
        speaker
    }
}

/// A speaker without the office and the state that a label writes before a full name: `California Governor Ana Weiss`.
fn without_office(speaker: Speaker) -> Speaker {
    let words: Vec<&str> = speaker.name.split(' ').collect();
    let opens = (1..words.len().saturating_sub(1)).find(|&at| {
        let before = words[..at].join(" ");
        let ends = offices().ending_at(&before, before.len()).is_some()
            || super::lexicon::honorific(words[at - 1]).is_some()
                && super::lexicon::given(words[at]).is_some();
        ends && words[at].starts_with(char::is_uppercase)
            && offices().starting_at(&words[at..].join(" "), 0).is_none()
    });
    match opens {
        Some(at) => {
            let before = words[..at].join(" ");
            let role = offices().ending_at(&before, before.len()).map(|office| office.name.to_owned());
            Speaker { name: words[at..].join(" "), role: speaker.role.or(role), ..speaker }
        }
        None => speaker,
    }
}

/// An office with its state or body, as one writes it.
fn phrase(role: &str, body: Option<&str>) -> String {
    match body {
        Some(body) if !role.to_lowercase().contains(&body.to_lowercase()) => format!("{body} {role}"),
        _ => role.to_owned(),
    }
}

/// Whether the name has the surname of one of the person's names, and no given name that none of them has.
fn full_name_fits(person: &Person, name: &str) -> bool {
    let asked = super::name::Name::of(name);
    let names = std::iter::once(&person.name).chain(&person.others);
    names.into_iter().any(|listed| {
        let listed = super::name::Name::of(listed);
        listed.is_compatible(&asked)
    })
}

/// Whether a word is the surname of the person, and not a given name alone.
fn is_surname(person: &Person, surname: &str) -> bool {
    let surname = super::name::Name::of(surname);
    let parts = super::name::Name::of(&person.name).parts();
    let wanted = surname.words.join(" ");
    let family = parts.iter().any(|(part, how)| *part == wanted && *how > super::name::Part::Given);
    // `Xi` is a given name elsewhere; `Abdullah of Pahang` has no family's name.
    let first = is_family_first(person) && !person.name.contains(" of ");
    family || first && key_words(&person.name).first() == key_words(&wanted).first()
}
