//! Changes: what a person writes down from the page. Each goes to the plain files of the record, then the file it is of is
//! read again, so that the next page has it.

use super::answer::{Answer, Trouble};
use super::pages::document::span;
use super::pages::{check, news};
use super::site::{Call, ReadAgain, View};
use crate::index::{StoredPassage, analysis};
use crate::model::{Document, Kind, PartialDate, Span};
use crate::query::Filters;
use crate::record::{Entry, NewCorrection, Provenance, RecordError, Was, Wished, clean_code, today};
use crate::research::{
    NamedError, NamedWords, News, NewsOptions, SavedSearch, SavedSearches, Seen, was, words_at,
};

impl From<NamedError> for Trouble {
    fn from(error: NamedError) -> Self {
        match error {
            NamedError::Index(error) => error.into(),
            NamedError::Unknown(_) => Self::missing(error, "search for the words"),
            other => Self::bad(other, "choose a whole statement, or other words"),
        }
    }
}

/// The words that a form is of: a statement, or a part of it.
fn named(view: &View, call: &Call) -> Result<NamedWords, Trouble> {
    let snapshot = view.index.snapshot();
    let id = call.field("id");
    let place = call.asked.get("c").map(span).transpose()?;
    let whole = words_at(&snapshot, id, None)?;
    let statement = whole.passages[0].statement;
    let is_inside = |place: &Span| statement.start <= place.start && place.end <= statement.end;
    match place.filter(|place| *place != statement) {
        None => Ok(whole),
        Some(place) if is_inside(&place) => Ok(words_at(&snapshot, id, Some(place))?),
        Some(_) => Err(Trouble::bad("these are no words of that statement", "choose the statement anew")),
    }
}

fn by(call: &Call) -> Option<String> {
    Some(call.field("by").to_owned()).filter(|by| !by.is_empty())
}

fn provenance(call: &Call) -> Provenance {
    Provenance {
        by: by(call),
        on: Some(today()),
        why: Some(call.field("why").to_owned()).filter(|why| !why.is_empty()),
    }
}

/// Reads the file again in which something was recorded, and goes to the words.
fn seen(view: &View, call: &Call, first: &StoredPassage) -> Answer {
    let place = call
        .asked
        .get("c")
        .map_or_else(|| format!("{}-{}", first.statement.start, first.statement.end), str::to_owned);
    let again = view.site.settings.keeper.as_ref().map(|keeper| keeper.read_again(&first.path));
    let note = if matches!(again, Some(Ok(ReadAgain::Done))) { "read" } else { "later" };
    let to = call.asked.without_all(&["c", "hit", "part"]).set("c", place).set("note", note);
    Answer::go(format!("{}#c", to.href(&format!("/document/{}", first.document))))
}

/// Corrects what the program says of words, or of a document.
pub(super) fn correct(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let file = view.site.settings.project.corrections_file();
    let named = named(view, call)?;
    let first = &named.passages[0];
    if call.field("of") == "document" {
        document_correction(call, first)?.append_to(&file, &provenance(call)).map_err(twice)?;
        return Ok(seen(view, call, first));
    }
    let wished = wished(call, first)?;
    if wished.fields().is_empty() {
        return Err(Trouble::bad("nothing is changed", "go back and change what is wrong"));
    }
    let was = Box::new(was(&wished, first));
    let new = NewCorrection::Statement { at: Box::new(named.at.clone()), wished: Box::new(wished), was };
    new.append_to(&file, &provenance(call)).map_err(twice)?;
    Ok(seen(view, call, first))
}

/// Words that are corrected a second time.
fn twice(error: RecordError) -> Trouble {
    match error {
        RecordError::Content { .. } => {
            Trouble::bad(error, "take the earlier correction back under My record, then correct anew")
        }
        error => error.into(),
    }
}

