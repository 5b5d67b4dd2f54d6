use super::*;
use crate::authority::Authority;

/// Names of those who held the office on the date, by the shipped list.
fn held(body: &str, role: &str, date: &str) -> String {
    let held = Authority::builtin().holding(body, role, date.parse().ok());
    held.iter().map(|held| held.person.name.as_ref()).collect::<Vec<_>>().join(", ")
}

fn named(name: &str) -> String {
    let named = Authority::builtin().persons_named(name);
    named.iter().map(|person| person.name.as_ref()).collect::<Vec<_>>().join(", ")
}

fn read(text: &str) -> OfficePhrase {
    Authority::builtin().office_in(text).unwrap_or_else(|| panic!("{text}"))
}

fn row(body: &str, office: &str, name: &str, start: &str, end: &str) -> Row {
    Row {
        body: body.into(),
        office: office.into(),
        name: name.into(),
        start: start.into(),
        end: end.into(),
        source: "made up".into(),
        as_of: "2020".into(),
        ..Row::default()
    }
}

fn list_of(rows: &[Row]) -> Holders {
    let (file, _) = make(rows).unwrap();
    Holders::new(list::read(file.leak()).unwrap())
}

#[test]
fn the_holder_of_a_day_is_found() {
    for (body, role, date, wanted) in [
        ("Russia", "foreign minister", "2014-05-01", "Sergey Lavrov"),
        ("Russian Federation", "Minister for Foreign Affairs", "2000-05-01", "Igor Ivanov"),
        ("US", "Secretary of State", "2015-03-01", "John Kerry"),
        ("United States", "vice president", "2012-06", "Joe Biden"),
        ("UK", "Foreign Secretary", "2016-08-01", "Boris Johnson"),
        ("Germany", "chancellor", "2010", "Angela Merkel"),
        ("Iran", "supreme leader", "2010", "Ali Khamenei"),
        ("United Nations", "secretary-general", "2010", "Ban Ki-moon"),
        ("White House", "press secretary", "2022-01-03", "Jen Psaki"),
        ("Kremlin", "spokesman", "2016", "Dmitry Peskov"),
        ("Russian Foreign Ministry", "spokeswoman", "2020", "Maria Zakharova"),
        ("US State Department", "spokesperson", "2022", "Ned Price"),
        ("NATO", "secretary general", "2016", "Jens Stoltenberg"),
        ("European Union", "foreign policy chief", "2016", "Federica Mogherini"),
        ("Soviet Union", "foreign minister", "1980", "Andrei Gromyko"),
        ("US", "president", "2024", "Joe Biden"),
        ("India", "foreign secretary", "2016", "Subrahmanyam Jaishankar"),
        ("India", "foreign minister", "2016", "Sushma Swaraj"),
        ("Ruritania", "president", "2010", ""),
    ] {
        assert_eq!(held(body, role, date), wanted, "{role} of {body}, {date}");
    }
}

#[test]
fn on_a_day_of_change_both_are_found_and_the_new_one_first() {
    assert_eq!(held("United States", "president", "2021-01-20"), "Joe Biden, Donald Trump");
    assert_eq!(held("United States", "president", "2021-01-19"), "Donald Trump");
    assert_eq!(held("United States", "president", "2021-01-21"), "Joe Biden");
    assert_eq!(held("United States", "president", "2021"), "Joe Biden, Donald Trump");
    let day = "2021-01-20".parse().ok();
    assert!(Authority::builtin().holding("United States", "president", day).iter().all(|held| held.sure));
    let year = "2021".parse().ok();
    assert!(!Authority::builtin().holding("United States", "president", year).iter().any(|held| held.sure));
}

#[test]
fn a_vice_a_deputy_and_a_former_one_are_not_the_holder() {
    for (office, role) in
        [("vice president", "vice president"), ("Deputy Foreign Minister", "deputy foreign minister")]
    {
        assert_eq!(read(office).role, role);
    }
    assert_eq!(
        held("United States", "deputy president", "2022"),
        held("United States", "vice president", "2022")
    );
    assert!(!held("United States", "vice president", "2022").contains("Biden"));
    assert_eq!(held("United States", "deputy secretary of the treasury", "2022"), "");
    assert_eq!(held("United Kingdom", "shadow foreign secretary", "2016-08-01"), "");
}

