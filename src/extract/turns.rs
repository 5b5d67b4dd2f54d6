//! Transcripts, by turn.

mod capitals;
#[cfg(test)]
mod documents;
mod label;
mod post;
mod roster;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::cut::{By, Cut};
use crate::authority::Authority;
use crate::model::{Document, EntityType, Kind, Speaker};
use crate::read::{Turn, TurnHead, titles, turns};
use capitals::title_case;
use label::{Label, Whom, is_like_title, label, split};
use roster::{Named, Roster, fold};

/// One statement a turn; what comes before the first is the editor's. With them, in bytes of the body, the notes
/// of the heads: `(spoke in Spanish)` mentions no country.
pub(super) fn cut(document: &Document, speaker: Option<&Speaker>) -> (Vec<Cut>, Vec<Range<usize>>) {
    let body = document.body.as_str();
    let turns = turns(body, document.title.as_deref());
    let mut cuts = vec![Cut::at(0, Kind::Narration)];
    let mut notes = Vec::new();
    let mut names = Names::new(document, speaker, &turns);
    for Turn { start, head } in turns {
        let cut = match head {
            Some(head) => {
                let at = start + body[start..].find(head.label).unwrap_or(0);
                notes.extend(head.note.map(|(from, to)| start + from..start + to));
                let kind = if head.reports { Kind::Reported } else { Kind::Spoken };
                let who = By::Head(at..at + head.label.len());
                Cut { speaker: names.speaker(&head), who, ..Cut::at(start, kind) }
            }
            None => Cut::at(start, Kind::Narration),
        };
        if body[..start].trim().is_empty() { cuts[0] = Cut { start: 0, ..cut } } else { cuts.push(cut) }
    }
    (cuts, notes)
}

/// The speakers of one transcript, each worked out once.
struct Names<'d> {
    /// Whose page it is.
    page: Option<&'d Speaker>,
    roster: Roster<'d>,
    /// The surnames in the heads of two turns or more, folded.
    heads: HashSet<String>,
    /// Full names that heads give, by their last word, folded.
    full: HashMap<String, Vec<Vec<String>>>,
    /// Where turns begin, each with the surname of its head, folded.
    spoken: Vec<(usize, String)>,
    known: HashMap<[&'d str; 3], Option<Speaker>>,
    /// Who holds an office by a head that names both: `The Prime Minister (Mr. Ada Example)`.
    holders: HashMap<String, Speaker>,
}

