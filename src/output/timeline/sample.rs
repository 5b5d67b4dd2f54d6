//! Timelines made by hand, for tests.

use chrono::NaiveDate;

use crate::index::StoredPassage;
use crate::model::{Basis, Kind, PartialDate, Span, Speaker, StatementDate};
use crate::query::Filters;
use crate::search::{Match, Within};
use crate::timeline::{
    Batch, Bin, BurstOptions, Bursts, Choice, Coarse, Corpus, Coverage, Event, Gap, GapKind, LaneBy,
    LaneName, Lanes, Mentions, Series, Tally, TimedBurst, Timeline, Unit, bursts,
};

/// What a text may hold that would do harm where it is not told apart from a page's own words.
pub(super) const HOSTILE: &str = "=1+1 <script>alert('x')</script> \"quoted\" & 'so' ]]> <!-- --> </style> \u{202e}txt.exe\u{202c} \u{1b}[31m\u{0}";

pub(super) fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    date(text).first_day()
}

/// Nothing matches, and there is nothing that could.
pub(super) fn empty() -> Timeline {
    Timeline {
        title: None,
        series: vec![series("zzyzx", 0)],
        filters: Filters::default(),
        corpus: Corpus { index_generation: 3, ..Corpus::default() },
        unit: Unit::Month,
        lanes: None,
        bins: Vec::new(),
        coarse: Vec::new(),
        undated: Tally::default(),
        gaps: Vec::new(),
        bursts: Bursts { options: BurstOptions::default(), found: Vec::new() },
        speakers: Vec::new(),
        mentions: None,
        events: Vec::new(),
        choice: Choice::Spread,
    }
}

pub(super) fn series(input: &str, total: u64) -> Series {
    Series {
        input: input.to_owned(),
        understood: input.to_owned(),
        notes: Vec::new(),
        total,
        by_words: None,
        words_only: false,
        passages: total,
        matched: Match::All,
    }
}

/// Counts of a run of bins, each with its matches and all statements, split between two lanes.
pub(super) fn counted(first: &str, unit: Unit, counts: &[(u64, u64)]) -> Timeline {
    let mut bucket = Some(unit.bucket_of(day(first)));
    let mut bins = Vec::new();
    for (matched, all) in counts {
        let at = bucket.unwrap();
        let lanes = vec![matched.div_ceil(2), matched / 2];
        let tally = Tally { matched: *matched, all: *all, lanes };
        let coverage = if *all > 0 { Coverage::Dated } else { Coverage::None };
        bins.push(Bin { start: at.start(), end: at.end(), label: at.to_string(), tally, coverage });
        bucket = at.next();
    }
    let total = counts.iter().map(|(matched, _)| matched).sum();
    let gaps = gaps(&bins);
    let batches: Vec<_> =
        counts.iter().map(|(matched, all)| Batch { matched: *matched, all: *all }).collect();
    let found = bursts(&batches, BurstOptions::default()).into_iter().map(|burst| TimedBurst {
        start: bins[burst.first].start,
        end: bins[burst.last].end,
        label: bins[burst.first].label.clone(),
        burst,
    });
    let found = found.collect();
    let day = PartialDate::day;
    Timeline {
        series: vec![series("ceasefire", total)],
        corpus: Corpus {
            index_generation: 12,
            content_hash: "00c0ffee00c0ffee".into(),
            documents: 40,
            statements: counts.iter().map(|(_, all)| all).sum(),
            from: bins.first().map(|bin| bin.start),
            to: bins.last().map(|bin| bin.end),
        },
        unit,
        mentions: bins.first().zip(bins.last()).map(|(first, last)| (day(first.start), day(last.end))),
        gaps,
        bursts: Bursts { options: BurstOptions::default(), found },
        bins,
        ..empty()
    }
}

fn gaps(bins: &[Bin]) -> Vec<Gap> {
    let kind = |bin: &Bin| match (bin.tally.matched, bin.tally.all) {
        (0, 0) => Some(GapKind::NoCoverage),
        (0, _) => Some(GapKind::NoMatch),
        _ => None,
    };
    let runs = bins.chunk_by(|a, b| kind(a) == kind(b));
    runs.filter_map(|run| {
        let kind = kind(&run[0])?;
        Some(Gap { start: run[0].start, end: run[run.len() - 1].end, bins: run.len(), kind })
    })
    .collect()
}

