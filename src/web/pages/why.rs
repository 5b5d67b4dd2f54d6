//! Why a statement has its speaker, date, topics and the rest: by which rule each was given, and from which words.

use std::sync::Arc;

use maud::{Markup, html};
use rustc_hash::FxHashMap;

use super::{count, thousands};
use crate::extract::{Explanation, Place, Reason};
use crate::index::StoredPassage;
use crate::model::{Span, TopicPlace};
use crate::web::answer::Trouble;
use crate::web::kept::Weighed;
use crate::web::site::View;
use crate::web::text::{how_known, human, t};

/// The rules by which the statements of a document are what they are; worked out from its file when it is looked at, for the
/// index does not keep them.
#[derive(Default)]
pub(super) struct Explained {
    by_id: FxHashMap<String, Explanation>,
    /// Why there are none.
    missing: Option<String>,
}

impl Explained {
    /// Those of the document of a passage.
    pub fn of(view: &View, stored: &StoredPassage) -> Result<Arc<Self>, Trouble> {
        view.kept(stored.document.clone(), || {
            let Some(keeper) = &view.site.settings.keeper else { return Ok(Self::default()) };
            Ok(match keeper.explain(&stored.path, &stored.document) {
                Ok(Some(explained)) => {
                    let by_id = explained.into_iter().map(|(statement, why)| (statement.id, why)).collect();
                    Self { by_id, missing: None }
                }
                Ok(None) => {
                    Self::without("the file is gone, too large, or not as it was when it was indexed")
                }
                Err(why) => Self::without(&why),
            })
        })
    }

    fn without(why: &str) -> Self {
        Self { missing: Some(format!("By which rules, cannot be told now: {why}.")), ..Self::default() }
    }
}

impl Weighed for Explained {
    fn bytes(&self) -> usize {
        let words = |reason: &Reason| reason.words.iter().map(|one| 80 + one.text.len()).sum::<usize>();
        let one = |why: &Explanation| {
            let reasons =
                [Some(&why.kind), why.speaker.as_ref(), why.role.as_ref(), why.affiliation.as_ref()];
            let reasons =
                reasons.into_iter().flatten().chain([&why.date]).chain(&why.topics).chain(&why.entities);
            100 + reasons.map(|reason| 200 + reason.rule.len() + words(reason)).sum::<usize>()
        };
        self.by_id.values().map(one).sum()
    }
}

/// What is known of a statement, and why.
pub(super) fn why(first: &StoredPassage, explained: &Explained) -> Markup {
    let rules = explained.by_id.get(&first.id);
    let rule = |of: fn(&Explanation) -> Option<&Reason>| rules.and_then(of).map(reason);
    html! {
        dl.why {
            div {
                dt { "Speaker" }
                dd { (speaker(first, rules.is_some())) @if let Some(rule) = rule(|why| why.speaker.as_ref()) { (rule) } }
            }
            @if let Some(role) = first.speaker.as_ref().and_then(|speaker| speaker.role.as_deref()) {
                div { dt { "Role" } dd { (t(role)) @if let Some(rule) = rule(|why| why.role.as_ref()) { (rule) } } }
            }
            @if let Some(body) = first.speaker.as_ref().and_then(|speaker| speaker.affiliation.as_deref()) {
                div { dt { "Speaks for" } dd { (t(body)) @if let Some(rule) = rule(|why| why.affiliation.as_ref()) { (rule) } } }
            }
            div { dt { "Kind" } dd { (first.kind.as_str()) @if let Some(rule) = rule(|why| Some(&why.kind)) { (rule) } } }
            div {
                dt { "Date" }
                dd {
                    @match first.date.value { Some(value) => (value), None => "not known" }
                    ", " (first.date.basis.as_str())
                    @if let Some(how) = how_known(&first.date) { " (" (t(&how)) ")" }
                    @if let Some(rule) = rule(|why| Some(&why.date)) { (rule) }
                }
            }
            (topics(first, rules))
            (mentions(first, rules))
            div { dt { "Place" } dd { (t(&first.place())) ", " (count(first.statement.end - first.statement.start, "code point")) " from " (thousands(first.statement.start)) } }
            div { dt { "Id" } dd { code { (first.id) } } }
        }
        @if let Some(missing) = &explained.missing { p.quiet { (t(missing)) } }
    }
}

/// The rule of a value, the words it rests on, and what a date was counted from.
fn reason(reason: &Reason) -> Markup {
    html! {
        span.rule {
            " — " (t(&reason.rule))
            @for (at, words) in reason.words.iter().enumerate() {
                (if at == 0 { ": " } else { ", " }) "“" (t(&words.text)) "”"
                @match words.place { Place::Title => " in the title", Place::Path => " in the file’s name", _ => "" }
            }
            @if let Some(from) = reason.from.as_ref().and_then(|from| from.value) { "; counted from " (human(from)) }
        }
    }
}

fn speaker(first: &StoredPassage, explained: bool) -> Markup {
    let body = |span: Span| -> Option<String> {
        let start = span.start.checked_sub(first.span.start)?;
        let words: String = first.text.chars().skip(start).take(span.end - span.start).collect();
        (!words.is_empty()).then_some(words)
    };
    html! {
        @match first.all_speakers() {
            [] => "nobody is named",
            speakers => @for (at, speaker) in speakers.iter().enumerate() {
                @if at > 0 { "; " }
                (t(&speaker.name)) ", written “" (t(&speaker.as_written)) "”"
            },
        }
        @if !explained {
            @for attribution in first.attributions.iter().take(4) {
                span.quiet {
                    @if let Some(source) = attribution.source.and_then(body) { ". Source “" (t(&source)) "”" }
                    @if let Some(cue) = attribution.cue.and_then(body) { ", said by “" (t(&cue)) "”" }
                }
            }
        }
    }
}

fn topics(first: &StoredPassage, rules: Option<&Explanation>) -> Markup {
    let rule = |topic: &str| rules?.topics.iter().find(|reason| reason.value.as_deref() == Some(topic));
    html! {
        @if !first.topics.is_empty() {
            div {
                dt { "Topics" }
                dd {
                    @for (at, topic) in first.topics.iter().enumerate() {
                        @if at > 0 { "; " }
                        (t(topic))
                        @if let Some(rule) = rule(topic) { (reason(rule)) }
                        @else if let Some(evidence) = first.topic_evidence.get(at) {
                            span.quiet {
                                @match evidence.place {
                                    TopicPlace::Metadata => " stated by the file",
                                    TopicPlace::Text => " by its words",
                                    TopicPlace::Title => " by the title",
                                }
                                @if !evidence.words.is_empty() { ": " (t(&evidence.words.join(", "))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mentions(first: &StoredPassage, rules: Option<&Explanation>) -> Markup {
    let rule = |name: &str| rules?.entities.iter().find(|reason| reason.value.as_deref() == Some(name));
    html! {
        @if !first.entities.is_empty() {
            div {
                dt { "Mentions" }
                dd {
                    @if rules.is_none() {
                        (t(&first.entities.iter().map(|entity| entity.name.as_str()).collect::<Vec<_>>().join(", ")))
                    } @else {
                        @for (at, entity) in first.entities.iter().enumerate() {
                            @if at > 0 { "; " }
                            (t(&entity.name)) @if let Some(rule) = rule(&entity.name) { (reason(rule)) }
                        }
                    }
                }
            }
        }
    }
}
