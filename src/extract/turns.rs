//! Transcripts, by turn.

mod label;
mod roster;

use std::collections::{HashMap, HashSet};

use super::cut::{By, Cut};
use crate::authority::Authority;
use crate::model::{Document, EntityType, Kind, Speaker};
use crate::read::{TurnHead, turn_head};
use label::{Label, is_like_title, split, title_case};
use roster::{Named, Roster, fold};

/// The name that stands for whoever asks: a transcript does not say who it was.
const JOURNALIST: &str = "Journalist";

/// One statement a turn; what comes before the first is the editor's.
pub(super) fn cut(document: &Document, speaker: Option<&Speaker>) -> Vec<Cut> {
    let mut cuts = vec![Cut::at(0, Kind::Narration)];
    let mut names = Names::new(document, speaker);
    let mut at = 0;
    let mut words = false;
    for line in document.body.split_inclusive('\n') {
        if let Some(head) = turn_head(line) {
            let blank = line.find(head.label).unwrap_or(0);
            let who = By::Head(at + blank..at + blank + head.label.len());
            let cut = Cut { speaker: Some(names.speaker(&head)), who, ..Cut::at(at, Kind::Spoken) };
            if words { cuts.push(cut) } else { cuts[0] = Cut { start: 0, ..cut } }
        }
        words |= !line.trim().is_empty();
        at += line.len();
    }
    cuts
}

/// The speakers of one transcript, each worked out once.
struct Names<'d> {
    /// Whose page it is.
    page: Option<&'d Speaker>,
    roster: Roster<'d>,
    /// The surnames in the heads of two turns or more, folded.
    heads: HashSet<String>,
    known: HashMap<String, Speaker>,
}

impl<'d> Names<'d> {
    fn new(document: &'d Document, page: Option<&'d Speaker>) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for head in document.body.lines().filter_map(turn_head) {
            *counts.entry(head.label).or_default() += 1;
        }
        let often = counts.into_iter().filter(|(_, count)| *count > 1).map(|(label, _)| split(label));
        let heads = often.filter_map(|label| label.name.last().map(|word| fold(word))).collect();
        let roster = Roster::new(document.title.as_deref().unwrap_or(""), &document.body);
        Self { page, roster, heads, known: HashMap::new() }
    }

    fn speaker(&mut self, head: &TurnHead<'_>) -> Speaker {
        let key = format!("{}\n{}", head.label, head.bracket.unwrap_or_default());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let speaker = self.work_out(head);
        self.known.insert(key, speaker.clone());
        speaker
    }

    fn work_out(&self, head: &TurnHead<'_>) -> Speaker {
        let as_written = head.label.to_owned();
        if head.is_question() {
            let role = Some("journalist".to_owned());
            return Speaker { name: JOURNALIST.to_owned(), role, affiliation: None, as_written };
        }
        let bracket = head.bracket.map(|name| Authority::builtin().country(name).unwrap_or(name).to_owned());
        let label = split(head.label);
        let named = self.person(&label);
        let (mut role, mut affiliation) = (label.role.clone(), bracket);
        if let Some(post) = named.as_ref().and_then(|named| named.post.as_deref())
            && role.is_none()
        {
            let (body, post) = body_and_post(post);
            role = Some(post);
            affiliation = affiliation.or(body);
        }
        let name = match named {
            Some(named) => named.name,
            None if label.unnamed || label.name.is_empty() => {
                self.document_speaker(&label).unwrap_or_else(|| as_label(head.label))
            }
            None => self.spelled(without_titles(&label.name)),
        };
        Speaker { name, role, affiliation, as_written }
    }

    /// The person whom a head names, in full. Only a name that stands in the page is given.
    fn person(&self, label: &Label) -> Option<Named> {
        let role = label.role.as_deref();
        if label.unnamed {
            return None;
        }
        if label.name.is_empty() {
            let given = self.document_speaker(label);
            // What the metadata says goes first; the title may have the same person's name in full.
            let same = |named: &Named| {
                let surname = named.name.rsplit(' ').next().unwrap_or("");
                given.as_ref().is_none_or(|given| given.split(' ').any(|word| word == surname))
            };
            return self.holder(role?).filter(same);
        }
        let find = |name: &[String]| self.roster.person(name, role, label.sex);
        // `ADMINSITRATOR CRISWELL`, `S. PSAKI`: a title that is written wrong is no part of the name.
        let surname = without_titles(&label.name);
        let whole = (surname.len() < label.name.len()).then(|| find(&label.name)).flatten();
        whole.or_else(|| find(surname)).or_else(|| {
            let [only] = surname else { return None };
            let slip = self.roster.spelling(surname).is_none();
            find(&[slip.then(|| self.roster.near(only, &self.heads))??])
        })
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
        title_case(&name.join(" "))
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
        let full = self.roster.person(surname, Some(office), None);
        Some(
            full.unwrap_or_else(|| Named::bare(self.roster.spelling(name).unwrap_or_else(|| name.join(" ")))),
        )
    }
}

/// A name without the titles before it that are written wrong.
fn without_titles(name: &[String]) -> &[String] {
    let before = name.iter().take(name.len().saturating_sub(1));
    &name[before.take_while(|word| is_like_title(word)).count()..]
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
    let cased = |word: &str| {
        let body = word.len() <= 4 && !Authority::builtin().find(word).is_empty();
        if body { word.to_owned() } else { title_case(word) }
    };
    written.split_whitespace().map(cased).collect::<Vec<_>>().join(" ")
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