pub(super) fn lanes(by: LaneBy) -> Lanes {
    let value = |name: &str| LaneName::Value(name.to_owned());
    Lanes { by, names: vec![value("Ada Example"), value(HOSTILE)], within: Within::Statement, others: 0 }
}

/// One statement; where `when` is `None`, without a date.
pub(super) fn event(id: &str, when: Option<&str>, quote: &str) -> Event {
    let known = |when: &str| StatementDate::known(date(when), Basis::Stated);
    let stored = StoredPassage {
        id: id.to_owned(),
        document: "d".to_owned(),
        record: None,
        kind: Kind::Spoken,
        speaker: Some(Speaker { role: Some("envoy".to_owned()), ..Speaker::named("Ada Example") }),
        speakers: Vec::new(),
        date: when.map_or_else(StatementDate::unknown, known),
        published: None,
        topics: Vec::new(),
        topic_evidence: Vec::new(),
        forms: Vec::new(),
        entities: Vec::new(),
        mentions: Vec::new(),
        title: Some("Talks".to_owned()),
        source: Some("The Record".to_owned()),
        url: Some("https://example.org/a?b=1&c=2".to_owned()),
        author: None,
        number: None,
        language: None,
        path: "talks.txt".to_owned(),
        line: 4,
        page: None,
        statement: Span::new(10, 200),
        span: Span::new(10, 200),
        text: quote.to_owned(),
        attributions: Vec::new(),
        tags: Vec::new(),
        corrected: Vec::new(),
    };
    Event {
        stored,
        quote: quote.to_owned(),
        highlights: Vec::new(),
        place: Span::new(10, 10 + quote.chars().count()),
        group: 1,
        score: 1.5,
        series: vec![0],
        first_for_speaker: true,
        change: None,
        also: 0,
        stands_for: 1,
    }
}

/// A bit of everything: bins, lanes, a burst, gaps, coarse dates, no date, and hostile text everywhere.
pub(super) fn full() -> Timeline {
    let counts =
        [(2, 100), (2, 100), (30, 100), (0, 50), (0, 0), (0, 0), (2, 100), (1, 80), (2, 100), (2, 90)];
    let mut events = vec![
        event("a", Some("2024-01-09"), "We call for a ceasefire."),
        event("b", Some("2024-03"), HOSTILE),
        event("c", None, "The cease-fire\nholds."),
    ];
    events[0].highlights = vec![Span::new(14, 23)];
    events[1].highlights = vec![Span::new(5, 12)];
    events[1].stored.url = Some("javascript:alert(1)".to_owned());
    events[1].stored.title = Some(HOSTILE.to_owned());
    events[1].stored.source = Some(HOSTILE.to_owned());
    events[1].stored.path = HOSTILE.to_owned();
    events[1].stored.speaker = Some(Speaker::named(HOSTILE));
    let tally = |matched, all| Tally { matched, all, lanes: vec![matched, 0] };
    let mut timeline = counted("2024-01-01", Unit::Month, &counts);
    timeline.series[0].input = format!("ceasefire {HOSTILE}");
    timeline.series[0].total += 8;
    timeline.filters.sources = vec![HOSTILE.to_owned()];
    timeline.lanes = Some(lanes(LaneBy::Speaker));
    timeline.coarse = vec![
        Coarse { date: date("1950"), tally: tally(1, 3) },
        Coarse { date: date("2024"), tally: tally(4, 40) },
    ];
    timeline.undated = tally(3, 20);
    timeline.speakers = [Some("Ada Example"), Some(HOSTILE), None]
        .map(|name| Mentions {
            speaker: name.map(str::to_owned),
            statements: 3,
            dates: Some((date("2024-01-09"), date("2024-03"))),
        })
        .to_vec();
    timeline.events = events;
    timeline
}
