//! Who a source is: a person of the document, a body, the holder of a post, or nobody who is named.

use std::ops::Range;
use std::rc::Rc;

use super::persons::Person;
use super::post;
use super::recognise::{NameMention, Title};
use super::tokens::has_capital;
use super::unnamed::tidy;
use super::words::words;
use super::{People, Rule, Who, is_no_name};
use crate::authority::offices;
use crate::extract::attribution;
use crate::model::Speaker;

impl People<'_> {
    /// Who the source in `range` is; `None` where nobody can be named. Ask in the order of the text: who
    /// spoke last is who `he` is.
    pub fn speaker(&mut self, range: Range<usize>) -> Option<Rc<Who>> {
        let range = self.maker(&range).unwrap_or(range);
        let range = range.start..self.without_tail(&range);
        let written = self.context.text[range.clone()]
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '“' | '”' | '"'));
        let who = self
            .labelled(&range, written)
            .or_else(|| self.pronoun(written, &range))
            .or_else(|| self.named_in(&range, written))
            .or_else(|| self.body(&range, written))
            .or_else(|| self.unnamed(&range, written))?;
        let who = Rc::new(who);
        self.last = Some(Rc::clone(&who));
        self.pair = None;
        Some(who)
    }

    /// Whether a source only has what is spoken of, and utters nothing: `the President` of `the President’s budget goes
    /// further`. `Weiss’s statement said` tells her words.
    pub fn is_possessor(&self, source: &Range<usize>, cue: &Range<usize>) -> bool {
        let rest = self.context.text.get(source.end..cue.start).unwrap_or("");
        let Some(has) = ["’s ", "'s "].iter().find_map(|mark| rest.strip_prefix(mark)) else {
            return false;
        };
        let named = self.context.text[source.clone()].contains(char::is_uppercase);
        let mut had = has.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        named && !has.is_empty() && !had.any(|word| words().utterances.contains(word.as_str()))
    }

    /// Where a source ends without what goes on after it: `Weiss, who`, `the two leaders agreed`.
    fn without_tail(&self, source: &Range<usize>) -> usize {
        let text = self.context.text;
        let mut end = source.end;
        while let Some((before, last)) = text[source.start..end].trim_end().rsplit_once([' ', '\n']) {
            let relative = matches!(last, "who" | "that" | "which");
            let verb = last.ends_with("ed") && attribution::kind(last).is_some();
            // `The accused`
            let noun = before.rsplit([' ', '\n']).next().is_some_and(|word| !is_article(word));
            if !(relative || verb) || !noun {
                break;
            }
            end = source.start + before.trim_end_matches([',', ' ']).len();
        }
        end
    }

    /// Who made what a source names: `the ministry` of `a statement by the ministry`.
    fn maker(&self, source: &Range<usize>) -> Option<Range<usize>> {
        let text = &self.context.text[source.clone()];
        [" by ", " from "].iter().find_map(|word| {
            let at = text.find(word)?;
            let noun = text[..at].rsplit(' ').next()?.to_lowercase();
            words().utterances.contains(noun.as_str()).then(|| source.start + at + word.len()..source.end)
        })
    }

    /// A person of the document as the speaker of a source.
    pub(super) fn person(&self, person: usize, rule: Rule, source: &Range<usize>, written: &str) -> Who {
        let Person { name, pronoun, post, at, .. } = &self.persons.all[person];
        let speaker = Speaker {
            role: post.role.clone(),
            affiliation: post.affiliation.clone(),
            as_written: tidy(written),
            ..Speaker::named(name.clone())
        };
        Who {
            speaker,
            rule,
            source: source.clone(),
            named: Some(at.clone()),
            role: post.role_at.clone(),
            affiliation: post.affiliation_at.clone(),
            person: Some(person),
            pronoun: *pronoun,
        }
    }

    /// The person whom a source names as its own, not as the one spoken for: where the name stands, and who it is.
    fn head(&self, source: &Range<usize>) -> Option<(usize, usize)> {
        // `Weiss’s` alone, of `Weiss’s claim that …`, is Weiss.
        let whole = |name: &NameMention| {
            let rest = &self.context.text[name.end..source.end];
            matches!(rest.trim_end_matches([' ', ',']), "’s" | "'s" | "’" | "'")
        };
        let mut names = self.within(source).filter(|(name, person)| {
            (!name.possessive || whole(name))
                && self.is_head(name, source)
                && (self.persons.all[*person].sure || self.stands_alone(name, source))
        });
        names.next().map(|(name, person)| (name.start, *person))
    }

    /// The person whom a source names as its own, with the post that the source says.
    fn named_in(&mut self, source: &Range<usize>, written: &str) -> Option<Who> {
        let (name, person) = self.head(source)?;
        self.fill_post(person, source.start..name);
        Some(self.person(person, Rule::Name, source, written))
    }

    /// Gives a person for whom the text has no role the post that the words before their name say.
    pub(super) fn fill_post(&mut self, person: usize, before: Range<usize>) {
        if self.persons.all[person].post.role.is_none() && !before.is_empty() {
            let post = post::inside(self.context.text, before, self.context.mentions);
            self.persons.all[person].post.fill(post);
        }
    }

    /// Whether a name is a source's own, and not what a word like `for` joins to another: `a lawyer for Weiss`. What
    /// follows an office’s body or a comma is: `ambassador to Chad Ingrid Solheim`, `a spokesman for the group, Ali Haddad`.
    pub(super) fn is_head(&self, name: &NameMention, source: &Range<usize>) -> bool {
        let text = self.context.text;
        let own = match name.title {
            // `Adviser to the President Ana Weiss`
            Title::Office(office) => post::aide(text, office.start).unwrap_or(office.start),
            _ => name.start,
        };
        let mut before = text[source.start..own.max(source.start)].trim_end();
        // `Russia’s foreign minister`, `Mr.`
        let end = source.start + before.len();
        let body = self.context.mentions
            [..self.context.mentions.partition_point(|mention| mention.end <= end)]
            .last();
        if let Some(body) = body.filter(|body| body.start >= source.start) {
            let gap = &text[body.end..end];
            if matches!(gap, "’s" | "'s" | "’") || gap.is_empty() && matches!(name.title, Title::Office(_))
            {
                before = text[source.start..body.start].trim_end();
            }
        }
        // `Department of Energy Secretary Ana Weiss`: `of` is of the body, whose last word the office has too.
        if let Some(body) = before.strip_suffix(" of")
            && matches!(name.title, Title::Office(office) if office.name.contains(' '))
            && body.rsplit(' ').next().is_some_and(is_no_name)
        {
            return true;
        }
        let before = before.strip_suffix(" the").unwrap_or(before);
        let mut last =
            before.rsplit(|c: char| c.is_whitespace() || c == '-').find(|word| !is_title(word)).unwrap_or("");
        last = last.trim_start_matches(['“', '"', '(']);
        !words().of.iter().any(|word| word.trim() == last)
    }

    /// Whether a single word with a capital is the whole of a source, but for what a verb before it leaves in it: `said
    /// Weiss quietly`; and not the first word of another name: `Fidesz officials`.
    fn stands_alone(&self, name: &NameMention, source: &Range<usize>) -> bool {
        let text = self.context.text;
        let before = text[source.start..name.start].trim_end();
        let article = ["the", "a", "an"]
            .iter()
            .any(|word| before.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(word)));
        let after = &text[name.end..source.end];
        let verb = text[..source.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let inverted = attribution::kind(verb).is_some();
        let alone = inverted || !after.starts_with(' ');
        // `The centre from Port Town, Norland`: the place that a place is in.
        let placed = before.strip_suffix(',').is_some_and(|place| {
            let last = place.rsplit([' ', '\n']).next().unwrap_or("");
            has_capital(last) && offices().ending_at(text, source.start + place.len()).is_none()
        });
        alone
            && !article
            && !placed
            && offices().starting_at(text, name.end + usize::from(after.starts_with(' '))).is_none()
    }

    /// Whether the whole of a source is the name of a person, a body or a government.
    pub fn names(&self, source: &Range<usize>) -> bool {
        let person = self.within(source).next().is_some_and(|(name, person)| {
            (name.start, name.end) == (source.start, source.end)
                && !name.possessive
                && (!name.doubtful || self.persons.all[*person].sure)
        });
        let written = &self.context.text[source.clone()];
        let body = self.body(source, written).is_some_and(|who| who.rule == Rule::Body);
        let post = || post::inside(self.context.text, source.clone(), self.context.mentions).role.is_some();
        person || body || (post() && self.head(source).is_some())
    }
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

fn is_title(word: &str) -> bool {
    super::lexicon::honorific(word).is_some()
}
