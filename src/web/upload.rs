//! Files that were chosen or dropped on the page: stored in a folder of the corpus that the user names, then read. Whole files
//! alone get a name there, and none takes the place of another.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::{Response, Uri};
use tokio::sync::{mpsc, oneshot};

use super::answer::{Answer, Trouble};
use super::file_names::{FolderError, file_name, folder};
use super::pages::adding::{begin, is_reading, may_add};
use super::site::Site;
use super::{guard, pages};

/// What is sent at once is so many bytes at most, and so many files.
pub(super) const MOST_BYTES: usize = 256 << 20;
const MOST_FILES: usize = 1_000;
/// A field that is no file is so many bytes long at most.
const LONGEST_FIELD: usize = 4 << 10;

/// Stores what a form sends, begins to read it, and goes to the page that tells how far that is.
pub(super) async fn receive(
    site: Arc<Site>,
    uri: Uri,
    form: Result<Multipart, MultipartRejection>,
) -> Response<Body> {
    let done = match form {
        Ok(form) => store(&site, form).await,
        Err(_) => Err(foreign()),
    };
    let begun = done.and_then(|stored| {
        begin(&site, stored.files, stored.folder, stored.told)?;
        Ok(Answer::go("/corpus/adding"))
    });
    begun.map_or_else(|trouble| pages::trouble(&site, uri.path(), &trouble), Answer::response)
}

/// What was stored.
struct Stored {
    /// The folder, as the user named it.
    folder: String,
    files: Vec<PathBuf>,
    /// What became of files that were not stored as they were sent.
    told: Vec<String>,
}

async fn store(site: &Site, mut form: Multipart) -> Result<Stored, Trouble> {
    if !may_add(&site.settings) {
        return Err(Trouble::forbidden("files cannot be added here", "add them with `demarche index`"));
    }
    let Ok(_alone) = site.uploads.try_acquire() else {
        return Err(Trouble::busy("other files are being stored", "wait until these are done"));
    };
    if is_reading(site) {
        return Err(Trouble::busy("other files are being read", "wait until these are done"));
    }
    let mut is_ours = false;
    let mut place: Option<PathBuf> = None;
    let mut stored = Stored { folder: String::new(), files: Vec::new(), told: Vec::new() };
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "token" => is_ours = guard::is_same(&text(field).await?, &site.token),
            // Nothing is done with what no page of this start sent.
            _ if !is_ours => return Err(foreign()),
            "folder" => {
                stored.folder = text(field).await?.trim().to_owned();
                let index = &site.settings.index;
                let root = std::path::absolute(index)?.parent().map(Path::to_owned).unwrap_or_default();
                place = Some(folder(&root, index, &stored.folder)?);
            }
            "files" => {
                let sent = field.file_name().unwrap_or_default().to_owned();
                if sent.is_empty() {
                    continue;
                }
                let Some(place) = &place else { return Err(FolderError::Unnamed.into()) };
                if stored.files.len() + stored.told.len() == MOST_FILES {
                    let message = format!("more than {MOST_FILES} files at once");
                    return Err(Trouble::bad(message, "add a folder by its path"));
                }
                store_one(field, &sent, place, &mut stored).await?;
            }
            _ => return Err(Trouble::bad(format!("the form has no field {name}"), "load the page anew")),
        }
    }
    if !is_ours {
        return Err(foreign());
    }
    if stored.files.is_empty() {
        let message =
            if stored.told.is_empty() { "no file was chosen".to_owned() } else { stored.told.join("; ") };
        return Err(Trouble::bad(message, "choose files that are not there yet, or name another folder"));
    }
    Ok(stored)
}

/// Stores one file, and tells what became of it.
async fn store_one(field: Field<'_>, sent: &str, place: &Path, stored: &mut Stored) -> Result<(), Trouble> {
    let Some(name) = file_name(sent) else {
        stored.told.push(format!("{sent}: that is no name of a file; it was not stored"));
        return Ok(());
    };
    if name != sent {
        stored.told.push(format!("{sent} is stored as {name}"));
    }
    let path = place.join(&name);
    match written(field, place, path.clone()).await? {
        Outcome::Stored => stored.files.push(path),
        Outcome::Taken => {
            let told = "there is a file of that name already; it stays as it is, and yours was not stored";
            stored.told.push(format!("{name}: {told}"));
        }
    }
    Ok(())
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Stored,
    /// Another one has its name.
    Taken,
}

/// A part of a file, or that it ends: what breaks off before is not kept.
enum Part {
    Bytes(Bytes),
    End,
}

/// Writes a file as it comes, on a thread of its own.
async fn written(mut field: Field<'_>, place: &Path, path: PathBuf) -> Result<Outcome, Trouble> {
    let (send, parts) = mpsc::channel(4);
    let place = place.to_owned();
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        // Who sends the file may be gone.
        let _ = tell.send(write(parts, &place, &path));
    });
    while let Some(bytes) = field.chunk().await.map_err(|error| broken(&error))? {
        // Whoever writes ends early where that fails: why, is told below.
        if send.send(Part::Bytes(bytes)).await.is_err() {
            break;
        }
    }
    let _ = send.send(Part::End).await;
    drop(send);
    let done = told.await.map_err(|_| Trouble::fault("a file could not be stored", "try again"))?;
    done.map_err(|error| Trouble::fault(error, "see that the folder may be written to and the disk has room"))
}

/// Writes a file under a name that nobody reads, and gives it its own when it is whole.
fn write(mut parts: mpsc::Receiver<Part>, place: &Path, path: &Path) -> std::io::Result<Outcome> {
    let mut file = unfinished_in(place)?;
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::Bytes(bytes) => file.out.write_all(&bytes)?,
            Part::End => {
                file.out.sync_all()?;
                // Made new or not at all: what has the name keeps it.
                return match File::create_new(path) {
                    Ok(_) => std::fs::rename(&file.path, path).map(|()| Outcome::Stored),
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(Outcome::Taken),
                    Err(error) => Err(error),
                };
            }
        }
    }
    Err(std::io::Error::other("the file broke off"))
}

/// A file that goes when it is let go of, unless it was given another name.
struct Unfinished {
    path: PathBuf,
    out: File,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Renamed, it is not there any more.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Hidden, so that no index run reads it.
fn unfinished_in(place: &Path) -> std::io::Result<Unfinished> {
    let path = place.join(format!(".demarche-upload.{}", std::process::id()));
    // Left over by a run that was killed: uploads go one after the other.
    let _ = std::fs::remove_file(&path);
    Ok(Unfinished { out: File::create_new(&path)?, path })
}

/// The words of a field that is no file.
async fn text(mut field: Field<'_>) -> Result<String, Trouble> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + part.len() > LONGEST_FIELD {
            return Err(Trouble::bad("a field of the form is too long", "load the page anew"));
        }
        bytes.extend_from_slice(&part);
    }
    String::from_utf8(bytes).map_err(|error| Trouble::bad(error, "load the page anew"))
}

fn foreign() -> Trouble {
    Trouble::forbidden(
        "these files do not come from a page of this start of the program",
        "load the page anew and choose them again",
    )
}

fn broken(error: &MultipartError) -> Trouble {
    match error.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Trouble::bad(
            format!("more than {} MiB at once", MOST_BYTES >> 20),
            "send fewer files at once, or add a folder by its path: that is read where it lies",
        ),
        _ => Trouble::bad(error.body_text(), "try again"),
    }
}

impl From<FolderError> for Trouble {
    fn from(error: FolderError) -> Self {
        Self::bad(
            error,
            "name a folder in that of the corpus, as added/2024: letters, digits, blanks, - and _",
        )
    }
}
