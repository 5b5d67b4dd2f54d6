//! Reads a folder of annotated texts: `text/NAME.txt` and `attributions/NAME_*.ann`, brat standoff as
//! the PolNeAR corpus has it.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::{fs, io};

use demarche::extract::training::{Annotated, Gold};

/// The annotated texts of a folder with their names, in order of name. Where several people annotated
/// a text, the first file in order of name counts; a text that nobody annotated is left out.
pub fn load(folder: &Path) -> io::Result<Vec<(String, Annotated)>> {
    let annotations = names(&folder.join("attributions"), ".ann")?;
    let mut texts = Vec::new();
    for file in names(&folder.join("text"), ".txt")? {
        let name = file.trim_end_matches(".txt");
        let opening = format!("{name}_");
        let Some(annotation) = annotations.iter().find(|file| file.starts_with(&opening)) else { continue };
        let text = fs::read_to_string(folder.join("text").join(&file))?;
        let lines = fs::read_to_string(folder.join("attributions").join(annotation))?;
        let attributions = attributions(&text, &lines);
        texts.push((name.to_owned(), Annotated { text, attributions }));
    }
    Ok(texts)
}

fn names(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The attributions that have a content. Offsets of the file are code points, those returned bytes;
/// what points outside the text is left out.
fn attributions(text: &str, lines: &str) -> Vec<Gold> {
    let mut offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    offsets.push(text.len());
    let range = |range: &str| -> Option<Range<usize>> {
        let (start, end) = range.split_once(' ')?;
        Some(*offsets.get(start.parse::<usize>().ok()?)?..*offsets.get(end.parse::<usize>().ok()?)?)
    };
    let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    let mut events = Vec::new();
    for line in lines.split('\n') {
        let mut columns = line.split('\t');
        let (Some(id), Some(rest)) = (columns.next(), columns.next()) else { continue };
        if id.starts_with('T') {
            let ranges = rest.split_once(' ').map_or("", |(_, ranges)| ranges);
            spans.insert(id, ranges.split(';').filter_map(range).collect());
        } else if id.starts_with('E') {
            events.push(rest);
        }
    }
    let mut found = Vec::new();
    for event in events {
        let mut gold = Gold::default();
        for (role, id) in event.split_whitespace().filter_map(|role| role.split_once(':')) {
            let ranges = spans.get(id).cloned().unwrap_or_default();
            match role.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase().as_str() {
                "source" => gold.source.extend(ranges),
                "cue" => gold.cue.extend(ranges),
                "content" => gold.content.extend(ranges),
                _ => {}
            }
        }
        if !gold.content.is_empty() {
            found.push(gold);
        }
    }
    found
}
