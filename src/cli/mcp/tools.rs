//! What the tools do. Each answer is bounded, with totals and what is not shown.

use demarche::authority::Authority;
use demarche::index::Index;
use demarche::output::{FindingJson, Permalink};
use demarche::query::{Bound, Filters, ParseOptions, Query};
use demarche::quotation::QuoteOptions;
use demarche::search::{Options, quotation};
use demarche::timeline::{TimelineOptions, Unit};
use serde_json::{Map, Value, json};

use super::arguments::{self, Corpus, Quote, Search, Statement, Timeline};

/// So many hits where no number is given, and at most.
const HITS: usize = 8;
const MOST_HITS: usize = 20;
const MOST_OFFSET: usize = 1000;
/// So many characters of a hit's passage.
const PASSAGE: usize = 1_500;
/// So many characters of a statement at a time.
const STATEMENT: usize = 12_000;
/// So many places of a quotation, and differences of each.
const PLACES: usize = 5;
const DIFFERENCES: usize = 20;
/// So many bins of a timeline.
const BINS: usize = 240;
/// So many speakers of the corpus.
const SPEAKERS: usize = 25;

/// Why there is no answer.
pub enum Refused {
    /// There is no such tool.
    NoTool(String),
    /// The arguments are wrong, or cannot be answered.
    Wrong(String),
}

impl<E: std::fmt::Display> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Wrong(error.to_string())
    }
}

type Answer = Result<Value, Refused>;

/// Answers a question.
pub fn call(index: &Index, tool: &str, given: Map<String, Value>) -> Answer {
    match tool {
        "search" => search(index, &arguments::read(given)?),
        "quote" => quote(index, arguments::read(given)?),
        "timeline" => timeline(index, &arguments::read(given)?),
        "statement" => statement(index, &arguments::read(given)?),
        "corpus" => arguments::read(given).map_err(Refused::from).and_then(|_: Corpus| corpus(index)),
        other => Err(Refused::NoTool(other.chars().take(80).collect())),
    }
}

fn filters(
    index: &Index,
    speaker: Option<&String>,
    from: Option<&String>,
    to: Option<&String>,
) -> Result<Filters, Refused> {
    let mut filters = Filters::default();
    filters.from = from.map(|date| Bound::read(date)).transpose()?;
    filters.to = to.map(|date| Bound::read(date)).transpose()?;
    if let Some(name) = speaker {
        let known = index.has_speaker(name)?;
        filters.speakers = vec![name.clone()];
        filters.understand(Authority::builtin(), &|asked| known && asked == name);
    }
    filters.check()?;
    Ok(filters)
}

fn search(index: &Index, given: &Search) -> Answer {
    let limit = given.limit.unwrap_or(HITS);
    let offset = given.offset.unwrap_or(0);
    if !(1..=MOST_HITS).contains(&limit) || offset > MOST_OFFSET {
        return Err(Refused::Wrong(format!("`limit` is 1 to {MOST_HITS}, `offset` at most {MOST_OFFSET}")));
    }
    let query = Query::parse(&given.query, &ParseOptions::default())?;
    let mut options = Options::default();
    options.filters = filters(index, given.speaker.as_ref(), given.from.as_ref(), given.to.as_ref())?;
    options.filters.kinds = given.kind.iter().map(|kind| Filters::kind(kind)).collect::<Result<_, _>>()?;
    (options.limit, options.offset) = (limit, offset);
    let results = index.search(&query, &options)?;
    let hits = results.hits.iter().map(|hit| {
        let text = hit.passage.quoted().0;
        let (shown, left) = cut(text, 0, PASSAGE);
        json!({
            "speakers": hit.stored.all_speakers().iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
            "kind": hit.stored.kind, "date": hit.stored.date, "title": hit.stored.title, "url": hit.stored.url,
            "id": hit.stored.id, "permalink": Permalink::new(&hit.stored.id, hit.place, &hit.passage.text).to_string(),
            "has_all_words": hit.missing.is_empty(), "copies": hit.others.count,
            "quoted_text": shown, "characters_not_shown": left,
        })
    });
    let hits: Vec<Value> = hits.collect();
    let total = results.all + results.some;
    Ok(json!({
        "understood": query.understood(), "total": total, "with_all_words": results.all, "shown": hits.len(),
        "not_shown": total.saturating_sub(hits.len()), "advice": results.advice, "hits": hits,
    }))
}

