//! Finds the files to read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use super::{Skip, SkipCause};

/// Endings of files that are plainly no text, left aside in folders.
const NOT_TEXT: [&str; 25] = [
    "7z", "avi", "bmp", "db", "exe", "gif", "ico", "jpeg", "jpg", "mov", "mp3", "mp4", "ods", "png", "ppt",
    "pptx", "rar", "sqlite", "svg", "tar", "wav", "webp", "xls", "xlsx", "zip",
];

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its name as shown and kept: `/`-separated, relative to the root where it is below it; for standard input `-`, or the
    /// name that the user gives.
    /// A byte that is no text stands in it as U+FFFD and two hexadecimal digits.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970. Only to see whether it changed: never a date of what it says.
    pub modified: Option<i64>,
}

impl SourceFile {
    /// Whether it is what comes on standard input.
    pub fn is_standard_input(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

/// What was found: every file is in one of the lists.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The folder that names are relative to.
    pub root: PathBuf,
    /// To read, in order of their names.
    pub files: Vec<SourceFile>,
    /// In the folders, but no statements: hidden files, pictures, read-me files.
    pub left_aside: Vec<Skip>,
    /// Could not be reached.
    pub skips: Vec<Skip>,
}

/// Finds the files of `paths`. Files named themselves are always taken; `-` is standard input.
pub fn walk(paths: &[PathBuf], root: &Path) -> Walk {
    let mut found = Walk::default();
    let mut seen = HashSet::new();
    let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    for path in paths {
        if path.as_os_str() == "-" {
            found.files.push(SourceFile {
                path: path.clone(),
                name: "-".to_owned(),
                size: 0,
                modified: None,
            });
            continue;
        }
        if is_index(path) {
            let reason = "is an index, not texts; name the folder that holds your texts".to_owned();
            found.skips.push(Skip::new(name_of(path, &root), None, reason));
            continue;
        }
        let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| !entry.file_type().is_dir() || !is_index(entry.path())) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => found.add_entry(&entry, &root, &mut seen),
                Err(error) => found.unreachable(path, &root, &error),
            }
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.tell_names_apart();
    found.root = root;
    found
}

impl Walk {
    /// Leaves files aside that are no texts of the corpus, such as the lists that go with it; a file that is none of those found
    /// stays as it is.
    pub fn leave_aside(&mut self, files: &[PathBuf], reason: &str) {
        let whole: HashSet<PathBuf> =
            files.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
        if whole.is_empty() {
            return;
        }
        let is_one =
            |file: &SourceFile| std::fs::canonicalize(&file.path).is_ok_and(|path| whole.contains(&path));
        let left = self
            .files
            .extract_if(.., |file| is_one(file))
            .map(|file| Skip::new(file.name, None, reason.to_owned()));
        self.left_aside.extend(left);
    }

    /// The file that goes by that name, whether it was found or not; `None` where it is gone.
    pub fn file(&self, name: &str) -> Option<SourceFile> {
        let path = self.path_of(name);
        let about = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
        Some(SourceFile { path, name: name.to_owned(), size: about.len(), modified: modified(&about) })
    }

    /// Gives what comes on standard input a name, by which it is kept and its format is told; whether there is any.
    pub fn name_standard_input(&mut self, name: &str) -> bool {
        let found = self.files.iter_mut().find(|file| file.is_standard_input());
        found.map(|file| name.clone_into(&mut file.name)).is_some()
    }

    /// Whether the file of that name is gone from the disk.
    pub fn is_gone(&self, name: &str) -> bool {
        let about = std::fs::metadata(self.path_of(name));
        about.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    }

    /// The folder that is gone as a whole, or stands empty, and took the file of that name with it: the first below the
    /// root, or the topmost one for a file elsewhere. A drive that is not mounted looks so.
    pub fn gone_folder(&self, name: &str) -> Option<String> {
        let is_gone = |folder: &str| match std::fs::read_dir(self.path_of(folder)) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        let ends = name.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
        let absolute = Path::new(name).is_absolute();
        let mut folders = ends.map(|at| &name[..at]).take(if absolute { usize::MAX } else { 1 });
        folders.find(|folder| is_gone(folder)).map(str::to_owned)
    }

    /// Where the file of that name is.
    fn path_of(&self, name: &str) -> PathBuf {
        let path = self.root.join(name);
        if path.exists() { path } else { self.root.join(as_bytes(name)) }
    }

    /// What is kept of a file goes by its name: a second of the same name would take the first one's place.
    fn tell_names_apart(&mut self) {
        let mut last: Option<String> = None;
        self.files.retain(|file| {
            let same = last.as_ref() == Some(&file.name);
            if same && !file.is_standard_input() {
                let reason = "its name reads like that of another file; rename it".to_owned();
                self.skips.push(Skip::new(&file.name, None, reason));
            }
            last = Some(file.name.clone());
            !same
        });
    }

