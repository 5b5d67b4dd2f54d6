//! Articles: who is quoted and reported in them, by attribution.

mod dates;
mod open;
mod units;

use std::ops::Range;
use std::rc::Rc;

use super::attribution::{self, AttributionSpans};
use super::cut::{By, Cut, Said};
use super::people::{Naming, People, Setting, Who};
use super::{headlines, sentences, when};
use crate::authority::Mention;
use crate::model::{Document, Kind};
use dates::{Dates, attributed};
use open::{begins_quoted, goes_on, left_open, paragraph};
use units::{Unit, units};

/// A sentence belongs to a speaker if so much of it is theirs, as a share of its letters but for those that
/// name the source and attribute.
const SHARE: f32 = 0.3;

/// The statements of an article. Each sentence belongs to whoever says most of it, with a quotation and
/// its sentences kept together; neighbours of one speaker in a paragraph are one statement. Names are looked up in the
/// body `unwrapped`.
pub(super) fn cut(
    document: &Document,
    unwrapped: &str,
    mentions: &[Mention],
    setting: Setting<'_>,
    persons: Naming,
) -> Vec<Cut> {
    let body = document.body.as_str();
    let sentences = sentences(body);
    let mut people = People::new(unwrapped, mentions, setting, persons);
    let found = headlines::add(body, &people, attribution::attribute(body, &sentences));
    let said: Vec<Said> =
        people.with_labels(found).into_iter().flat_map(|found| said_by(found, &mut people)).collect();
    let units = units(body, sentences, &said);
    let mut dates = Dates::new(document);
    let mut cuts: Vec<Cut> = Vec::new();
    let mut open: Option<Rc<Who>> = None;
    let mut going_on: Option<(Rc<Who>, usize)> = None;
    for (at, unit) in units.iter().enumerate() {
        let text = &body[unit.range.clone()];
        let sentence = when::Sentence::new(text, document.date_order);
        let mut cut = of_unit(body, unit, &said, &sentence);
        // A quotation that its paragraph leaves open goes on where the next opens with a mark again.
        if unit.opens {
            going_on = None;
            if cut.speaker.is_none()
                && begins_quoted(text)
                && let Some(who) = open.take()
            {
                let last =
                    units[at..].iter().enumerate().take_while(|(i, unit)| *i == 0 || !unit.opens).last();
                let end = last.map_or(unit.range.end, |(_, last)| last.range.end);
                cut.goes_on = goes_on(body, &(unit.range.start..end));
                going_on = cut.goes_on.as_ref().map(|words| (who, words.end));
            }
        }
        if cut.speaker.is_none()
            && let Some((who, _)) = going_on.as_ref().filter(|(_, end)| unit.range.start < *end)
        {
            cut.speaker = Some(who.speaker.clone());
            cut.who = By::Open(who.clone());
            cut.kind = Kind::Quoted;
        }
        if let Some(speaker) = &cut.speaker {
            let (date, when) = dates.date_of(&sentence, unit, &said, speaker);
            (cut.date, cut.when) = (Some(date), when);
        } else {
            dates.begin(&sentence, unit, &said);
        }
        let ends = units.get(at + 1).is_none_or(|next| next.opens);
        open = match &cut.who {
            By::Source(who) | By::Open(who) if ends && left_open(paragraph(body, unit.range.end)) => {
                Some(who.clone())
            }
            _ => open.filter(|_| !ends),
        };
        match cuts.last_mut() {
            Some(last) if !unit.opens && joins(last, &cut) => {
                last.kind = if cut.kind == Kind::Quoted { Kind::Quoted } else { last.kind };
            }
            _ => cuts.push(cut),
        }
    }
    for one in said {
        let next = cuts.partition_point(|cut| cut.start <= one.found.cue.start);
        // The first cut begins at 0.
        if let Some(cut) = cuts[..next].last_mut() {
            cut.said.push(one);
        }
    }
    cuts
}

