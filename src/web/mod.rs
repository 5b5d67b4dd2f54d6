//! The local page: search, read, count, correct and cite in a browser on the user's own machine.
//!
//! The road of one request, from the top:
//!
//! 1. `server` accepts connections, few at a time, and gives each the time and room that a page needs.
//! 2. `guard` looks at the request before anything else: who is asked (`Host`), from where (`Origin`), how long it is. It
//!    puts the policy on every answer.
//! 3. `routes` says which page a path is; `site` runs the page on a thread for work that reads disks, with a `View` of the
//!    index as it stands at that moment.
//! 4. `asked` reads the state of the page from its address: all of it stands there, and nowhere else.
//! 5. `pages` makes HTML, `export` the twins of a page under the same path with `.json`, `.csv` and the like;
//!    `stream` sends long ones while they are written.
//!
//! Files that are added from the page come by `upload`, under names that `file_names` lets through.
//!
//! Every page works without a script. `assets` holds the style and one small script, which adds keys and brushing.

mod answer;
mod asked;
mod assets;
mod change;
mod export;
mod file_names;
mod guard;
mod kept;
mod latest;
mod pages;
mod routes;
mod server;
mod site;
mod stream;
mod text;
mod upload;

pub use server::{ServeError, Server, Stopper};
pub use site::{Added, Keeper, ReadAgain, Settings};