    fn add_entry(&mut self, entry: &DirEntry, root: &Path, seen: &mut HashSet<PathBuf>) {
        let name = name_of(entry.path(), root);
        if entry.depth() > 0
            && let Some(cause) = not_a_statement(entry)
        {
            self.left_aside.push(Skip::of_cause(name, None, cause));
            return;
        }
        let whole = std::fs::canonicalize(entry.path()).unwrap_or_else(|_| entry.path().to_owned());
        if !seen.insert(whole) {
            return;
        }
        match entry.metadata() {
            Ok(about) if about.is_file() => {
                self.files.push(SourceFile {
                    path: entry.path().to_owned(),
                    name,
                    size: about.len(),
                    modified: modified(&about),
                });
            }
            Ok(_) => {
                self.skips.push(Skip::of_cause(name, None, SkipCause::Special));
            }
            Err(error) => self.skips.push(Skip::new(name, None, error.to_string())),
        }
    }

    fn unreachable(&mut self, named: &Path, root: &Path, error: &walkdir::Error) {
        let path = name_of(error.path().unwrap_or(named), root);
        let reason = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => "a link that leads back to a folder above it".to_owned(),
            (_, Some(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                "there is no such file or folder, or a link to nothing".to_owned()
            }
            (_, Some(error)) => error.to_string(),
            _ => error.to_string(),
        };
        self.skips.push(Skip::new(path, None, reason));
    }
}

/// When a file was last written, in nanoseconds since 1970.
fn modified(about: &std::fs::Metadata) -> Option<i64> {
    let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_nanos()).ok()
}

/// Why a file in a folder is left aside.
fn not_a_statement(entry: &DirEntry) -> Option<SkipCause> {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') {
        return Some(SkipCause::Hidden);
    }
    let (stem, ending) = name.split_once('.').unwrap_or((&name, ""));
    if ["README", "LICENSE", "LICENCE", "CHANGELOG"].iter().any(|about| stem.eq_ignore_ascii_case(about)) {
        return Some(SkipCause::AboutFolder);
    }
    let last = ending.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    NOT_TEXT.contains(&last.as_str()).then_some(SkipCause::NotRead { ending: last })
}

fn name_of(path: &Path, root: &Path) -> String {
    // The folder is resolved, the file's own name is kept, so that a link keeps the name it has here.
    let whole = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            std::fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned()).join(name)
        }
        _ => std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
    };
    let shown = as_text(whole.strip_prefix(root).unwrap_or(&whole));
    // A file of this name is not standard input.
    if shown == "-" { "./-".to_owned() } else { shown }
}

/// A path as text; see [`SourceFile::name`].
#[cfg(unix)]
fn as_text(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\u{fffd}{byte:02x}")));
    }
    text
}

#[cfg(not(unix))]
fn as_text(path: &Path) -> String {
    as_typed(&path.to_string_lossy().replace('\\', "/"))
}

/// A path of Windows as people write it: without the `//?/` that the system puts before one it has resolved.
#[cfg(any(test, not(unix)))]
fn as_typed(path: &str) -> String {
    match path.strip_prefix("//?/") {
        Some(rest) => rest.strip_prefix("UNC/").map_or_else(|| rest.to_owned(), |share| format!("//{share}")),
        None => path.to_owned(),
    }
}

/// The path that [`as_text`] made a name of.
#[cfg(unix)]
fn as_bytes(name: &str) -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt;
    let mut parts = name.split('\u{fffd}');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => bytes.extend_from_slice(format!("\u{fffd}{part}").as_bytes()),
        }
    }
    std::ffi::OsString::from_vec(bytes)
}

#[cfg(not(unix))]
fn as_bytes(name: &str) -> std::ffi::OsString {
    name.into()
}

/// Whether a folder is an index, by whatever name, also one that is being made: it is known by its own files, and
/// by its usual name before it has any.
fn is_index(dir: &Path) -> bool {
    let named = [".demarche", ".demarche.rebuilding"].iter().any(|name| dir.ends_with(name));
    let holds = ["demarche.json", ".demarche-create.lock"].iter().any(|file| dir.join(file).is_file());
    named || holds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_windows_are_shown_as_people_write_them() {
        assert_eq!(as_typed("//?/Z:/texts/a.txt"), "Z:/texts/a.txt");
        assert_eq!(as_typed("//?/UNC/server/share/a.txt"), "//server/share/a.txt");
        assert_eq!(as_typed("texts/a.txt"), "texts/a.txt");
    }
}
