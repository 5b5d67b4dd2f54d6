//! Exclusions typed as options: in `demarche search red line -Miller` the last is a part of the query, and no option.

use std::ffi::OsString;

use clap::{Arg, Command};

/// The arguments with those that exclude words (`-Miller`) behind `--`, where they are read as parts of the query, and
/// these. Commands without a query keep theirs as they are.
pub fn apart(command: &Command, args: Vec<OsString>) -> (Vec<OsString>, Vec<String>) {
    let options = |from: &Command| -> Vec<Arg> { from.get_arguments().cloned().collect() };
    let asks = |name: &OsString| {
        let name = name.to_str()?;
        let found = command.get_subcommands().find(|command| command.get_name() == name)?;
        let query = found.get_positionals().any(|positional| positional.get_id() == "query");
        query.then(|| [options(command), options(found)].concat())
    };
    let Some((at, options)) = (1..args.len()).find_map(|at| Some((at, asks(&args[at])?))) else {
        return (args, Vec::new());
    };
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let (mut kept, mut excluded) = (args[..=at.min(end)].to_vec(), Vec::new());
    for at in at + 1..end {
        match args[at].to_str().filter(|arg| excludes(arg, &options) && !is_value(&args[at - 1], &options)) {
            Some(arg) => excluded.push(arg.to_owned()),
            None => kept.push(args[at].clone()),
        }
    }
    if excluded.is_empty() {
        return (args, excluded);
    }
    kept.push("--".into());
    kept.extend(args.iter().skip(end + 1).cloned());
    kept.extend(excluded.iter().map(OsString::from));
    (kept, excluded)
}

/// Whether an argument excludes a word: one hyphen, then what is no letters of options.
fn excludes(arg: &str, options: &[Arg]) -> bool {
    let Some(word) = arg.strip_prefix('-') else { return false };
    let begins = word.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '('));
    if !begins || word.chars().count() < 2 {
        return false;
    }
    let option = |letter: char| options.iter().find(|option| option.get_short() == Some(letter));
    for (at, letter) in word.char_indices() {
        match option(letter) {
            None => return !matches!(letter, 'h' | 'V'),
            // The rest is the option's value: a number, a file's name.
            Some(option) if option.get_action().takes_values() => {
                let value = &word[at + letter.len_utf8()..];
                return !value.is_empty() && value.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
            }
            Some(_) => {}
        }
    }
    false
}

/// Whether what follows an argument is its value: `--sort` of `--sort -date`.
fn is_value(before: &OsString, options: &[Arg]) -> bool {
    let Some(before) = before.to_str() else { return false };
    let named = options.iter().find(|option| match before.strip_prefix("--") {
        Some(name) => option.get_long() == Some(name),
        None => {
            let mut letters = before.strip_prefix('-').unwrap_or_default().chars();
            letters.next().is_some_and(|letter| option.get_short() == Some(letter))
                && letters.next().is_none()
        }
    });
    named.is_some_and(|option| option.get_action().takes_values())
}
