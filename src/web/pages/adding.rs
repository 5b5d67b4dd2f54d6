//! Files or a folder that are added from the page: one run at a time, which goes on while pages are looked at.

use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use maud::{Markup, PreEscaped, html};

use super::forms::token;
use super::frame::{Frame, Tab};
use super::{count, thousands};
use crate::web::answer::{Answer, Trouble};
use crate::web::site::{Adding, Call, Reading, Settings, Site, View};
use crate::web::text::t;

/// Whether files may be added: only where nobody but this machine asks, for any file of it can be named.
pub(in crate::web) fn may_add(settings: &Settings) -> bool {
    !settings.read_only && settings.host.is_loopback() && settings.keeper.is_some()
}

/// The forms that name what is to be added, or send it.
pub(super) fn form(view: &View) -> Markup {
    html! {
        @if may_add(&view.site.settings) {
            section #add {
                h2 { "Add files" }
                form.save method="post" action="/corpus/upload" enctype="multipart/form-data" data-drop {
                    (token(view))
                    label { "Store them in the folder " input type="text" name="folder" required maxlength="200" size="24" value="added"; }
                    label { "Files, chosen or dropped here " input type="file" name="files" multiple required; }
                    button type="submit" { "Store and read them" }
                }
                p.quiet { "The folder lies in that of your corpus, and is made if it is not there. No file takes the place of another. 256 MiB at once at most." }
                form.save method="post" action="/corpus/add" {
                    (token(view))
                    label { "A file or a folder on this machine, by its whole path " input type="text" name="path" required size="40" placeholder="/home/me/articles"; }
                    button type="submit" { "Read it" }
                }
                p.quiet { "This is read where it lies, and not copied. Reading goes on while you search." }
            }
        }
    }
}

/// Begins to read what a form names.
pub(in crate::web) fn add(view: &View, call: &Call) -> Result<Answer, Trouble> {
    if !may_add(&view.site.settings) {
        return Err(Trouble::forbidden("files cannot be added here", "add them with `demarche index`"));
    }
    let path = PathBuf::from(call.field("path"));
    if !path.is_absolute() || !path.exists() {
        let message = format!("{}: there is no such file or folder", path.display());
        return Err(Trouble::bad(message, "write its whole path, as /home/me/articles"));
    }
    let called = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    begin(&view.site, vec![path], called, Vec::new())?;
    Ok(Answer::go("/corpus/adding"))
}

/// Whether files are being read.
pub(in crate::web) fn is_reading(site: &Site) -> bool {
    let adding = site.adding.lock().unwrap_or_else(PoisonError::into_inner);
    adding.as_ref().is_some_and(|adding| adding.done.is_none())
}

/// Begins to read files; `told` is what is to be told of them beside it.
pub(in crate::web) fn begin(
    site: &Arc<Site>,
    paths: Vec<PathBuf>,
    called: String,
    told: Vec<String>,
) -> Result<(), Trouble> {
    let mut adding = site.adding.lock().unwrap_or_else(PoisonError::into_inner);
    if adding.as_ref().is_some_and(|adding| adding.done.is_none()) {
        return Err(Trouble::busy(
            "other files are being read",
            "wait until these are done, then name them by their path",
        ));
    }
    let progress = Arc::<Reading>::default();
    *adding =
        Some(Adding { called, told, began: Instant::now(), progress: Arc::clone(&progress), done: None });
    drop(adding);
    let site = Arc::clone(site);
    std::thread::spawn(move || {
        let done = site.settings.keeper.as_ref().map(|keeper| keeper.add(&paths, &*progress));
        // Whoever is told that they are read sees them.
        site.changed();
        let mut adding = site.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(adding), Some(done)) = (adding.as_mut(), done) {
            adding.done = Some((adding.began.elapsed(), done));
        }
    });
    Ok(())
}

/// How far it is.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let passages = view.index.passages()?;
    let adding = view.site.adding.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(adding) = adding.as_ref() else { return Ok(Answer::go("/corpus#add")) };
    let main = html! {
        h1 { "Adding " (t(&adding.called)) }
        @match &adding.done {
            None => (far(adding, passages)),
            Some((took, Ok(added))) => {
                p.told role="status" { "Done in " (format!("{:.1}", took.as_secs_f64())) " s; " (count(passages, "passage")) " in the index now." }
                ul.names { @for line in added.said.iter().filter(|line| !line.trim().is_empty()) { li { (t(line)) } } }
            },
            Some((_, Err(why))) => p.trouble role="alert" { (t(why)) },
        }
        @if !adding.told.is_empty() {
            h2 { "As they were stored" }
            ul.names { @for line in &adding.told { li { (t(line)) } } }
        }
        p { a href="/corpus" { "What is in the index" } " " a href="/search" { "Search" } }
    };
    let page = Frame::new(&view.site, &call.asked, "Adding files", Tab::None).page(&main).into_string();
    // While it runs the page is loaded anew every other second, without a script.
    let again = "<meta http-equiv=\"refresh\" content=\"2\"></head>";
    let page = if adding.done.is_none() { page.replacen("</head>", again, 1) } else { page };
    Ok(Answer::html(PreEscaped(page)))
}

/// How much of a run is done.
fn far(adding: &Adding, passages: usize) -> Markup {
    let Reading { files, bytes, files_read, bytes_read } = &*adding.progress;
    let (files, files_read) = (files.load(Relaxed), files_read.load(Relaxed));
    let (bytes, bytes_read) = (bytes.load(Relaxed), bytes_read.load(Relaxed));
    html! {
        p role="status" {
            "Reading for " (adding.began.elapsed().as_secs()) " s"
            @if files > 0 { ": " (thousands(files_read.min(files))) " of " (count(files, "file")) }
            "; " (count(passages, "passage")) " in the index now. This page looks again by itself."
        }
        @if bytes > 0 {
            p { progress aria-label="Bytes read" max=(bytes) value=(bytes_read.min(bytes)) {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Explanation;
    use crate::index::Progress;
    use crate::model::Statement;
    use crate::web::site::Added;
    use crate::web::{Keeper, ReadAgain};

    struct Nobody;

    impl Keeper for Nobody {
        fn read_again(&self, _: &str) -> Result<ReadAgain, String> {
            Ok(ReadAgain::Later)
        }

        fn explain(&self, _: &str, _: &str) -> Result<Option<Vec<(Statement, Explanation)>>, String> {
            Ok(None)
        }

        fn add(&self, _: &[PathBuf], _: &dyn Progress) -> Result<Added, String> {
            Ok(Added::default())
        }
    }

    #[test]
    fn whoever_reaches_the_page_from_elsewhere_adds_no_file() {
        let mut settings = Settings::new(".demarche");
        assert!(!may_add(&settings), "nobody would read it");
        settings.keeper = Some(Box::new(Nobody));
        assert!(may_add(&settings));
        settings.host = [192, 0, 2, 1].into();
        assert!(!may_add(&settings));
        settings.host = [127, 0, 0, 1].into();
        settings.read_only = true;
        assert!(!may_add(&settings));
    }
}