impl<'d> Names<'d> {
    fn new(document: &'d Document, page: Option<&'d Speaker>, turns: &[Turn<'d>]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut labels: HashMap<&str, Label> = HashMap::new();
        let mut full: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        let mut spoken = Vec::with_capacity(turns.len());
        for turn in turns {
            let Some(head) = turn.head else {
                spoken.push((turn.start, String::new()));
                continue;
            };
            *counts.entry(head.label).or_default() += 1;
            let label = labels.entry(head.label).or_insert_with(|| label(&head));
            let surname = label.name.last().map(|word| fold(word)).unwrap_or_default();
            let name = without_titles(&label.name);
            if label.whom == Whom::Person && name.len() > 1 {
                let known = full.entry(surname.clone()).or_default();
                if known.len() < 3 && !known.iter().any(|other| other == name) {
                    known.push(name.to_vec());
                }
            }
            spoken.push((turn.start, surname));
        }
        let often =
            counts.into_iter().filter(|(_, count)| *count > 1).filter_map(|(label, _)| labels.get(label));
        let heads = often.filter_map(|label| label.name.last().map(|word| fold(word))).collect();
        let roster = Roster::new(document.title.as_deref().unwrap_or(""), &document.body);
        let (known, holders) = (HashMap::new(), HashMap::new());
        Self { page, roster, heads, full, spoken, known, holders }
    }

    fn speaker(&mut self, head: &TurnHead<'d>) -> Option<Speaker> {
        let key = [head.label, head.bracket.unwrap_or(""), head.description.unwrap_or("")];
        if let Some(known) = self.known.get(&key)
            && head.bracket.is_none()
            && !self.holders.contains_key(&head.label.to_lowercase())
        {
            return known.clone();
        }
        let label = label(head);
        let speaker = match self.holders.get(&head.label.to_lowercase()) {
            Some(holder) if label.whom == Whom::Office => {
                Some(Speaker { as_written: head.label.to_owned(), ..holder.clone() })
            }
            _ => self.work_out(head, &label),
        };
        if let Some(holder) =
            speaker.as_ref().filter(|_| label.whom == Whom::Person && is_office_alone(head.label))
        {
            self.holders.insert(head.label.to_lowercase(), holder.clone());
        }
        self.known.insert(key, speaker.clone());
        speaker
    }

    /// Whom a head means. The one place where a label becomes a speaker.
    fn work_out(&self, head: &TurnHead<'_>, label: &Label) -> Option<Speaker> {
        let as_written = head.label.to_owned();
        let Label { role, affiliation, .. } = label.clone();
        match label.whom {
            Whom::Questioner | Whom::Outlet => {
                let role = Some("journalist".to_owned());
                return Some(Speaker {
                    role,
                    affiliation,
                    as_written,
                    ..Speaker::named(Speaker::JOURNALIST)
                });
            }
            Whom::Answerer => {
                return self.answerer().map(|speaker| Speaker { as_written, ..speaker });
            }
            Whom::Unnamed => {
                return Some(Speaker { affiliation, as_written, ..Speaker::named(as_label(head.label)) });
            }
            Whom::Person | Whom::Office => {}
        }
        let (mut role, mut affiliation) = (role, affiliation);
        let named = self.person(label);
        if let Some(post) = named.as_ref().and_then(|named| named.post.as_deref())
            && role.is_none()
        {
            let (body, post) = body_and_post(post);
            role = Some(post);
            affiliation = affiliation.or(body);
        }
        let name = match named {
            Some(named) => named.name,
            None if label.name.is_empty() => {
                self.document_speaker(label).unwrap_or_else(|| as_label(head.label))
            }
            None => self.spelled(without_titles(&label.name)),
        };
        Some(Speaker { role, affiliation, as_written, ..Speaker::named(name) })
    }

    /// Who answers where a head says no more than that: whom the metadata or the title names, if it is one.
    fn answerer(&self) -> Option<Speaker> {
        if let Some(speaker) = self.page {
            return Some(speaker.clone());
        }
        let named = self.roster.in_title()?;
        let post = named.post.as_deref().map(body_and_post);
        let (affiliation, role) = post.map_or((None, None), |(body, post)| (body, Some(post)));
        Some(Speaker { role, affiliation, as_written: String::new(), ..Speaker::named(named.name) })
    }

    /// The person whom a head names, in full. Only a name that stands in the page is given.
    fn person(&self, label: &Label) -> Option<Named> {
        let role = label.role.as_deref();
        if label.name.is_empty() {
            let given = self.document_speaker(label);
            // What the metadata says goes first; the title may have the same person's name in full.
            let same = |named: &Named| {
                let surname = named.name.rsplit(' ').next().unwrap_or("");
                given.as_ref().is_none_or(|given| given.split(' ').any(|word| word == surname))
            };
            return self.holder(role?).filter(same);
        }
        let find = |name: &[String]| self.named(name, role, label);
        // `ADMINSITRATOR CRISWELL`, `S. PSAKI`: a title that is written wrong is no part of the name.
        let surname = without_titles(&label.name);
        let whole = (surname.len() < label.name.len()).then(|| find(&label.name)).flatten();
        whole.or_else(|| find(surname)).or_else(|| {
            let [only] = surname else { return None };
            let slip = self.roster.spelling(surname).is_none();
            find(&[slip.then(|| self.roster.near(only, &self.heads))??])
        })
    }

    /// The full name of whoever goes by a surname: that of another head, else that of the page.
    fn named(&self, surname: &[String], role: Option<&str>, label: &Label) -> Option<Named> {
        if let [only] = surname
            && let Some([full]) = self.full.get(&fold(only)).map(Vec::as_slice)
        {
            return Some(Named::bare(self.spelled(full)));
        }
        let own = surname.last().map(|word| fold(word)).unwrap_or_default();
        self.roster.person(surname, role, label.sex, &|at| self.is_own(at, &own))
    }

    /// Whether a byte of the body stands in a turn of that surname: few name themselves.
    fn is_own(&self, at: usize, surname: &str) -> bool {
        let next = self.spoken.partition_point(|(start, _)| *start <= at);
        next > 0 && self.spoken[next - 1].1 == surname
    }

    /// The name of a head whose person the page does not name in full.
    fn spelled(&self, name: &[String]) -> String {
        if let Some(found) = self.roster.spelling(name) {
            return found;
        }
        if let [only] = name
            && !self.heads.contains(&fold(only))
            && let Some(near) = self.roster.near(only, &self.heads)
        {
            let near = vec![near];
            return self.roster.spelling(&near).unwrap_or_else(|| title_case(&near[0].to_uppercase()));
        }
        name.iter().map(|word| title_case(word)).collect::<Vec<_>>().join(" ")
    }

    /// The document's own speaker, where the metadata gives that office.
    fn document_speaker(&self, label: &Label) -> Option<String> {
        let (speaker, office) = (self.page?, label.role.as_deref()?);
        let held = speaker.role.as_deref()?;
        held.eq_ignore_ascii_case(office).then(|| speaker.name.clone())
    }

    /// Who holds the office that a head like `THE PRESIDENT` names: the one person whom the title calls
    /// so. Those who have a head of their own are somebody else. The body is no evidence: whom a council's
    /// members call a president is seldom its own.
    fn holder(&self, office: &str) -> Option<Named> {
        let mut names = self.roster.holders(office);
        names.retain(|name| !name.iter().any(|word| self.heads.contains(&fold(word))));
        names.dedup_by(|one, other| one.last() == other.last());
        let [name] = &names[..] else { return None };
        let surname = &name[name.len() - 1..];
        let full = self.roster.person(surname, Some(office), None, &|_| false);
        Some(
            full.unwrap_or_else(|| Named::bare(self.roster.spelling(name).unwrap_or_else(|| name.join(" ")))),
        )
    }
}

/// Whether a label is an office with its article, whoever holds it.
fn is_office_alone(written: &str) -> bool {
    split(written).whom == Whom::Office
}

/// A surname without the titles before it that are written wrong. What stands before two names is no title: `J. Ana Weiss`.
fn without_titles(name: &[String]) -> &[String] {
    let before = name.iter().take(name.len().saturating_sub(1));
    // `S. PSAKI` has lost a letter; `D. Weiss` has an initial.
    let capitals = |word: &String| !word.contains(char::is_lowercase);
    let slip = name.len() == 2 && name.last().is_some_and(capitals);
    let title = |word: &&String| is_like_title(word) && (slip || !word.ends_with('.'));
    &name[before.take_while(title).count()..]
}

/// A post without the body that stands before it, and the body under its canonical name.
fn body_and_post(post: &str) -> (Option<String>, String) {
    let first = Authority::builtin().find(post).into_iter().next().filter(|mention| {
        mention.start == 0
            && matches!(mention.entity.kind, EntityType::Organisation | EntityType::Country)
            && post[mention.end..].starts_with(' ')
    });
    match first {
        Some(mention) => (Some(mention.entity.name), post[mention.end..].trim().to_owned()),
        None => (None, post.to_owned()),
    }
}

/// A head that names nobody, as its speaker's name: `Senior Administration Official`. The initials of a
/// body stay capitals.
fn as_label(written: &str) -> String {
    let words = written.split_whitespace();
    let cased = |word: &str| {
        // A word without a vowel is read by its letters: `NHK`.
        let letters =
            !word.contains(['A', 'E', 'I', 'O', 'U', 'Y', '.']) && titles().courtesy(word).is_none();
        let known = word.len() <= 4 && !Authority::builtin().find(word).is_empty();
        if word.len() <= 5 && letters || known { word.to_owned() } else { title_case(word) }
    };
    words.map(cased).collect::<Vec<_>>().join(" ")
}

/// A post as it is written elsewhere. What is in capitals among other words is so for itself: `President, AFL-CIO`.
fn as_post(written: &str) -> String {
    let plain = |word: &str| {
        word.contains(char::is_lowercase) && !matches!(word, "The" | "the" | "of" | "for" | "and")
    };
    if written.split_whitespace().any(plain) {
        return written.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    as_label(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Extractor;
    use crate::model::Layout;

    const BRIEFING: &str = "Briefing with Press Secretary Karine Jean-Pierre\n\nMS. JEAN-PIERRE:  Good afternoon. I have \
the national security advisor, Jake Sullivan, here.\n\nMR. SULLIVAN:  Thank you.\n\nQ    Is there a deal?\n\nSECRETARY BLINKEN: No. \
[Laughter.]\n\nMr. Nebenzia (Russian Federation) (spoke in Russian): We object.\n";

    fn turns(body: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let document = Document { layout: Layout::Transcript, ..Document::new("x.txt", body) };
        let statements = Extractor::default().extract(&document);
        assert_eq!(statements.iter().map(|s| s.text.as_str()).collect::<String>(), body);
        let speakers = statements.into_iter().filter_map(|statement| statement.speaker);
        speakers.map(|speaker| (speaker.name, speaker.role, speaker.affiliation)).collect()
    }

    #[test]
    fn turns_belong_to_who_speaks() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            turns(BRIEFING),
            [
                ("Karine Jean-Pierre".to_owned(), some("Press Secretary"), None),
                ("Jake Sullivan".to_owned(), some("national security advisor"), None),
                ("Journalist".to_owned(), some("journalist"), None),
                ("Blinken".to_owned(), some("Secretary"), None),
                ("Nebenzia".to_owned(), None, some("Russia")),
            ]
        );
    }

    #[test]
    fn the_president_is_who_the_title_says() {
        let document = Document {
            layout: Layout::Transcript,
            title: Some("Remarks by President Biden on the Middle East".into()),
            ..Document::new("x.txt", "THE PRESIDENT:  Good evening.\n\nQ    Sir?\n")
        };
        let statements = Extractor::default().extract(&document);
        let name = |at: usize| statements[at].speaker.as_ref().map(|speaker| speaker.name.as_str());
        assert_eq!((name(0), name(1)), (Some("Joe Biden"), Some("Journalist")));
    }

    #[test]
    fn nobody_is_made_president_by_a_mention() {
        let body =
            "The President: I give the floor.\n\nMr. Sample (Kenya): President Ada Example wrote to us.\n";
        assert_eq!(turns(body)[0].0, "The President");
    }

    #[test]
    fn slips_and_namesakes_are_told_from_the_page() {
        let body = "Briefing by Press Secretary Ada McExample and Administrator Jake Sampleton\n\nMS.\u{a0} MCEXAMPLE:  Hello. \
Doctors Sampleton and Other are here; so is Hannah Sampleton.\n\nADMINISTRATOR SAMPLETON:  Thanks.\n\nSECRETRAY MCEXAMPLE:  Go on.\n\nMR. SAMPELTON:  \
Yes.\n\nPHOTOJOURNALIST:  Sir?\n\nCBS:  And when?\n\nMODERATOR:  That is all.\n";
        let names: Vec<String> = turns(body).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(
            names,
            [
                "Ada McExample",
                "Jake Sampleton",
                "Ada McExample",
                "Jake Sampleton",
                "Journalist",
                "Journalist",
                "Moderator"
            ]
        );
    }
}