/// Takes a correction back.
pub(super) fn withdraw(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let line =
        call.field("line").parse().map_err(|_| Trouble::bad("no line is named", "load the page anew"))?;
    let withdrawn = crate::record::withdraw(&view.site.settings.project.corrections_file(), line);
    withdrawn.map_err(|error| Trouble::bad(error, "load the page anew: the file was changed meanwhile"))?;
    if let Some(keeper) = view.site.settings.keeper.as_ref().filter(|_| !call.field("path").is_empty()) {
        // What is not read again now is read by the next index run: the record's page tells.
        let _ = keeper.read_again(call.field("path"));
    }
    Ok(Answer::go("/record"))
}

/// What differs in the form from what the index has.
fn wished(call: &Call, first: &StoredPassage) -> Result<Wished, Trouble> {
    let speaker = first.speaker.clone().unwrap_or_default();
    let names: Vec<&str> = first.all_speakers().iter().map(|speaker| speaker.name.as_str()).collect();
    let changed = |name: &str, known: &str| {
        let said = call.form.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
        said.filter(|said| *said != known.trim()).map(str::to_owned)
    };
    let mut wished = Wished {
        speakers: changed("speaker", &names.join("; ")).map(|names| list(&names)),
        role: changed("role", speaker.role.as_deref().unwrap_or_default()),
        affiliation: changed("affiliation", speaker.affiliation.as_deref().unwrap_or_default()),
        kind: changed("kind", first.kind.as_str()).map(|kind| Filters::kind(&kind)).transpose()?,
        ..Wished::default()
    };
    let date = first.date.value.map(|date| date.to_string()).unwrap_or_default();
    wished.date = changed("date", &date).map(|text| date_of(&text)).transpose()?;
    wished.topics = changed("topics", &first.topics.join("; ")).map(|topics| list(&topics));
    if wished.kind == Some(Kind::Narration) {
        if wished.has_speaker() {
            return Err(Trouble::bad(
                "narration has no speaker",
                "leave the speaker empty, or choose another kind",
            ));
        }
        // What becomes narration loses its speaker.
        if wished.speakers.is_none() && !names.is_empty() {
            wished.speakers = Some(Vec::new());
        }
    }
    Ok(wished)
}

fn document_correction(call: &Call, first: &StoredPassage) -> Result<NewCorrection, Trouble> {
    let published = first.published.as_ref().unwrap_or(&first.date).value;
    let date = published.map(|date| date.to_string()).unwrap_or_default();
    let changed = |name: &str, known: &str| {
        Some(call.field(name)).filter(|said| *said != known.trim()).map(str::to_owned)
    };
    let author = changed("author", first.author.as_deref().unwrap_or_default());
    let source = changed("publisher", first.source.as_deref().unwrap_or_default());
    let new_date = changed("published", &date).map(|text| date_of(&text)).transpose()?;
    if author.is_none() && source.is_none() && new_date.is_none() {
        return Err(Trouble::bad("nothing is changed", "go back and change what is wrong"));
    }
    let was = Was {
        author: author.as_ref().and(first.author.clone()),
        date: new_date.and(published).map(|date| date.to_string()),
        source: source.as_ref().and(first.source.clone()),
        ..Was::default()
    };
    let several = first.document != Document::id_of(&first.path, "");
    Ok(NewCorrection::Document {
        path: first.path.clone(),
        document: several.then(|| first.document.clone()),
        author,
        date: new_date,
        source,
        was: Box::new(was),
    })
}

/// A date; none where the field was emptied.
fn date_of(text: &str) -> Result<Option<PartialDate>, Trouble> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|error| Trouble::bad(error, "or leave it empty where it is not known")),
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn entry(call: &Call, named: &NamedWords) -> Entry {
    Entry { by: by(call), on: Some(today()), at: Some(named.at.clone()), ..Entry::default() }
}

