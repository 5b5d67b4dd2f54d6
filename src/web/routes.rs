//! Which page a path is.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::{Response, StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;

use super::answer::{Answer, Trouble};
use super::asked::Asked;
use super::site::{Call, Page, Site};
use super::{assets, change, export, guard, pages, upload};

/// A form is so many bytes long at most.
const LARGEST_FORM: usize = 256 << 10;

/// A text is sent here to be checked: that changes nothing.
pub(super) const QUOTATIONS: &str = "/quotations";

/// The pages. Those without a place of their own give 404.
pub(super) fn router(site: &Arc<Site>) -> Router {
    let mut pages = Router::new()
        .route("/assets/{name}", axum::routing::get(|uri: Uri| async move { assets::asset(uri.path()) }))
        .fallback(fallback(site));
    let gets: [(&str, Page); 33] = [
        ("/", pages::home::page),
        ("/search", pages::search::page),
        ("/search.json", export::search),
        ("/search.jsonl", export::search),
        ("/search.csv", export::search),
        ("/search.bib", export::search),
        ("/search.ris", export::search),
        ("/search.csl.json", export::search),
        ("/around/{id}", pages::search::around),
        ("/facets/{field}", pages::facets::page),
        ("/timeline", pages::timeline::page),
        ("/timeline.json", export::timeline),
        ("/timeline.csv", export::timeline),
        ("/timeline.events.csv", export::timeline),
        ("/timeline.svg", export::timeline),
        ("/timeline.html", export::timeline),
        ("/concordance", pages::concordance::page),
        ("/concordance.json", export::concordance),
        ("/concordance.csv", export::concordance),
        ("/collocates", pages::collocates::page),
        ("/collocates.json", export::collocates),
        ("/collocates.csv", export::collocates),
        ("/document/{id}", pages::document::page),
        ("/cite/{id}", pages::cite::page),
        ("/corpus", pages::corpus::page),
        ("/corpus.json", pages::corpus::json),
        ("/corpus.csv", pages::corpus::csv),
        ("/corpus/adding", pages::adding::page),
        (QUOTATIONS, pages::quotations::page),
        ("/news", pages::news::page),
        ("/record", pages::record::page),
        ("/record/{id}", pages::record::statement),
        ("/check", pages::check::page),
    ];
    for (path, page) in gets {
        pages = pages.route(path, get(site, page));
    }
    let posts: [(&str, Page); 10] = [
        ("/corpus/add", pages::adding::add),
        (QUOTATIONS, pages::quotations::check),
        ("/record/correct", change::correct),
        ("/record/withdraw", change::withdraw),
        ("/record/tag", change::tag),
        ("/record/note", change::note),
        ("/record/collect", change::collect),
        ("/record/save", change::save),
        ("/record/looked", change::looked),
        ("/record/check", change::check),
    ];
    for (path, page) in posts {
        pages = pages.route(path, post(site, page));
    }
    let upload = post_files(site).layer(DefaultBodyLimit::max(upload::MOST_BYTES));
    let pages = pages.layer(DefaultBodyLimit::max(LARGEST_FORM)).route("/corpus/upload", upload);
    // The guard stands before the routes: a request that it refuses is never looked at for its path.
    Router::new().fallback_service(pages).layer(from_fn_with_state(Arc::clone(site), guard::guard))
}

fn get(site: &Arc<Site>, page: Page) -> MethodRouter {
    let site = Arc::clone(site);
    axum::routing::get(move |uri: Uri| async move { read(site, page, &uri, Vec::new()).await })
}

/// A change: it must bear the token.
fn post(site: &Arc<Site>, page: Page) -> MethodRouter {
    let site = Arc::clone(site);
    axum::routing::post(move |uri: Uri, headers: axum::http::HeaderMap, body: Bytes| async move {
        let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        let token = form.iter().find(|(name, _)| name == "token").map_or("", |(_, value)| value);
        let is_form = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        if !is_form || !guard::is_same(token, &site.token) {
            let trouble = Trouble::forbidden(
                "this change does not come from a page of this start of the program",
                "load the page anew and say it again",
            );
            return pages::trouble(&site, uri.path(), &trouble);
        }
        read(site, page, &uri, form).await
    })
}

/// Files that are sent: the token stands before them.
fn post_files(site: &Arc<Site>) -> MethodRouter {
    let site = Arc::clone(site);
    axum::routing::post(move |uri: Uri, form: Result<Multipart, MultipartRejection>| {
        upload::receive(Arc::clone(&site), uri, form)
    })
}

async fn read(site: Arc<Site>, page: Page, uri: &Uri, form: Vec<(String, String)>) -> Response<Body> {
    let path = uri.path().to_owned();
    let done = match Asked::read(uri.query().unwrap_or_default()) {
        Ok(asked) => Arc::clone(&site).run(page, Call { path: path.clone(), asked, form }).await,
        Err(trouble) => Err(trouble),
    };
    done.map_or_else(|trouble| pages::trouble(&site, &path, &trouble), Answer::response)
}

fn fallback(site: &Arc<Site>) -> MethodRouter {
    let site = Arc::clone(site);
    axum::routing::any(move |uri: Uri| async move {
        let trouble = Trouble::missing("there is no such page", "begin with the search");
        debug_assert_eq!(trouble.status, StatusCode::NOT_FOUND);
        pages::trouble(&site, uri.path(), &trouble)
    })
}
