//! Documents of every kind of transcript, and of none, with whoever speaks in each statement.

use crate::extract::Extractor;
use crate::read::{ReadOptions, read_bytes};

/// Who speaks in each statement of a text, `-` where nobody does.
fn speakers(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut take = |document| {
        let statements = Extractor::default().extract(&document);
        assert_eq!(statements.iter().map(|one| one.text.as_str()).collect::<String>(), text);
        let name = |one: crate::model::Statement| one.speaker.map_or("-".to_owned(), |speaker| speaker.name);
        names.extend(statements.into_iter().map(name));
    };
    read_bytes("x.txt", text.as_bytes(), &ReadOptions::default(), &mut take).unwrap();
    names
}

#[test]
fn documents_of_every_kind_have_their_speakers() {
    let documents = include_str!("documents.txt").split("\n== ").skip(1);
    let mut count = 0;
    for document in documents {
        let mut parts = document.splitn(3, '\n');
        let (kind, names, text) = (parts.next(), parts.next().unwrap(), parts.next().unwrap());
        let text = format!("{}\n", text.trim_end());
        assert_eq!(speakers(&text), names.split(" | ").collect::<Vec<_>>(), "{kind:?}: {text}");
        count += 1;
    }
    assert!(count > 70, "{count}");
}

#[test]
fn a_name_with_a_title_heads_a_part_and_no_turn() {
    let text = "**Judge Ana Weiss: Nominee for the Court of Appeals for the Northern District**\nAna Weiss has served as a \
                judge since 2010.\n\n**Karl Brandt: Nominee for the Court of Appeals for the Southern District**\nKarl Brandt has \
                been a partner of a law firm since 2012.\n\n**Omar Haddad: Nominee for the Harbour Court**\nOmar Haddad has been \
                a judge since 2015.\n";
    let mut document = crate::model::Document::new("a.md", text);
    document.title = Some("Nominees to the courts".to_owned());
    let said = crate::extract::Extractor::default().extract(&document);
    assert!(said.iter().all(|one| one.kind != crate::model::Kind::Spoken), "{said:?}");
}
