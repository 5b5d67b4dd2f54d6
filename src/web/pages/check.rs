//! A sample that is checked by hand, one passage after the other: what the program says is not shown, so that nobody is led
//! by it.

use std::path::{Path, PathBuf};

use maud::{Markup, html};

use super::count;
use super::forms::token;
use super::frame::{Frame, Tab};
use crate::model::Kind;
use crate::output::write_sheet;
use crate::research::{
    Answers, CheckedField, OpenRow, SampleOptions, Sheet, begin_sheet, fill_row, open_rows, sample, score,
};
use crate::web::answer::{Answer, CSV, Trouble};
use crate::web::asked::Asked;
use crate::web::site::{Call, View};
use crate::web::text::t;

/// A sample holds so many statements at most.
const MOST_DRAWN: usize = 2_000;

/// The page: the samples that were begun, or one row of one of them.
pub(in crate::web) fn page(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let asked = &call.asked;
    let Some(name) = asked.get("sheet") else { return begin(view, asked) };
    let rows = rows(view, name)?;
    if asked.get("order") == Some("csv") {
        let bytes = std::fs::read(file(view, name)?)?;
        return Ok(Answer::new(CSV, bytes).named(format!("{name}.csv")));
    }
    let open = rows.iter().position(|row| row.answers.is_empty()).map(|at| at + 1);
    let at = match asked.get("row") {
        Some(_) => asked.number("row", 1, (1, rows.len()))?,
        None => open.unwrap_or(rows.len()),
    };
    let done = rows.iter().filter(|row| !row.answers.is_empty()).count();
    let to = |row: usize| Asked::default().set("sheet", name).set("row", row).href("/check");
    let main = html! {
        h1 { "Check " (t(name)) ", " (at) " of " (rows.len()) }
        p { (done) " of " (rows.len()) " are answered. "
            a download href=(Asked::default().set("sheet", name).set("order", "csv").href("/check")) { "The sheet (CSV)" } }
        (passage(&rows[at - 1]))
        (questions(view, name, at, &rows[at - 1]))
        nav.pager aria-label="Rows" {
            @if at > 1 { a rel="prev" data-key="p" href=(to(at - 1)) { "Back" } }
            @if at < rows.len() { a rel="next" data-key="n" href=(to(at + 1)) { "Leave open" } }
        }
        @if open.is_none() { (result(view, name)?) }
    };
    Ok(Answer::html(Frame::new(&view.site, &Asked::default(), "Check", Tab::None).page(&main)))
}

/// The form that draws a sample, and those that were drawn.
fn begin(view: &View, asked: &Asked) -> Result<Answer, Trouble> {
    let main = html! {
        h1 { "Check how often the program is right" }
        p.lead { "A sample is drawn, and shown passage by passage without what the program says of it. At the end the page says how often it was right." }
        @if view.may_change() {
            form.forms method="post" action=(asked.question().href("/record/check")) {
                (token(view))
                label { "Name of the sample " input type="text" name="begin" required maxlength="60"; }
                label { "Of what " input type="text" name="query" value=(t(asked.words())) placeholder="everything"; }
                label { "How many " input type="number" name="count" value="50" min="1" max=(MOST_DRAWN); }
                label { "Seed: the same number draws the same " input type="number" name="seed" value="1" min="0"; }
                button type="submit" { "Draw" }
            }
        }
        h2 { "Samples" }
        ul.examples {
            @for name in sheets(view)? {
                li { a href=(Asked::default().set("sheet", &name).href("/check")) { (t(&name)) } }
            }
        }
    };
    Ok(Answer::html(Frame::new(&view.site, &Asked::default(), "Check", Tab::None).page(&main)))
}

fn passage(row: &OpenRow) -> Markup {
    html! {
        article.check {
            p.quiet { (t(&row.title)) @if !row.source.is_empty() { ", " (t(&row.source)) } " · " (t(&row.path)) }
            p.around dir="auto" { "… " (t(&row.before)) }
            blockquote.words dir="auto" { p { (t(&row.passage)) } }
            p.around dir="auto" { (t(&row.after)) " …" }
        }
    }
}

fn questions(view: &View, name: &str, at: usize, row: &OpenRow) -> Markup {
    let known = |field: CheckedField| row.answers.get(&field).map_or("", String::as_str);
    html! {
        form.forms method="post" action="/record/check" {
            (token(view))
            input type="hidden" name="sheet" value=(t(name));
            input type="hidden" name="row" value=(at);
            p.quiet { "Write none where there is none; what is left empty is not counted." }
            label { "Who speaks, by full name " input type="text" name="speaker" value=(t(known(CheckedField::Speaker))) autofocus; }
            label { "When " input type="text" name="date" value=(t(known(CheckedField::Date))) placeholder="YYYY-MM-DD"; }
            fieldset {
                legend { "Kind" }
                @for (key, kind) in ["1", "2", "3", "4"].into_iter().zip(Kind::ALL) {
                    label.check { input type="radio" name="kind" value=(kind.as_str()) data-key=(key) checked[known(CheckedField::Kind) == kind.as_str()]; " " (kind.as_str()) " " kbd { (key) } }
                }
            }
            label { "Topics, with ; between " input type="text" name="topic" value=(t(known(CheckedField::Topic))); }
            button type="submit" { "Next" }
        }
    }
}