/// Gives words codes, or takes them away.
pub(super) fn tag(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let code = |code: &String| {
        clean_code(code).ok_or_else(|| {
            Trouble::bad(format!("{code} is no code"), "write words, with / between a code and one within it")
        })
    };
    let codes = list(call.field("codes")).iter().map(code).collect::<Result<Vec<String>, Trouble>>()?;
    if codes.is_empty() {
        return Err(Trouble::bad("no code is named", "go back and name one"));
    }
    let named = named(view, call)?;
    let mut entry = entry(call, &named);
    if call.field("remove").is_empty() {
        entry.tags = codes;
    } else {
        entry.untag = codes;
    }
    entry.append_to(&view.site.settings.project.notes_file())?;
    Ok(seen(view, call, &named.passages[0]))
}

/// Writes a note on words.
pub(super) fn note(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let text = call.field("text");
    if analysis::words(text).next().is_none() {
        return Err(Trouble::bad("the note says nothing", "go back and write it"));
    }
    let named = named(view, call)?;
    let mut entry = entry(call, &named);
    entry.note = Some(text.to_owned());
    entry.append_to(&view.site.settings.project.notes_file())?;
    Ok(Answer::go("/record"))
}

/// Puts words into a collection, or takes them out.
pub(super) fn collect(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let name = call.field("collection");
    if name.is_empty() {
        return Err(Trouble::bad("no collection is named", "go back and name one"));
    }
    let named = named(view, call)?;
    let mut entry = entry(call, &named);
    if call.field("remove").is_empty() {
        entry.collection = Some(name.to_owned());
    } else {
        entry.uncollect = Some(name.to_owned());
    }
    entry.append_to(&view.site.settings.project.notes_file())?;
    Ok(Answer::go("/record"))
}

/// Keeps a search under a name.
pub(super) fn save(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let (query, filters) = view.question(asked)?;
    let list = |name: &str| asked.all(name).map(str::to_owned).collect::<Vec<_>>();
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let mut search = SavedSearch {
        name: call.field("name").to_owned(),
        query: if asked.words().is_empty() { "*".to_owned() } else { asked.words().to_owned() },
        speaker: list("speaker"),
        not_speaker: list("not_speaker"),
        entity: list("entity"),
        not_entity: list("not_entity"),
        topic: list("topic"),
        not_topic: list("not_topic"),
        form: list("form"),
        not_form: list("not_form"),
        tag: list("tag"),
        not_tag: list("not_tag"),
        kind: list("kind"),
        not_kind: list("not_kind"),
        source: list("source"),
        not_source: list("not_source"),
        ..SavedSearch::default()
    };
    (search.from, search.to, search.date) = (text("from"), text("to"), text("date"));
    (search.words, search.literal) = (asked.is_on("words"), asked.is_on("literal"));
    search.by = by(call);
    search.on = Some(today());
    let options = NewsOptions { filters, most: Some(0), ..NewsOptions::default() };
    let mut seen = News::find(&view.searcher, &query, &options, None)?.seen;
    let file = view.site.settings.project.searches_file();
    search.append_to(&file)?;
    seen.on = crate::record::now();
    // What was there at this look: `demarche news` tells what comes after it.
    seen.keep(&Seen::file_of(&search.name, &file))?;
    Ok(Answer::go("/record"))
}

/// Keeps that a saved search was looked at, as the page of news showed it.
pub(super) fn looked(view: &View, call: &Call) -> Result<Answer, Trouble> {
    if call.field("generation") != view.generation.to_string() {
        let message = "the index has changed since this page was made, and there may be more that is new";
        return Err(Trouble::bad(message, "load the page of news anew, look, and say it again"));
    }
    let name = call.field("search");
    let file = view.site.settings.project.searches_file();
    let searches = SavedSearches::open(&file)?;
    let search = searches.iter().find(|search| search.name == name);
    let search =
        search.ok_or_else(|| Trouble::missing(format!("no search is kept as {name}"), "see My record"))?;
    let mut seen = news::of(view, search, 0)?.seen;
    seen.on = crate::record::now();
    seen.keep(&Seen::file_of(name, &file))?;
    Ok(Answer::go("/news"))
}

/// Writes an answer into a sample that is checked.
pub(super) fn check(view: &View, call: &Call) -> Result<Answer, Trouble> {
    check::answer(view, call)
}
