//! `demarche tag`, `note` and `collect`: what is said of words, written down.

use clap::Args as Group;
use demarche::record::{Entry, clean_code};

use super::super::global::Global;
use super::super::{FOUND, Failure, Outcome, place, say};
use super::again::read_again;
use super::{named, project, today};

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche tag 1a2b3c4d5e6f7a8b-90ab12cd peace/ceasefire hope
  demarche tag 1a2b3c4d5e6f7a8b-90ab12cd hope --remove
  demarche tag --describe peace/ceasefire 'Calls for an end of fighting'
  demarche search 'tag:peace'")]
pub struct TagArgs {
    /// The id of a statement, or a link to words
    #[arg(value_name = "LINK", required_unless_present = "describe")]
    pub link: Option<String>,
    /// Codes; peace/ceasefire is a code within peace
    #[arg(value_name = "CODE", required_unless_present = "describe")]
    pub codes: Vec<String>,
    /// Take the codes away
    #[arg(long)]
    pub remove: bool,
    /// Say what a code means
    #[arg(long, num_args = 2, value_names = ["CODE", "TEXT"], conflicts_with_all = ["link", "remove"])]
    pub describe: Vec<String>,
    /// Who codes
    #[arg(long, value_name = "NAME", env = "DEMARCHE_BY")]
    pub by: Option<String>,
}

#[derive(Group)]
pub struct NoteArgs {
    /// The id of a statement, or a link to words
    pub link: String,
    /// The note
    #[arg(required = true, value_name = "TEXT")]
    pub text: Vec<String>,
    /// Who notes
    #[arg(long, value_name = "NAME", env = "DEMARCHE_BY")]
    pub by: Option<String>,
}

#[derive(Group)]
#[command(after_help = "\
Examples:
  demarche collect chapter-3 1a2b3c4d5e6f7a8b-90ab12cd
  demarche collection chapter-3 --format markdown > chapter-3.md")]
pub struct CollectArgs {
    /// The collection
    #[arg(value_name = "NAME")]
    pub collection: String,
    /// Ids of statements, or links to words
    #[arg(required = true, value_name = "LINK")]
    pub links: Vec<String>,
    /// Take them out of the collection
    #[arg(long)]
    pub remove: bool,
    /// Who collects
    #[arg(long, value_name = "NAME", env = "DEMARCHE_BY")]
    pub by: Option<String>,
}

/// Gives codes.
pub fn tag(global: &Global, args: TagArgs) -> Outcome {
    let file = project(global)?.notes_file();
    let code = |code: &String| {
        clean_code(code).ok_or_else(|| {
            Failure::new(
                format!("`{code}` is no code"),
                "write words, with `/` between a code and one within it",
            )
        })
    };
    if let [name, text] = &args.describe[..] {
        let mut entry = new(args.by);
        entry.code = Some(code(name)?);
        entry.description = Some(text.clone());
        entry.append_to(&file)?;
        return told(global, &file);
    }
    let codes = args.codes.iter().map(code).collect::<Result<Vec<String>, Failure>>()?;
    let index = place::open(global)?;
    let named = named(&index, args.link.as_deref().unwrap_or_default())?;
    let path = named.at.path.clone();
    let mut entry = new(args.by);
    entry.at = Some(named.at);
    if args.remove {
        entry.untag = codes;
    } else {
        entry.tags = codes;
    }
    entry.append_to(&file)?;
    told(global, &file)?;
    read_again(global, &index, &path)?;
    Ok(FOUND)
}

/// Notes.
pub fn note(global: &Global, args: NoteArgs) -> Outcome {
    let file = project(global)?.notes_file();
    let mut entry = new(args.by);
    entry.at = Some(named(&place::open(global)?, &args.link)?.at);
    entry.note = Some(args.text.join(" "));
    entry.append_to(&file)?;
    told(global, &file)
}

/// Collects.
pub fn collect(global: &Global, args: CollectArgs) -> Outcome {
    let file = project(global)?.notes_file();
    let index = place::open(global)?;
    // All links are understood before anything is written.
    let all = args.links.iter().map(|link| named(&index, link)).collect::<Result<Vec<_>, Failure>>()?;
    for named in all {
        let mut entry = new(args.by.clone());
        entry.at = Some(named.at);
        let name = Some(args.collection.clone());
        if args.remove {
            entry.uncollect = name;
        } else {
            entry.collection = name;
        }
        entry.append_to(&file)?;
    }
    told(global, &file)
}

fn new(by: Option<String>) -> Entry {
    let mut entry = Entry::default();
    entry.by = by;
    entry.on = Some(today());
    entry
}

fn told(global: &Global, file: &std::path::Path) -> Outcome {
    say(global, format!("written to {}", file.display()));
    Ok(FOUND)
}