/// How often the program was right.
fn result(view: &View, name: &str) -> Result<Markup, Trouble> {
    let bytes = std::fs::read(file(view, name)?)?;
    let sheet = Sheet::read(&bytes[..]).map_err(|error| Trouble::bad(error, "draw another sample"))?;
    let score = score(&view.index.snapshot(), &sheet)?;
    Ok(html! {
        section {
            h2 { "How often the program is right" }
            p { (t(&score.sentence())) }
            @if !score.wrong.is_empty() {
                table {
                    caption { (count(score.wrong.len(), "answer")) " that differ" }
                    thead { tr { th scope="col" { "row" } th scope="col" { "what" } th scope="col" { "program" } th scope="col" { "you" } } }
                    tbody { @for wrong in &score.wrong {
                        tr { th scope="row" { (t(&wrong.number)) } td.words { (wrong.field.as_str()) } td.words { (t(&wrong.program)) } td.words { (t(&wrong.coder)) } }
                    } }
                }
            }
        }
    })
}

/// Draws a sample, or writes the answers of a row.
pub(in crate::web) fn answer(view: &View, call: &Call) -> Result<Answer, Trouble> {
    if !call.field("begin").is_empty() {
        return draw(view, call);
    }
    let (name, number) = (call.field("sheet"), call.field("row"));
    let said = |field: CheckedField| (field, call.field(field.as_str()).to_owned());
    let answers: Answers =
        CheckedField::ALL.into_iter().map(said).filter(|(_, said)| !said.is_empty()).collect();
    let known = rows(view, name)?;
    fill_row(&file(view, name)?, number, &answers)?;
    let next = number.parse::<usize>().map_or(1, |number| (number + 1).min(known.len()));
    Ok(Answer::go(Asked::default().set("sheet", name).set("row", next).href("/check")))
}

fn draw(view: &View, call: &Call) -> Result<Answer, Trouble> {
    let name = call.field("begin");
    let path = file(view, name)?;
    let number = |field: &str, most: usize| {
        let wrong = || Trouble::bad(format!("{field} is a number up to {most}"), "go back and mend it");
        call.field(field).parse::<usize>().ok().filter(|number| *number <= most).ok_or_else(wrong)
    };
    let asked = call.asked.without_all(&["q"]);
    let asked = if call.field("query").is_empty() { asked } else { asked.set("q", call.field("query")) };
    let (query, filters) = view.question(&asked)?;
    let options = SampleOptions {
        count: number("count", MOST_DRAWN)?.max(1),
        seed: number("seed", u32::MAX as usize)? as u64,
        ..SampleOptions::default()
    };
    let sampled = sample(&view.searcher, &query, &filters, &options)?;
    if sampled.drawn.is_empty() {
        return Err(Trouble::bad("there is nothing to draw from", "ask for less"));
    }
    let narrowed = match filters.is_empty() {
        true => String::new(),
        false => format!(", filters {}", serde_json::to_string(&filters).unwrap_or_default()),
    };
    let drawn = format!(
        "{} of {} statements, seed {}, query {}{narrowed}",
        sampled.drawn.len(),
        sampled.total,
        options.seed,
        query.understood()
    );
    let mut sheet = Vec::new();
    write_sheet(&mut sheet, &sampled, &[], false, &drawn)?;
    begin_sheet(&path, &String::from_utf8_lossy(&sheet))?;
    Ok(Answer::go(Asked::default().set("sheet", name).href("/check")))
}

const BEFORE: &str = ".demarche-check.";

/// Where a sample lies: a hidden file beside the kept searches, so that it is never read as a text.
fn file(view: &View, name: &str) -> Result<PathBuf, Trouble> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(fits) || name.chars().count() > 60 {
        return Err(Trouble::bad(format!("{name} is no name"), "write letters, digits, - and _"));
    }
    Ok(folder(view).join(format!("{BEFORE}{name}.csv")))
}

fn folder(view: &View) -> PathBuf {
    let searches = view.site.settings.project.searches_file();
    searches.parent().unwrap_or(Path::new("")).to_owned()
}

fn rows(view: &View, name: &str) -> Result<Vec<OpenRow>, Trouble> {
    let rows = open_rows(&file(view, name)?)?;
    if rows.is_empty() {
        return Err(Trouble::missing(format!("there is no sample {name}"), "draw one"));
    }
    Ok(rows)
}

/// The names of the samples.
fn sheets(view: &View) -> Result<Vec<String>, Trouble> {
    let folder = folder(view);
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(here)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_prefix(BEFORE).and_then(|name| name.strip_suffix(".csv")).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
