use std::path::Path;

use super::*;
use crate::extract::Extractor;
use crate::model::{Basis, Document, EntityType, GivenTurn, Layout, Span, Speaker, Statement};
use crate::record::{Record, State};

const BODY: &str = "MS. EXAMPLE: The talks go on. Nobody left.\n\nMR. SAMPLE: We agree with Joan Example.\n";

/// A briefing whose two turns the file itself tells apart.
fn briefing() -> Document {
    let mut document = Document::new("talks.txt", BODY);
    document.layout = Layout::Transcript;
    let second = BODY.find("MR.").unwrap();
    for (span, name) in [((0, second), "Ada Example"), ((second, BODY.len()), "Ben Sample")] {
        let speaker = Some(Speaker::named(name));
        document.turns.push(GivenTurn { span: span.into(), speaker, language: None });
    }
    document
}

fn read(text: &str) -> Corrections {
    Corrections::parse(Path::new("corrections.toml"), text).unwrap()
}

fn of(words: &str, values: &str) -> String {
    format!(
        "[[statement]]\n{values}\nby = 'A. Reader'\nwhy = 'heard it'\n[statement.at]\npath = 'talks.txt'\nquote = '{words}'\n\n"
    )
}

fn extracted(text: &str) -> Vec<Statement> {
    let record = Record { corrections: read(text).into(), ..Record::default() };
    let statements = Extractor::default().with_record(record).extract(&briefing());
    assert_eq!(statements.iter().map(|one| one.text.as_str()).collect::<String>(), BODY);
    statements
}

fn names(statements: &[Statement]) -> Vec<(&str, &str)> {
    statements
        .iter()
        .map(|one| (one.speaker.as_ref().map_or("", |speaker| speaker.name.as_str()), one.text.trim()))
        .collect()
}

#[test]
fn every_field_is_corrected_and_says_what_it_was() {
    let values = "speaker = 'Cyd Corrected'\nrole = 'envoy'\naffiliation = 'Norway'\nkind = 'quoted'\ndate = '2024-10'\n\
        topics = ['fish']\nentities = [{ name = 'Oslo', type = 'place' }]\nnot_a_copy_of = ['other.txt']";
    let statements = extracted(&of("MR. SAMPLE: We agree with Joan Example.", values));
    let one = &statements[1];
    let speaker = one.speaker.as_ref().unwrap();
    assert_eq!(
        (&*speaker.name, speaker.role.as_deref(), speaker.affiliation.as_deref()),
        ("Cyd Corrected", Some("envoy"), Some("Norway"))
    );
    assert_eq!((one.kind, one.date.basis), (Kind::Quoted, Basis::Corrected));
    assert_eq!(one.date.value.unwrap().to_string(), "2024-10");
    assert_eq!((&one.topics, one.entities[0].kind), (&vec!["fish".to_owned()], EntityType::Place));
    let was: Vec<(&str, &str)> =
        one.corrected.iter().map(|mark| (mark.field.as_str(), mark.was.as_str())).collect();
    assert!(was.contains(&("speaker", "Ben Sample")) && was.contains(&("kind", "spoken")), "{was:?}");
    assert!(one.corrected.iter().any(|mark| mark.field == CorrectedField::Copies));
    assert_eq!(one.corrected[0].why.as_deref(), Some("heard it"));
    assert!(statements[0].corrected.is_empty());
}

#[test]
fn words_inside_a_statement_are_cut_out_of_it() {
    let statements = extracted(&of("Nobody left.", "speaker = 'Cyd Corrected'"));
    let told = [
        ("Ada Example", "MS. EXAMPLE: The talks go on."),
        ("Cyd Corrected", "Nobody left."),
        ("Ben Sample", "MR. SAMPLE: We agree with Joan Example."),
    ];
    assert_eq!(names(&statements), told);
}

#[test]
fn words_over_several_statements_are_corrected_in_each() {
    let statements = extracted(&of("Nobody left. MR. SAMPLE: We agree", "speaker = ''"));
    assert_eq!(names(&statements)[1..3], [("", "Nobody left."), ("", "MR. SAMPLE: We agree")]);
    assert_eq!(statements[3].speaker.as_ref().unwrap().name, "Ben Sample");
}