/// An attribution with who its source is; one for each of several sources that it joins.
fn said_by(found: AttributionSpans, people: &mut People<'_>) -> Vec<Said> {
    let found = people.align(found);
    let Some(source) = found.source.clone().filter(|source| !people.is_possessor(source, &found.cue)) else {
        return vec![Said { who: None, found }];
    };
    if let Some(both) = people.both(&source) {
        return both.map(|who| Said { who: Some(who), found: found.clone() }).into();
    }
    let sources = people.joint(&source);
    let one = |source: Range<usize>| {
        let who = people.speaker(source.clone());
        Said { who, found: AttributionSpans { source: Some(source), ..found.clone() } }
    };
    sources.into_iter().map(one).collect()
}

fn joins(last: &Cut, next: &Cut) -> bool {
    let names = |cut: &Cut| cut.speakers.iter().map(|speaker| speaker.name.clone()).collect::<Vec<_>>();
    let same = match (&last.speaker, &next.speaker) {
        (Some(one), Some(other)) => one.name == other.name && names(last) == names(next),
        (one, other) => one.is_none() && other.is_none(),
    };
    same && last.date == next.date && (last.speaker.is_some() || last.kind == next.kind)
}

/// The statement that a unit makes: whose words most of it is.
fn of_unit(body: &str, unit: &Unit, said: &[Said], sentence: &when::Sentence<'_>) -> Cut {
    let here = &unit.range;
    let letters = |range: &Range<usize>| {
        let (start, end) = (range.start.max(here.start), range.end.min(here.end));
        if start < end { body[start..end].bytes().filter(|b| !b.is_ascii_whitespace()).count() } else { 0 }
    };
    // A dateline is nobody's words.
    let all = letters(here).saturating_sub(letters(&(here.start..here.start + unit.dateline))).max(1);
    let dates = || sentence.letters(&attributed(here, &said[unit.said.clone()], None));
    let mut best: Option<(usize, &Said)> = None;
    let here_said = &said[unit.said.clone()];
    for one in here_said {
        if one.who.is_none() || !one.found.speaks(body) {
            continue;
        }
        let (told, framed) = told_of(one, here_said, body);
        let share: usize = told.iter().map(letters).sum();
        let frame: usize = framed.iter().map(letters).sum();
        let most = |of: usize| share as f32 >= SHARE * of as f32;
        let rest = all.saturating_sub(frame);
        let likely =
            share > 0 && (one.found.direct || most(rest / 2)) && best.is_none_or(|(most, _)| share > most);
        // When it was said is a part of the frame too; it is looked for only where that decides.
        if likely && (one.found.direct || most(rest) || most(rest.saturating_sub(dates()))) {
            best = Some((share, one));
        }
    }
    let mut cut = Cut::at(here.start, Kind::Narration);
    let quotes = |one: &Said| one.found.direct && here.contains(&one.found.cue.start);
    if let Some((_, one)) = best {
        cut.kind = if one.found.direct { Kind::Quoted } else { Kind::Reported };
        cut.speaker = one.speaker().cloned();
        cut.who = one.who.clone().map_or(By::Metadata, By::Source);
        // Sources that are joined have the same cue and the same content.
        let with = said[unit.said.clone()]
            .iter()
            .filter(|other| other.speaker() != one.speaker() && other.found.cue == one.found.cue);
        cut.speakers = with.filter_map(|other| other.speaker().cloned()).collect();
    } else if said[unit.said.clone()].iter().any(quotes) || is_quotation(&body[here.clone()]) {
        cut.kind = Kind::Quoted;
    }
    cut
}

/// The attributions of a longer sentence are looked at one by one.
const MOST_TOGETHER: usize = 40;

/// All that a unit tells of one speaker, `Weiss thanked them and said that …`, and what frames it: cues and sources, also
/// of those who say it together.
fn told_of(one: &Said, said: &[Said], body: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    // A sentence of endless cues would take the square of its length.
    let said = if said.len() > MOST_TOGETHER { std::slice::from_ref(one) } else { said };
    let theirs: Vec<&Said> =
        said.iter().filter(|other| other.speaker() == one.speaker() && other.found.speaks(body)).collect();
    let cues: Vec<&Range<usize>> = theirs.iter().map(|one| &one.found.cue).collect();
    let sources = said.iter().filter(|other| cues.contains(&&other.found.cue));
    let frame = sources.filter_map(|other| other.found.source.as_ref()).chain(cues.iter().copied());
    (merged(theirs.iter().flat_map(|one| &one.found.content)), merged(frame))
}

