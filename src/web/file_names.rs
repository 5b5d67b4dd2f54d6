//! Names for files that come from a browser: none of them leads out of the folder that they are stored in, and every system takes
//! them.

use std::path::{Path, PathBuf};

/// A name is so many bytes long at most, with what tells it from another.
const LONGEST: usize = 180;
/// Folders in folders, so many at most.
const DEEPEST: usize = 8;
/// Names that are devices on some systems, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Files that a project's record may lie in: none of them is a text.
const RECORD: [&str; 4] = ["demarche.toml", "corrections.toml", "notes.jsonl", "searches.toml"];

/// Why a folder cannot be had under a name, as a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FolderError {
    #[error("no folder is named")]
    Unnamed,
    #[error("`{0}` is no name of a folder")]
    Part(String),
    #[error("`{0}` has more than {DEEPEST} folders in each other")]
    Deep(String),
    #[error("`{0}` is a link or a file, no folder of the corpus")]
    NoFolder(String),
    #[error("`{0}` lies in the index")]
    InIndex(String),
    #[error("`{name}`: {reason}")]
    Refused { name: String, reason: String },
}

/// The folder of that name below `root`, made where it is not there yet. No part of it leads up or along a link.
pub(super) fn folder(root: &Path, index: &Path, typed: &str) -> Result<PathBuf, FolderError> {
    let parts = typed.split(['/', '\\']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let absolute = typed.trim_start().starts_with(['/', '\\']);
    match parts.len() {
        0 => return Err(FolderError::Unnamed),
        deep if deep > DEEPEST => return Err(FolderError::Deep(typed.to_owned())),
        _ => {}
    }
    if let Some(bad) = parts.iter().find(|part| absolute || file_name(part).as_deref() != Some(**part)) {
        return Err(FolderError::Part(if absolute { typed.to_owned() } else { (*bad).to_owned() }));
    }
    let refused =
        |error: std::io::Error| FolderError::Refused { name: typed.to_owned(), reason: error.to_string() };
    let root = std::fs::canonicalize(root).map_err(refused)?;
    let mut folder = root.clone();
    for part in parts {
        folder.push(part);
        match std::fs::symlink_metadata(&folder) {
            Ok(about) if about.is_dir() => {}
            Ok(_) => return Err(FolderError::NoFolder(part.to_owned())),
            Err(_) => std::fs::create_dir(&folder).map_err(refused)?,
        }
    }
    // Another process may have put a link there meanwhile.
    let whole = std::fs::canonicalize(&folder).map_err(refused)?;
    if !whole.starts_with(&root) {
        return Err(FolderError::NoFolder(typed.to_owned()));
    }
    if std::fs::canonicalize(index).is_ok_and(|index| whole.starts_with(index)) {
        return Err(FolderError::InIndex(typed.to_owned()));
    }
    Ok(whole)
}

/// A file's own name as it can be stored: without its folders, and with `_` for what some system does not take. `None` where
/// nothing is left of it.
pub(super) fn file_name(sent: &str) -> Option<String> {
    let own = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits =
        |c: char| !c.is_control() && !is_format(c) && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    let name: String = own.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    // A name that begins with a dot is hidden; blanks and dots at the end get lost on some systems.
    let name = name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let name = shortened(name);
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port =
        port.is_some_and(|number| number.chars().count() == 1 && number.chars().all(char::is_numeric));
    let taken = DEVICES.contains(&stem.as_str()) || is_port || RECORD.contains(&name.to_lowercase().as_str());
    let name = if taken { format!("_{name}") } else { name };
    name.chars().any(|c| c != '_').then_some(name)
}

/// What orders letters anew or is not seen.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A name of no more than so many bytes, with its ending.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = if ending.len() > 16 { "" } else { ending };
    let most = LONGEST - ending.len();
    let end = (0..=most).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    format!("{}{ending}", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_its_folder() {
        for (sent, stored) in [
            ("talks.txt", Some("talks.txt")),
            ("Gespräche über Öl.pdf", Some("Gespräche über Öl.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\ana\\talks.txt", Some("talks.txt")),
            ("/etc/passwd", Some("passwd")),
            ("..", None),
            ("", None),
            (".bashrc", Some("bashrc")),
            ("a\0b\n.txt", Some("a_b_.txt")),
            ("talks\u{202e}txt.exe", Some("talks_txt.exe")),
            ("NUL", Some("_NUL")),
            ("con.txt", Some("_con.txt")),
            ("COM1 .csv", Some("_COM1 .csv")),
            ("comma.csv", Some("comma.csv")),
            ("a:b.txt", Some("a_b.txt")),
            ("talks. . ", Some("talks")),
            ("Demarche.toml", Some("_Demarche.toml")),
            ("corrections.toml", Some("_corrections.toml")),
            ("???", None),
        ] {
            assert_eq!(file_name(sent).as_deref(), stored, "{sent:?}");
        }
        let long = file_name(&format!("{}.pdf", "ü".repeat(300))).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with("ü.pdf"), "{long}");
    }

    #[test]
    fn a_folder_lies_below_the_corpus_and_outside_the_index() {
        let root = tempfile::tempdir().unwrap();
        let index = root.path().join("own-index");
        std::fs::create_dir(&index).unwrap();
        std::fs::write(root.path().join("file"), "x").unwrap();
        let made = folder(root.path(), &index, "added/2024").unwrap();
        assert!(made.is_dir() && made.ends_with("added/2024"));
        assert_eq!(folder(root.path(), &index, "added\\2024"), Ok(made), "it is there already");
        let refused =
            ["", " / ", "..", "added/../..", "/etc", "\\\\host\\share", ".demarche", "a/.b", "nul", "C:"];
        for typed in
            refused.into_iter().chain(["file", "file/x", "own-index", "own-index/x", "1/2/3/4/5/6/7/8/9"])
        {
            assert!(folder(root.path(), &index, typed).is_err(), "{typed:?}");
        }
        #[cfg(unix)]
        {
            let outside = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
            assert!(folder(root.path(), &index, "link/x").is_err());
            assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
        }
    }
}