#[test]
fn namesakes_are_all_found() {
    assert_eq!(named("Ivanov"), "Gjorge Ivanov, Igor Ivanov, Sergei Ivanov");
    let bushes = Authority::builtin().persons_named("George Bush");
    assert_eq!(bushes.len(), 2, "{bushes:?}");
    assert_eq!(named("George W. Bush"), "George W. Bush");
    assert_eq!(named("Biden"), "Jill Biden, Joe Biden");
    assert_eq!(named("Lavr"), "", "no part of a surname");
}

#[test]
fn a_person_goes_by_every_form_of_the_name() {
    for (name, wanted) in [
        ("Joseph R. Biden", "Joe Biden"),
        ("JOE BIDEN", "Joe Biden"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Vladimir Vladimirovich Putin", "Vladimir Putin"),
        ("Antony J. Blinken", "Antony Blinken"),
        ("Xi", "Xi Jinping"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Ban", "Ban Ki-moon"),
    ] {
        assert!(named(name).split(", ").any(|name| name == wanted), "{name}: {}", named(name));
    }
    assert_eq!(named("Joe Lavrov"), "");
    assert_eq!(named(""), "");
}

#[test]
fn the_sex_of_many_is_known() {
    let sex = |name| Authority::builtin().persons_named(name).first().and_then(|person| person.sex);
    assert_eq!(sex("Jill Biden"), Some(Sex::Female));
    assert_eq!(sex("Joe Biden"), Some(Sex::Male));
}

#[test]
fn an_office_is_read_with_its_state() {
    for (text, role, bodies) in [
        ("the Russian foreign minister", "foreign minister", &["Russia"][..]),
        ("Secretary of State", "foreign minister", &["United States"]),
        ("Foreign Secretary", "foreign minister", &["United Kingdom"]),
        ("India’s Foreign Secretary", "foreign secretary", &["India"]),
        ("Chancellor", "prime minister", &["Germany", "Austria"]),
        ("UN secretary-general", "head", &["United Nations"]),
        ("NATO chief", "head", &["NATO"]),
        ("the Kremlin spokesman", "presidential spokesperson", &["Russia"]),
        ("prime minister of Japan", "prime minister", &["Japan"]),
        ("Israel's defence minister", "defence minister", &["Israel"]),
        ("Deputy Foreign Minister of Iran", "deputy foreign minister", &["Iran"]),
        ("Minister of Foreign Affairs and Trade of New Zealand", "foreign minister", &["New Zealand"]),
        ("UN High Commissioner for Human Rights", "head", &["OHCHR"]),
        ("a State Department spokeswoman", "foreign ministry spokesperson", &["United States"]),
        ("Iranian Foreign Ministry spokesman", "foreign ministry spokesperson", &["Iran"]),
        ("the president", "president", &[]),
    ] {
        let phrase = read(text);
        assert_eq!(
            (phrase.role, phrase.bodies),
            (role, bodies.iter().map(|body| (*body).to_owned()).collect()),
            "{text}"
        );
    }
    for text in ["the president said", "president of the board", "Ms. Example", "the minister's car", ""] {
        assert_eq!(Authority::builtin().office_in(text), None, "{text}");
    }
}

#[test]
fn what_is_said_of_an_office_is_kept() {
    for (text, standing, acting, rank) in [
        ("former US Secretary of State", Standing::Held, false, Rank::Itself),
        ("ex-president", Standing::Held, false, Rank::Itself),
        ("Israel’s then-defence minister", Standing::Then, false, Rank::Itself),
        ("the president-elect", Standing::Elect, false, Rank::Itself),
        ("the acting president", Standing::Holds, true, Rank::Itself),
        ("deputy Kremlin spokesman", Standing::Holds, false, Rank::Deputy),
        ("shadow foreign secretary", Standing::Holds, false, Rank::Shadow),
    ] {
        let phrase = read(text);
        assert_eq!((phrase.standing, phrase.acting, phrase.rank), (standing, acting, rank), "{text}");
    }
    let phrase = read("Former Prime Minister Ada van der Example of Israel");
    assert_eq!(phrase.name.as_deref(), Some("Ada van der Example"));
    assert_eq!(phrase.bodies, ["Israel"]);
    let phrase = read("US ambassador to Israel Ben Example");
    assert_eq!((phrase.bodies, phrase.place.as_deref()), (vec!["United States".to_owned()], Some("Israel")));
    assert_eq!(phrase.name.as_deref(), Some("Ben Example"));
}

#[test]
fn a_term_without_end_lasts_until_the_next_one() {
    let list = list_of(&[
        row("France", "Minister of Foreign Affairs", "Ada Example", "1990-02-01", ""),
        row("France", "Minister of Foreign Affairs", "Ben Example", "1995-03-04", ""),
        row("France", "Deputy Minister of Foreign Affairs", "Cy Example", "1990", ""),
        row("France", "Deputy Minister of Foreign Affairs", "Di Example", "1995", ""),
    ]);
    let on = |role: &str, date: &str| {
        let held = list.holding("France", role, None, date.parse().ok());
        held.iter().map(|held| (held.person.name.to_string(), held.sure)).collect::<Vec<_>>()
    };
    assert_eq!(on("foreign minister", "1993-01-01"), [("Ada Example".to_owned(), true)]);
    assert_eq!(on("foreign minister", "1996-01-01"), [("Ben Example".to_owned(), true)]);
    assert_eq!(
        on("foreign minister", "2023-01-01"),
        [("Ben Example".to_owned(), false)],
        "the list is of 2020"
    );
    assert_eq!(on("deputy foreign minister", "1996-01-01").len(), 2);
    assert_eq!(on("foreign minister", "1980-01-01"), []);
}

#[test]
fn rows_of_one_person_are_put_together() {
    let whole = Row {
        source: "pocom".into(),
        id: "example-ada".into(),
        born: "1950".into(),
        ..row("United States", "Secretary of State", "Ada Beth Example", "2001-01-20", "2005-01-20")
    };
    let label = Row {
        source: "wikidata".into(),
        id: "Q1".into(),
        born: "1950-03-01".into(),
        sex: "female".into(),
        ..row("United States", "Secretary of State", "Ada Example", "2001-01-20", "")
    };
    let other = Row {
        source: "wikidata".into(),
        id: "Q2".into(),
        born: "1900".into(),
        ..row("United States", "Secretary of State", "Ada Example", "1940", "1941")
    };
    let list = list_of(&[label, whole, other]);
    let persons: Vec<_> = list.persons().map(|person| (person.name.as_ref(), person.terms.len())).collect();
    assert_eq!(persons, [("Ada Example", 1), ("Ada Example", 1)]);
    let ada = &list.named("Ada Beth Example")[0];
    assert_eq!((ada.sex, ada.terms[0].to), (Some(Sex::Female), "2005-01-20".parse().ok()));
    assert_eq!(list.named("Example").len(), 2);
}

#[test]
fn titles_of_the_sources_are_the_offices_of_the_list() {
    let offices = |title, body| {
        let named = titles::offices_of(title, body);
        named.iter().map(|named| named.role).collect::<Vec<_>>().join(", ")
    };
    for (title, body, wanted) in [
        ("Federal Minister for Europe, Integration and Foreign Affairs", "Austria", "foreign minister"),
        (
            "Deputy Prime Minister and Minister of Foreign Affairs",
            "Serbia",
            "deputy prime minister, foreign minister",
        ),
        ("Minister of State for Defence", "India", "deputy defence minister"),
        ("Minister of Foreign Trade", "Netherlands", ""),
        ("Minister of Civil Defence", "Egypt", ""),
        ("Ambassador Extraordinary and Plenipotentiary to Belgium", "United States", "ambassador"),
        ("Representative of the U.S.A. to the United Nations", "United States", "permanent representative"),
        ("Assistant Secretary of State for African Affairs", "United States", "assistant secretary of state"),
        ("President of the Senate", "Italy", ""),
        ("Premier of Quebec", "Canada", ""),
    ] {
        assert_eq!(offices(title, body), wanted, "{title}");
    }
}

#[test]
fn the_list_is_written_the_same_each_time() {
    let rows = [
        row("France", "President", "Ada Example", "1990", "1995"),
        row("Chad", "President", "Ben Example", "1990", "1995"),
    ];
    assert_eq!(make(&rows).unwrap(), make(&rows).unwrap());
}

#[test]
fn the_user_s_own_list_goes_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    let rows = "name,variants,role,affiliation,from,to\nAda Example,A. Sample,foreign minister,Russia,2014,2014\n\
Cy Biden,,envoy,Ruritania,,\n";
    std::fs::write(&file, rows).unwrap();
    let authority = Authority::open(&file).unwrap();
    let on = |date: &str| {
        authority.holding("Russia", "foreign minister", date.parse().ok())[0].person.name.to_string()
    };
    assert_eq!((on("2014-05-01"), on("2015-05-01")), ("Ada Example".to_owned(), "Sergey Lavrov".to_owned()));
    assert_eq!(authority.persons_named("Biden")[0].name, "Cy Biden");
    assert_eq!(authority.persons_named("Sample")[0].name, "Ada Example");
    assert_eq!(authority.holding("Ruritania", "envoy", None).len(), 1);
}