/// Ranges in order, those that meet made one.
fn merged<'a>(ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = ranges.cloned().collect();
    all.sort_by_key(|range| range.start);
    all.dedup_by(|next, last| {
        let meets = next.start <= last.end;
        if meets {
            last.end = last.end.max(next.end);
        }
        meets
    });
    all
}

/// Whether a sentence stands whole in quotation marks: somebody is quoted, though nobody says who.
fn is_quotation(text: &str) -> bool {
    let text = text.trim();
    let inside = [('“', '”'), ('"', '"'), ('«', '»')]
        .iter()
        .find_map(|&(opens, closes)| text.strip_prefix(opens)?.strip_suffix(closes));
    let whole =
        |inside: &str| inside.ends_with(['.', '!', '?', '…']) && !inside.contains(['“', '”', '"', '«', '»']);
    inside.is_some_and(|inside| whole(inside) && inside.split_whitespace().count() > 1)
}

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Basis, Document, Span, Statement, StatementDate};

    /// Each statement’s speaker and text.
    fn spoken(body: &str) -> Vec<(String, String)> {
        let statements = Extractor::default().extract(&Document::new("x.txt", body));
        let told = |one: Statement| {
            (one.speaker.map_or("-".to_owned(), |speaker| speaker.name), one.text.trim().to_owned())
        };
        statements.into_iter().map(told).collect()
    }

    #[test]
    fn a_headline_is_the_words_of_whoever_stands_before_its_colon() {
        for (headline, speaker) in [
            ("State Department: Hamas’ refusal to engage is hindering talks", "US State Department"),
            ("Holmgren: ‘We will not yield an inch’", "Anders Holmgren"),
            ("Kremlin: talks with Ukraine will go on", "Russia"),
            ("Analysis: why the talks failed again", "-"),
            ("Breaking News: two ministers have resigned", "-"),
            ("Norway: 24 medals", "-"),
        ] {
            let body = format!("{headline}\n\nMinister Anders Holmgren came on Tuesday.\n");
            assert_eq!(spoken(&body)[0], (speaker.to_owned(), headline.to_owned()));
        }
    }

    #[test]
    fn a_surname_in_a_headline_is_the_person_whom_the_text_names_in_full() {
        for headline in [
            "Holmgren Says Peace Is at Hand",
            "Holmgren Warns Hanoi on Truce",
            "Holmgren says peace is at hand",
            "“Peace Is at Hand,” Says Holmgren",
        ] {
            let body = format!(
                "{headline}\n\nThe Secretary of State, Anders Holmgren, said that the talks would go on for long.\n"
            );
            let names: Vec<String> = spoken(&body).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["Anders Holmgren", "Anders Holmgren"], "{headline}");
        }
    }

    #[test]
    fn each_of_two_sources_in_a_sentence_has_a_statement_of_their_own() {
        let body = "Minister Anders Holmgren said that the talks would go on for long, and Ingrid Solheim said that \
they were over.\n";
        let told = spoken(body);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("Anders Holmgren", "Ingrid Solheim"));
        assert_eq!(told[1].1, "and Ingrid Solheim said that they were over.");
    }

    #[test]
    fn the_address_of_a_letter_is_no_speaker() {
        let body = "Dear Mr. Speaker: I write to you about the bridge and the river.\n\nDear Minister Holmgren: it is closed now.\n";
        assert!(spoken(body).iter().all(|(name, _)| name == "-"), "{:?}", spoken(body));
    }

    #[test]
    fn a_weekday_goes_before_the_day_of_the_dateline() {
        let body = "Talks go on\n\nGENEVA, Oct. 11, 2024 — Minister Anders Holmgren said on Wednesday that the talks \
would go on for long.\n\nHolmgren added that the river was low, and that it would stay so.\n";
        let date = "2024-10-11".parse().map(|value| StatementDate::known(value, Basis::Dateline)).unwrap();
        let document = Document { date, ..Document::new("x.txt", body) };
        let statements = Extractor::default().extract(&document);
        let dates: Vec<_> =
            statements.iter().filter(|one| one.speaker.is_some()).map(|one| one.date.value).collect();
        assert_eq!(dates, ["2024-10-09".parse().ok(); 2]);
    }

    #[test]
    fn an_office_with_of_before_a_name_is_the_person_s_own() {
        let body = "Secretary of State Anders Holmgren said that the talks would go on for a long time.\n";
        assert_eq!(spoken(body)[0].0, "Anders Holmgren");
    }

    #[test]
    fn each_paragraph_of_a_quotation_has_its_words_attributed() {
        let body = "“The talks go on,” Minister Anders Holmgren said. “We want peace.\n\n“We want it soon.\n\n“And \
we want it for good,” he added. The river was low.\n";
        let statements = Extractor::default().extract(&Document::new("x.txt", body));
        let letters: Vec<char> = body.chars().collect();
        let slice = |span: &Span| letters[span.start..span.end].iter().collect::<String>();
        let second = statements.iter().find(|one| one.text.contains("soon")).expect("a second paragraph");
        let attribution = &second.attributions[0];
        assert_eq!(attribution.speaker.as_deref(), Some("Anders Holmgren"));
        assert_eq!(attribution.content.iter().map(slice).collect::<String>(), "“We want it soon.");
        assert!(attribution.direct && attribution.cue.is_none());
    }

    #[test]
    fn an_endless_paragraph_is_one_long_statement_and_its_offsets_hold() {
        // So long that anything that grows with the square of the length would be felt.
        let body = "“Élan,” Minister Ada Example said, and she noted that talks went on. ".repeat(4000);
        let statements = Extractor::default().extract(&Document::new("long.txt", body.as_str()));
        let letters: Vec<char> = body.chars().collect();
        let joined: String = statements.iter().map(|statement| statement.text.as_str()).collect();
        assert_eq!(joined, body);
        let attributions: Vec<_> = statements.iter().flat_map(|statement| &statement.attributions).collect();
        assert!(attributions.len() >= 4000, "{}", attributions.len());
        for attribution in attributions {
            let cue = attribution.cue.expect("a cue");
            let cue: String = letters[cue.start..cue.end].iter().collect();
            assert!(cue.contains("said") || cue.contains("noted"), "{cue}");
        }
    }

    #[test]
    fn all_of_a_list_of_names_say_what_the_last_is_next_to() {
        let all = |text: &str| {
            let document = Document::new("a.txt", text);
            let said = Extractor::default().extract(&document);
            let one = said.into_iter().find(|one| one.speaker.is_some());
            let speakers = one.map(|one| one.all_speakers().to_vec()).unwrap_or_default();
            speakers.into_iter().map(|speaker| speaker.name).collect::<Vec<_>>()
        };
        let three = ["Ana Weiss", "Karl Brandt", "Omar Haddad"];
        for text in [
            "President Ana Weiss, President Karl Brandt, and Prime Minister Omar Haddad said that trade must grow.",
            "In Geneva, Ana Weiss, Karl Brandt and Omar Haddad said that trade must grow and that the river would fall.",
            "Foreign ministers Ana Weiss of Latvia, Karl Brandt of Estonia and Omar Haddad of Jordan warned on Tuesday that \
             the river was rising.",
        ] {
            assert_eq!(all(text), three, "{text}");
        }
        // A verb before the names: they are no list of speakers.
        assert_eq!(
            all("Ana Weiss met Karl Brandt, and Omar Haddad said that trade must grow."),
            ["Omar Haddad"]
        );
    }

    #[test]
    fn a_name_before_its_office_and_a_colon_is_who_speaks() {
        let text = "**Ana Weiss, Policy Lead at Harbour Action:** “The river is high, and nobody is ready for it.”\n";
        let said = Extractor::default().extract(&Document::new("a.txt", text));
        let speakers: Vec<_> = said.into_iter().filter_map(|one| one.speaker).map(|one| one.name).collect();
        assert_eq!(speakers, ["Ana Weiss"]);
    }
}