fn quote(index: &Index, given: Quote) -> Answer {
    let mut options = QuoteOptions::default();
    options.date = given.date.as_deref().map(Bound::read).transpose()?;
    options.within = given.within.as_deref().map(|link| id_of(index, link)).transpose()?;
    options.speaker = given.speaker;
    options.places = PLACES;
    let (speaker, date) = (options.speaker.is_some(), options.date.is_some());
    let mut finding = index.searcher()?.quote(&given.quotation, &options)?;
    let holds = finding.holds(speaker, date);
    let mut not_shown = finding.places.len().saturating_sub(PLACES.max(DIFFERENCES));
    finding.places.truncate(PLACES.max(DIFFERENCES));
    let differences = finding.differences.len().saturating_sub(DIFFERENCES);
    finding.differences.truncate(DIFFERENCES);
    for place in finding.places.iter_mut().chain(&mut finding.nearest) {
        place.differences.truncate(DIFFERENCES);
        place.copies.truncate(PLACES);
        place.text = cut(&place.text, 0, PASSAGE).0;
    }
    not_shown += finding.more_places;
    let mut answer = serde_json::to_value(FindingJson::new(&finding))?;
    for list in ["places", "nearest"] {
        for place in answer.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(place) = place.as_object_mut()
                && let Some(text) = place.remove("text")
            {
                place.remove("path");
                place.insert("quoted_text".to_owned(), text);
            }
        }
    }
    answer["may_be_quoted"] = holds.into();
    answer["places_not_shown"] = not_shown.into();
    answer["differences_not_shown"] = differences.into();
    Ok(answer)
}

fn timeline(index: &Index, given: &Timeline) -> Answer {
    let query = Query::parse(&given.query, &ParseOptions::default())?;
    let filters = filters(index, given.speaker.as_ref(), given.from.as_ref(), given.to.as_ref())?;
    let mut options = TimelineOptions::default();
    options.events = false;
    options.limit = 0;
    if let Some(by) = &given.by {
        let unit = Unit::ALL.into_iter().find(|unit| unit.as_str() == by);
        options.unit = Some(unit.ok_or_else(|| Refused::Wrong(format!("`by` is no `{by}`")))?);
    }
    let timeline = index.timeline(&[query], &filters, &options)?;
    let with_any: Vec<_> = timeline.bins.iter().filter(|bin| bin.tally.matched > 0).collect();
    let bins: Vec<Value> = with_any
        .iter()
        .take(BINS)
        .map(|bin| json!({"time": bin.label, "matching": bin.tally.matched, "of_all": bin.tally.all}))
        .collect();
    Ok(json!({
        "by": timeline.unit.as_str(), "total": timeline.total(), "without_date": timeline.undated.matched,
        "dated_too_coarsely": timeline.coarse.iter().map(|coarse| coarse.tally.matched).sum::<u64>(),
        "bins": bins, "bins_not_shown": with_any.len().saturating_sub(BINS),
        "bins_without_a_match": timeline.bins.len() - with_any.len(),
    }))
}

fn statement(index: &Index, given: &Statement) -> Answer {
    let id = id_of(index, &given.id)?;
    let passages = index.show(&id)?;
    let Some(first) = passages.first() else {
        return Err(Refused::Wrong(format!("nothing has the id `{id}`")));
    };
    let text: String = passages.iter().map(|passage| passage.text.as_str()).collect();
    let offset = given.offset.unwrap_or(0);
    let (shown, left) = cut(&text, offset, STATEMENT);
    let shown = quotation(&shown, &[]).map_or(shown, |quotation| quotation.text);
    let statements = passages.chunk_by(|a, b| a.id == b.id).count();
    Ok(json!({
        "id": id, "statements": statements,
        "speakers": first.all_speakers().iter().map(|speaker| &speaker.name).collect::<Vec<_>>(),
        "kind": first.kind, "date": first.date, "published": first.published, "title": first.title,
        "source": first.source, "url": first.url, "number": first.number, "page": first.page,
        "offset": offset, "characters": text.chars().count(), "characters_not_shown_after": left, "quoted_text": shown,
    }))
}

fn corpus(index: &Index) -> Answer {
    let stats = index.snapshot().stats()?;
    let mut people = index.people()?;
    people.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.name.cmp(&b.name)));
    let speakers: Vec<Value> = people
        .iter()
        .take(SPEAKERS)
        .map(|person| json!({"name": person.name, "statements": person.statements}))
        .collect();
    Ok(json!({
        "documents": stats.documents, "statements": stats.statements, "passages": stats.passages, "kinds": stats.kinds,
        "from": stats.from, "to": stats.to, "without_date": stats.undated, "languages": stats.languages,
        "speakers": speakers, "speakers_not_shown": people.len().saturating_sub(SPEAKERS),
    }))
}

/// The id that an id or a permalink names.
fn id_of(index: &Index, link: &str) -> Result<String, Refused> {
    let id = match Permalink::is_meant(link) {
        true => link.parse::<Permalink>()?.id,
        false => link.trim().to_owned(),
    };
    match index.show(&id)?.is_empty() {
        true => Err(Refused::Wrong(format!("nothing has the id `{id}`"))),
        false => Ok(id),
    }
}

/// So many characters of a text from one on, and how many come after.
fn cut(text: &str, offset: usize, most: usize) -> (String, usize) {
    let shown: String = text.chars().skip(offset).take(most).collect();
    let left = text.chars().count().saturating_sub(offset.saturating_add(most));
    (shown, left)
}
