//! The user's own authority file, as TOML or CSV. `docs/authority.md` says how one is written.

use std::path::Path;

use serde::Deserialize;

use super::{Known, Role};
use crate::model::{Entity, EntityType, PartialDate};

/// An authority file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// It cannot be read from the disk.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not written as it should be.
    #[error("{path}{}: {reason}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Content {
        /// The file.
        path: String,
        /// The line, counted from 1, where one can be named.
        line: Option<u64>,
        /// What is wrong.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entity: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(rename = "type", default = "person")]
    kind: EntityType,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

fn person() -> EntityType {
    EntityType::Person
}

/// What the file lists. A name that comes twice is one entity, with the variants and roles of both.
pub(super) fn read(path: &Path) -> Result<(Vec<Known>, String), AuthorityError> {
    let shown = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|source| AuthorityError::Io { path: shown.clone(), source })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let entries = if csv { of_csv(text) } else { of_toml(text) };
    let entries =
        entries.map_err(|(line, reason)| AuthorityError::Content { path: shown.clone(), line, reason })?;
    if entries.is_empty() {
        let reason = "lists no name".to_owned();
        return Err(AuthorityError::Content { path: shown, line: None, reason });
    }
    let hash = blake3::hash(text.as_bytes()).to_hex()[..16].to_owned();
    Ok((joined(entries), hash))
}

type Wrong = (Option<u64>, String);

fn of_toml(text: &str) -> Result<Vec<Entry>, Wrong> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line =
            error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
        (line, error.message().to_owned())
    })?;
    match file.entity.iter().find(|entry| entry.name.trim().is_empty()) {
        Some(_) => Err((None, "an entity has an empty name".to_owned())),
        None => Ok(file.entity),
    }
}

fn of_csv(text: &str) -> Result<Vec<Entry>, Wrong> {
    let mut table =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = table.headers().map_err(|error| (Some(1), error.to_string()))?.clone();
    let known = ["name", "type", "variants", "role", "affiliation", "from", "to"];
    if let Some(heading) = headings.iter().find(|heading| !known.contains(heading)) {
        return Err((Some(1), format!("`{heading}` is no column; the columns are {}", known.join(", "))));
    }
    if !headings.iter().any(|heading| heading == "name") {
        return Err((Some(1), "has no column `name`".to_owned()));
    }
    let mut entries = Vec::new();
    for row in table.records() {
        let row = row.map_err(|error| (error.position().map(csv::Position::line), error.to_string()))?;
        let line = row.position().map(csv::Position::line);
        let cell = |wanted: &str| {
            let at = headings.iter().position(|heading| heading == wanted)?;
            row.get(at).filter(|cell| !cell.is_empty())
        };
        let date = |column: &str| {
            let date = cell(column).map(str::parse::<PartialDate>).transpose();
            date.map_err(|error| (line, error.to_string()))
        };
        let name = cell("name").ok_or((line, "has no name".to_owned()))?.to_owned();
        let kind = kind(cell("type").unwrap_or("person")).map_err(|reason| (line, reason))?;
        let variants =
            cell("variants").unwrap_or("").split(';').map(str::trim).filter(|name| !name.is_empty());
        let affiliation = cell("affiliation").map(str::to_owned);
        let role = Role {
            role: cell("role").unwrap_or("").to_owned(),
            affiliation,
            from: date("from")?,
            to: date("to")?,
        };
        let roles = if role == Role::default() { Vec::new() } else { vec![role] };
        entries.push(Entry { name, kind, variants: variants.map(str::to_owned).collect(), roles });
    }
    Ok(entries)
}

fn kind(name: &str) -> Result<EntityType, String> {
    match name.to_lowercase().as_str() {
        "person" => Ok(EntityType::Person),
        "country" => Ok(EntityType::Country),
        "place" => Ok(EntityType::Place),
        "organisation" | "organization" => Ok(EntityType::Organisation),
        "document" => Ok(EntityType::Document),
        _ => Err(format!(
            "`{name}` is no type; the types are person, country, place, organisation and document"
        )),
    }
}

fn joined(entries: Vec<Entry>) -> Vec<Known> {
    let mut all: Vec<Known> = Vec::new();
    for entry in entries {
        let name = entry.name.trim().to_owned();
        match all.iter_mut().find(|known| known.entity.name == name) {
            Some(known) => {
                known.variants.extend(entry.variants);
                known.roles.extend(entry.roles);
            }
            None => all.push(Known {
                entity: Entity::new(name, entry.kind),
                variants: entry.variants,
                roles: entry.roles,
                stands_for: None,
            }),
        }
    }
    all
}
