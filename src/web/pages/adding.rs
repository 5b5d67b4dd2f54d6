//! Files or a folder that are added from the page: one run at a time, which goes on while pages are looked at.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::Instant;

use maud::{Markup, PreEscaped, html};

use super::count;
use super::forms::token;
use super::frame::{Frame, Tab};
use crate::web::answer::{Answer, Trouble};
use crate::web::site::{Adding, Call, Settings, View};
use crate::web::text::t;

/// Whether files may be added: only where nobody but this machine asks, for any file of it can be named.
fn may_add(settings: &Settings) -> bool {
    !settings.read_only && settings.host.is_loopback() && settings.keeper.is_some()
}

/// The form that names what is to be added.
pub(super) fn form(view: &View) -> Markup {
    html! {
        @if may_add(&view.site.settings) {
            section #add {
                h2 { "Add files" }
                form.save method="post" action="/corpus/add" {
                    (token(view))
                    label { "A file or a folder on this machine, by its whole path " input type="text" name="path" required size="40" placeholder="/home/me/articles"; }
                    button type="submit" { "Read it" }
                }
                p.quiet { "They are read where they lie, and not copied. Reading goes on while you search." }
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
    let mut adding = view.site.adding.lock().unwrap_or_else(PoisonError::into_inner);
    if adding.as_ref().is_some_and(|adding| adding.done.is_none()) {
        return Err(Trouble::busy("other files are being read", "wait until these are done"));
    }
    *adding = Some(Adding { path: path.clone(), began: Instant::now(), done: None });
    drop(adding);
    let site = std::sync::Arc::clone(&view.site);
    std::thread::spawn(move || {
        let done = site.settings.keeper.as_ref().map(|keeper| keeper.add(&path));
        let mut adding = site.adding.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(adding), Some(done)) = (adding.as_mut(), done) {
            adding.done = Some((adding.began.elapsed(), done));
        }
    });
    Ok(Answer::go("/corpus/adding"))
}

/// How far it is.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let passages = view.index.passages()?;
    let adding = view.site.adding.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(adding) = adding.as_ref() else { return Ok(Answer::go("/corpus#add")) };
    let main = html! {
        h1 { "Adding " (t(name(&adding.path))) }
        @match &adding.done {
            None => {
                p role="status" { "Reading for " (adding.began.elapsed().as_secs()) " s; " (count(passages, "passage")) " in the index now. This page looks again by itself." }
            },
            Some((took, Ok(added))) => {
                p.told role="status" { "Done in " (format!("{:.1}", took.as_secs_f64())) " s; " (count(passages, "passage")) " in the index now." }
                ul.names { @for line in added.said.iter().filter(|line| !line.trim().is_empty()) { li { (t(line)) } } }
            },
            Some((_, Err(why))) => p.trouble role="alert" { (t(why)) },
        }
        p { a href="/corpus" { "What is in the index" } " " a href="/search" { "Search" } }
    };
    let page = Frame::new(&view.site, &call.asked, "Adding files", Tab::None).page(&main).into_string();
    // While it runs the page is loaded anew every other second, without a script.
    let again = "<meta http-equiv=\"refresh\" content=\"2\"></head>";
    let page = if adding.done.is_none() { page.replacen("</head>", again, 1) } else { page };
    Ok(Answer::html(PreEscaped(page)))
}

/// A folder's or file's own name.
fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Explanation;
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

        fn add(&self, _: &Path) -> Result<Added, String> {
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