#[test]
fn two_that_contradict_each_other_are_in_doubt_and_neither_is_applied() {
    let both =
        of("The talks go on. Nobody left.", "speaker = 'One'") + &of("Nobody left.", "speaker = 'Two'");
    let corrections = read(&both);
    let placed = corrections.place(&briefing());
    assert!(placed.iter().all(|one| one.state == State::InDoubt && one.bytes.is_none()));
    assert_eq!(placed[0].why.as_deref(), Some("line 9 says something else of some of these words"));
    assert!(extracted(&both).iter().all(|statement| statement.corrected.is_empty()));
    // Of different fields both hold.
    let other =
        of("The talks go on. Nobody left.", "speaker = 'One'") + &of("Nobody left.", "kind = 'quoted'");
    let statements = extracted(&other);
    assert_eq!(
        (statements[2].kind, statements[2].speaker.as_ref().unwrap().name.as_str()),
        (Kind::Quoted, "One")
    );
}

#[test]
fn what_the_program_says_too_is_no_mark() {
    let statements = extracted(&of("MR. SAMPLE: We agree with Joan Example.", "speaker = 'Ben Sample'"));
    assert!(statements.iter().all(|statement| statement.corrected.is_empty()));
}

#[test]
fn one_person_has_one_name_as_speaker_and_as_entity() {
    let corrections = read("[[person]]\nname = 'Joan B. Example'\nsame = ['Joan Example', 'Ada Example']\n");
    let mut statements = Extractor::default().as_given().extract(&briefing());
    let entity = |name: &str| Entity { name: name.into(), kind: EntityType::Person, id: None };
    statements[1].entities = vec![entity("Joan Example"), entity("Joan B. Example")];
    corrections.apply(&briefing(), &[], &mut statements, &|_, _| None);
    let speaker = statements[0].speaker.as_ref().unwrap();
    assert_eq!((&*speaker.name, &*speaker.as_written), ("Joan B. Example", "Ada Example"));
    assert_eq!(statements[1].entities, [entity("Joan B. Example")]);
    assert_eq!(statements[1].corrected[0].was, "Joan Example");
}

#[test]
fn two_persons_are_kept_apart_by_how_they_are_written() {
    let corrections = read("[[apart]]\nnames = ['George Sample', 'George W. Sample']\n");
    let mut statements = Extractor::default().as_given().extract(&briefing());
    let written = Speaker { as_written: "George Sample".into(), ..Speaker::named("George W. Sample") };
    statements[0].speaker = Some(written);
    corrections.apply(&briefing(), &[], &mut statements, &|_, _| None);
    assert_eq!(statements[0].speaker.as_ref().unwrap().name, "George Sample");
    assert!(
        corrections.are_apart("George W. Sample", "George Sample")
            && !corrections.are_apart("George Sample", "Ada Example")
    );
}

#[test]
fn a_role_without_a_speaker_is_nobody_s() {
    let statements = extracted(&(of("Nobody left.", "speaker = ''\nrole = 'envoy'")));
    assert!(statements[1].speaker.is_none());
}

#[test]
fn what_is_written_is_read_again_the_same() {
    let document = briefing();
    let at = Anchor::new(&document, Span::new(13, 43)).unwrap();
    let wished = Wished {
        speakers: Some(vec!["Zoë “Z” \\ \"Q\"".into(), "Ada Example".into()]),
        date: Some(None),
        entities: Some(vec![Entity { name: "Oslo".into(), kind: EntityType::Place, id: None }]),
        ..Wished::default()
    };
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("corrections.toml");
    let provenance =
        Provenance { by: Some("A".into()), on: Some("2026-03-04".into()), why: Some("two\nlines".into()) };
    let was = Was { entities: Some(vec!["Bern".into()]), ..Was::default() };
    let new = NewCorrection::Statement {
        at: Box::new(at.clone()),
        wished: Box::new(wished.clone()),
        was: Box::new(was),
    };
    new.append_to(&file, &provenance).unwrap();
    let corrections = Corrections::open(&[file]).unwrap();
    let Correction::Statement(one) = corrections.iter().next().unwrap() else { panic!("a statement's") };
    assert_eq!((&one.at, &one.wished, &one.provenance, one.place.1), (&at, &wished, &provenance, 4));
}

#[test]
fn several_who_speak_together_are_named_in_one_correction() {
    let statements = extracted(&of("Nobody left.", "speaker = ['Ada Example', 'Ben Sample']"));
    let names: Vec<&str> = statements[1].all_speakers().iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Ada Example", "Ben Sample"]);
    assert_eq!(statements[1].speaker.as_ref().unwrap().name, "Ada Example");
}
