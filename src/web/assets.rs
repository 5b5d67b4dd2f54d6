//! The style and the script, as they stand in the program.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::Response;

use super::answer::{Answer, Trouble};
use crate::output::CHART_STYLE;

const SCRIPT: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

/// The rules of the page, and those of the charts in it.
static STYLE: LazyLock<String> =
    LazyLock::new(|| format!("{}\n{CHART_STYLE}", include_str!("assets/page.css")));

/// What changes when an asset does: a browser may keep each for good.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = blake3::Hasher::new();
    for asset in [&STYLE, SCRIPT, ICON] {
        hash.update(asset.as_bytes());
    }
    hash.finalize().to_hex()[..12].to_owned()
});

/// The address of an asset.
pub(super) fn href(name: &str) -> String {
    format!("/assets/{}-{name}", *VERSION)
}

/// An asset, by its address.
pub(super) fn asset(path: &str) -> Response<Body> {
    let name = path.trim_start_matches("/assets/");
    let answer = match name.strip_prefix(VERSION.as_str()) {
        Some("-page.css") => Answer::new("text/css; charset=utf-8", STYLE.as_str()),
        Some("-page.js") => Answer::new("text/javascript; charset=utf-8", SCRIPT),
        Some("-icon.svg") => Answer::new("image/svg+xml", ICON),
        _ => {
            let trouble = Trouble::missing("there is no such file", "load the page anew");
            return Answer::new("text/plain; charset=utf-8", trouble.message)
                .with_status(trouble.status)
                .response();
        }
    };
    Answer { lasts: true, ..answer }.response()
}
