//! `demarche correct`: writes a correction down.

use clap::Args as Group;
use demarche::authority::Authority;
use demarche::index::StoredPassage;
use demarche::model::{Document, Entity, EntityType, Kind, PartialDate};
use demarche::query::Filters;
use demarche::record::{NewCorrection, Provenance, Was, Wished};
use demarche::research::was;

use super::super::global::Global;
use super::super::{FOUND, Failure, Outcome, place, say};
use super::again::read_again;
use super::{named, project, today};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche correct 1a2b3c4d5e6f7a8b-90ab12cd --speaker 'Ada Example' --role envoy --why 'misread head'
  demarche correct 1a2b3c4d5e6f7a8b-90ab12cd --speaker none --kind narration
  demarche correct 'demarche:s/1a2b…#c=10-90;h=12345678' --date 2024-10-08
  demarche correct 1a2b3c4d5e6f7a8b --author 'Ben Sample' --published 2024-10-09     a whole document
  demarche correct --same 'J. Example' --same Example --person 'Joan Example'
  demarche correct --apart 'George Sample' --apart 'George W. Sample'

The correction is appended to corrections.toml (docs/research.md) and holds by the words themselves: it is applied
again whenever they are read, wherever they stand then, and never to other words.")]
pub struct CorrectArgs {
    /// The id of a statement, a link to words, or, for --author, --published and --publisher, the id of a document
    #[arg(value_name = "LINK", required_unless_present_any = ["person", "apart"])]
    pub link: Option<String>,
    /// Who speaks, all who do (repeatable); none for nobody
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// The speaker's role; none for none
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// The body spoken for; none for none
    #[arg(long, value_name = "NAME")]
    pub affiliation: Option<String>,
    /// spoken, quoted, reported or narration
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// When it was said: YYYY, YYYY-MM or YYYY-MM-DD; none where that is not known
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// What it is about, all of it (repeatable); none for nothing
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// What it mentions, all of it (repeatable): a name that the lists have, or TYPE:NAME (person, country, place,
    /// organisation, document); none for nothing
    #[arg(long, value_name = "NAME")]
    pub entity: Vec<String>,
    /// It is no copy of what stands in this file or has this link: it is counted for itself (repeatable)
    #[arg(long, value_name = "LINK")]
    pub not_a_copy_of: Vec<String>,
    /// Who wrote the document; none where that is not known
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// When the document was published; none where that is not known
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Who published the document; none where that is not known
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// The one name of a person whom the index has under several (with --same)
    #[arg(long, value_name = "NAME", requires = "same", conflicts_with_all = ["link", "apart"])]
    pub person: Option<String>,
    /// Another name of that person, as the index has it (repeatable)
    #[arg(long, value_name = "NAME", requires = "person")]
    pub same: Vec<String>,
    /// Names of persons who are not the same (repeatable)
    #[arg(long, value_name = "NAME", conflicts_with = "link")]
    pub apart: Vec<String>,
    /// Who corrects
    #[arg(long, value_name = "NAME", env = "DEMARCHE_BY")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

/// Writes the correction down.
pub fn run(global: &Global, args: CorrectArgs) -> Outcome {
    let file = project(global)?.corrections_file();
    let mut provenance = Provenance::default();
    provenance.by.clone_from(&args.by);
    provenance.on = Some(today());
    provenance.why.clone_from(&args.why);
    if let Some(name) = &args.person {
        let new = NewCorrection::Person { name: name.clone(), same: args.same.clone() };
        return names(global, &new, &file, &provenance);
    }
    if !args.apart.is_empty() {
        let new = NewCorrection::Apart { names: args.apart.clone() };
        return names(global, &new, &file, &provenance);
    }
    let index = place::open(global)?;
    // The arguments are read only with one of the two above, or a link.
    let link = args.link.as_deref().unwrap_or_default();
    let of_document = args.author.is_some() || args.published.is_some() || args.publisher.is_some();
    let wished = wished(&args)?;
    if !of_document && wished.fields().is_empty() {
        return Err(Failure::new(
            "nothing is corrected",
            "say what it should be: --speaker, --role, --affiliation, --kind, --date, --topic, --entity, …",
        ));
    }
    let path;
    if of_document {
        if !wished.fields().is_empty() {
            return Err(Failure::new(
                "a document and words of it are two corrections",
                "write one after the other: --author, --published and --publisher are of documents",
            ));
        }
        let id = link.trim().split('-').next().unwrap_or_default();
        let passages = index.show(id)?;
        let Some(first) = passages.first() else {
            return Err(Failure::new(
                format!("no document has the id `{id}`"),
                "see `demarche show` of a statement",
            ));
        };
        path = first.path.clone();
        document_correction(&args, first)?.append_to(&file, &provenance)?;
    } else {
        let named = named(&index, link)?;
        path = named.at.path.clone();
        let was = Box::new(was(&wished, &named.passages[0]));
        let new = NewCorrection::Statement { at: Box::new(named.at), wished: Box::new(wished), was };
        new.append_to(&file, &provenance)?;
    }
    say(global, format!("written to {}", file.display()));
    read_again(global, &index, &path)?;
    Ok(FOUND)
}

fn names(global: &Global, new: &NewCorrection, file: &std::path::Path, provenance: &Provenance) -> Outcome {
    new.append_to(file, provenance)?;
    say(global, format!("written to {}", file.display()));
    say(global, "run `demarche index` as you do: all files are read again, since the names may stand in any");
    Ok(FOUND)
}

fn document_correction(args: &CorrectArgs, first: &StoredPassage) -> Result<NewCorrection, Failure> {
    let published = first.published.as_ref().unwrap_or(&first.date).value;
    let mut was = Was::default();
    was.author = args.author.as_ref().and(first.author.clone());
    was.date = args.published.as_ref().and(published).map(|date| date.to_string());
    was.source = args.publisher.as_ref().and(first.source.clone());
    let several = first.document != Document::id_of(&first.path, "");
    Ok(NewCorrection::Document {
        path: first.path.clone(),
        document: several.then(|| first.document.clone()),
        author: args.author.as_deref().map(or_none),
        date: args.published.as_deref().map(date).transpose()?,
        source: args.publisher.as_deref().map(or_none),
        was: Box::new(was),
    })
}

fn wished(args: &CorrectArgs) -> Result<Wished, Failure> {
    let mut wished = Wished::default();
    wished.role = args.role.as_deref().map(or_none);
    wished.affiliation = args.affiliation.as_deref().map(or_none);
    let kind = args.kind.as_deref().map(Filters::kind).transpose();
    wished.kind = kind.map_err(|error| Failure::new(error, "write one of them after --kind"))?;
    wished.date = args.date.as_deref().map(date).transpose()?;
    let list = |values: &[String]| -> Vec<String> {
        values.iter().map(|value| or_none(value)).filter(|value| !value.is_empty()).collect()
    };
    wished.speakers = (!args.speaker.is_empty()).then(|| list(&args.speaker));
    wished.topics = (!args.topic.is_empty()).then(|| list(&args.topic));
    let entities =
        list(&args.entity).iter().map(|name| entity(name)).collect::<Result<Vec<Entity>, Failure>>()?;
    wished.entities = (!args.entity.is_empty()).then_some(entities);
    wished.not_a_copy_of = (!args.not_a_copy_of.is_empty()).then(|| args.not_a_copy_of.clone());
    if wished.kind == Some(Kind::Narration) && wished.has_speaker() {
        return Err(Failure::new("narration has no speaker", "leave out --speaker, or say another --kind"));
    }
    Ok(wished)
}

/// A value, or the empty text for `none`.
fn or_none(value: &str) -> String {
    let value = value.trim();
    if value.eq_ignore_ascii_case("none") { String::new() } else { value.to_owned() }
}

fn date(text: &str) -> Result<Option<PartialDate>, Failure> {
    match or_none(text) {
        text if text.is_empty() => Ok(None),
        text => text.parse().map(Some).map_err(|error| Failure::new(error, "or none where it is not known")),
    }
}

fn entity(text: &str) -> Result<Entity, Failure> {
    let kinds = [
        ("person", EntityType::Person),
        ("country", EntityType::Country),
        ("place", EntityType::Place),
        ("organisation", EntityType::Organisation),
        ("document", EntityType::Document),
    ];
    if let Some((word, name)) = text.split_once(':')
        && let Some((_, kind)) = kinds.iter().find(|(known, _)| *known == word)
    {
        return Ok(Entity { name: name.trim().to_owned(), kind: *kind, id: None });
    }
    let known = Authority::builtin().canonical(text).cloned();
    known.ok_or_else(|| {
        let hint = format!("say what it is: person:{text}, country:…, place:…, organisation:… or document:…");
        Failure::new(format!("the lists have nothing of the name `{text}`"), hint)
    })
}
