//! Typography of an opening: how a label ends, its case, and the parts that were read of it.

/// How a label ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// `Name:`.
    Colon,
    /// `Mr. NAME. Thank you`, `Q. And why`.
    Stop,
    /// `Name – Thank you`.
    Dash,
    /// `Name (PPE). – Thank you`.
    StopDash,
    /// `Name, 00:12` on a line of its own, or with the time on the next.
    Time,
    /// `<v Name>`.
    Voice,
    /// `Q   And why`, `Q And why`.
    Blank,
    /// `**Name** Thank you`.
    Bold,
    /// `Mr. Name (State) said that`: what follows reports.
    Said,
}

/// How a label is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Case {
    /// `MR. NAME`.
    Capitals,
    /// `Mr. NAME`, `The PRESIDENT`.
    Mixed,
    /// `Mr. Name`.
    Title,
}

/// The typography of an opening: the heads of a transcript share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Form {
    pub end: End,
    pub case: Case,
    pub bold: bool,
}

/// An opening of a line that may be the head of a turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    /// How many bytes of the line it takes.
    pub length: usize,
    /// The name or office.
    pub label: &'a str,
    /// What a comma or `of` joins to the label: `CNN ANCHOR`, `New York`.
    pub description: Option<&'a str>,
    /// The first brackets that hold no note: `Russian Federation`.
    pub bracket: Option<&'a str>,
    /// Where brackets begin and end that hold a note, in bytes of the line: `spoke in Russian`.
    pub note: Option<(usize, usize)>,
    pub form: Form,
    /// Whether the shape alone says that somebody speaks.
    pub certain: bool,
    /// Whether a time stands beside the label.
    pub stamped: bool,
}
