//! Results as text for people, with or without colour.

mod collocates;
mod facets;
mod hits;
mod lines;
mod people;
mod report;
mod timeline;

use anstyle::{AnsiColor, Color, Style};

pub use collocates::write_collocates;
pub use facets::write_facets;
pub use hits::{Look, write_hits, write_passages};
pub(super) use hits::{dates, wrapped};
pub use lines::{LinesLook, write_lines};
pub use people::write_people;
pub use report::write_report;
pub use timeline::{TimelineLook, write_timeline};

pub(super) const HEAD: Style = Style::new().bold();
pub(super) const NAME: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Cyan)));
pub(super) const MATCHED: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Yellow)));
pub(super) const QUIET: Style = Style::new().dimmed();
