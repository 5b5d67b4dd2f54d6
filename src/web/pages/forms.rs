//! Forms that several pages have.

use maud::{Markup, html};

use crate::web::asked::Asked;
use crate::web::site::View;

/// What every form that changes something bears.
pub(super) fn token(view: &View) -> Markup {
    html! { input type="hidden" name="token" value=(view.site.token); }
}

/// The form that keeps a search.
pub(super) fn save(view: &View, asked: &Asked) -> Markup {
    html! {
        form.save method="post" action=(asked.question().href("/record/save")) {
            (token(view))
            label { "Keep this search as " input type="text" name="name" required maxlength="60" pattern="[\\p{L}\\p{N}_\\-]+" title="letters, digits, - and _"; }
            button type="submit" { "Keep" }
        }
    }
}
