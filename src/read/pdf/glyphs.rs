//! The words of a page: the glyphs that it draws, joined by their places.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

/// A gap wider than this part of the letters' size parts two words. Letters of one word are set closer, words
/// hardly ever.
const WORD_GAP: f32 = 0.13;
/// Letters of one word may overlap by this part of their size.
const OVERLAP: f32 = 0.6;
/// Glyphs closer than this part of their size are one letter that was drawn twice, to look bold.
const SAME_PLACE: f32 = 0.08;
/// How far, in degrees, a scan may lie askew and its lines still be level.
const ASKEW: f64 = 3.0;
/// The most things that a page may draw; a page of small print has some 20,000 letters.
const MOST_DRAWN: u64 = 2_000_000;
/// The most things that the pages of one file may draw.
const MOST_DRAWN_IN_ALL: u64 = 200_000_000;

/// Letters that stand together. Places are in points (1/72 inch) from the page's upper left corner, as the reader
/// of the word sees it: along its line, and down.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// Where the letters stand on, downwards.
    pub base: f32,
    /// The size of the letters.
    pub size: f32,
    /// Whether a space was drawn after it.
    pub spaced: bool,
    /// Whether the page marks it as a running head or the like.
    pub artifact: bool,
}

/// What a page draws.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The words that most of the page's letters run along with.
    pub words: Vec<Word>,
    /// Words that run another way, such as up the margin, one group a direction.
    pub turned: Vec<Vec<Word>>,
    pub images: u32,
    /// Letters in all.
    pub letters: u32,
    /// Letters of which the file does not say what they are; they stand as U+FFFD.
    pub unknown: u32,
}

/// What the pages of one file share.
pub(super) struct Interpreter<'a> {
    cache: InterpreterCache<'a>,
    xref: &'a XRef,
    /// How many things may still be drawn.
    left: u64,
}

/// The page draws without end.
struct Endless;

impl<'a> Interpreter<'a> {
    pub fn new(xref: &'a XRef) -> Self {
        Self { cache: InterpreterCache::new(), xref, left: MOST_DRAWN_IN_ALL }
    }

    /// Begins anew after a page that broke off in the middle.
    pub fn recover(&mut self) {
        self.cache = InterpreterCache::new();
        self.left = self.left.saturating_sub(MOST_DRAWN);
    }

    /// What a page draws.
    ///
    /// # Panics
    /// With `Endless` where it draws without end, as the interpreter cannot be stopped otherwise.
    pub fn page(&mut self, page: &Page<'a>) -> Drawn {
        let (width, height) = page.render_dimensions();
        let settings =
            InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, bounds, &self.cache, self.xref, settings);
        let mut pen = Pen { most: MOST_DRAWN.min(self.left), ..Pen::default() };
        interpret_page(page, &mut context, &mut pen);
        self.left = self.left.saturating_sub(pen.drawn);
        pen.drawn()
    }
}

/// Takes the glyphs as they are drawn.
#[derive(Default)]
struct Pen {
    words: Vec<(i16, Word)>,
    /// Where letters stand, to find those that are drawn twice.
    places: FxHashSet<(char, i32, i32)>,
    images: u32,
    letters: u32,
    unknown: u32,
    drawn: u64,
    most: u64,
    /// Marked contents that are open, each with whether it is an artifact.
    marked: Vec<bool>,
    artifacts: u32,
}

/// A glyph and its place; see [`Word`].
struct Placed {
    turn: i16,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

impl Pen {
    fn count(&mut self) {
        self.drawn += 1;
        if self.drawn > self.most {
            std::panic::resume_unwind(Box::new(Endless));
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, vertical: bool) {
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawing) => drawing.advance_width(),
        };
        let Some(placed) = place(transform, f64::from(advance.unwrap_or(500.0)), vertical) else { return };
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.letter(&[letter], &placed),
            Some(BfString::String(letters)) => {
                let letters: Vec<char> = letters.chars().take(16).collect();
                self.letter(&letters, &placed);
            }
            None => {
                self.unknown += 1;
                self.letter(&[char::REPLACEMENT_CHARACTER], &placed);
            }
        }
    }

    fn letter(&mut self, letters: &[char], placed: &Placed) {
        let drawn =
            |c: &char| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}');
        let Some(first) = letters.iter().copied().find(drawn) else { return };
        if letters.iter().all(|c| c.is_whitespace()) {
            if let Some((_, word)) = self.words.last_mut() {
                word.spaced = true;
            }
            return;
        }
        if self.is_again(first, placed) {
            return;
        }
        self.letters += 1;
        let text: String = letters.iter().copied().filter(drawn).collect();
        let text = if text.chars().any(is_form) { text.nfkc().collect() } else { text };
        let artifact = self.artifacts > 0;
        if let Some((turn, word)) = self.words.last_mut()
            && *turn == placed.turn
            && word.artifact == artifact
            && join(word, &text, placed)
        {
            return;
        }
        let Placed { left, right, base, size, turn } = *placed;
        self.words.push((turn, Word { text, left, right, base, size, spaced: false, artifact }));
    }

    /// Whether the letter stands there already.
    fn is_again(&mut self, letter: char, placed: &Placed) -> bool {
        let step = (placed.size * SAME_PLACE).max(0.1);
        let (x, y) = ((placed.left / step).round() as i32, (placed.base / step).round() as i32);
        let again = (-1..=1).any(|by| self.places.contains(&(letter, x + by, y)));
        self.places.insert((letter, x, y));
        again
    }

    fn drawn(self) -> Drawn {
        let mut turns: Vec<(i16, usize)> = Vec::new();
        for (turn, word) in &self.words {
            match turns.iter_mut().find(|(other, _)| other == turn) {
                Some((_, count)) => *count += word.text.len(),
                None => turns.push((*turn, word.text.len())),
            }
        }
        // The most first; of equals, the level ones.
        turns.sort_by_key(|(turn, count)| (std::cmp::Reverse(*count), turn.abs()));
        let mut groups: Vec<Vec<Word>> = vec![Vec::new(); turns.len()];
        for (turn, word) in self.words {
            if let Some(at) = turns.iter().position(|(other, _)| *other == turn) {
                groups[at].push(word);
            }
        }
        let mut groups = groups.into_iter();
        Drawn {
            words: groups.next().unwrap_or_default(),
            turned: groups.collect(),
            images: self.images,
            letters: self.letters,
            unknown: self.unknown,
        }
    }
}

impl<'a> Device<'a> for Pen {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count();
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.count();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        for glyph in run.glyphs() {
            self.count();
            self.glyph(glyph, props.transform * glyph.transform(), vertical);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count();
        self.images += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.count();
        let kind = properties.and_then(|properties| properties.get::<Name<'_>>(b"Type" as &[u8]));
        let artifact = tag == b"Artifact" && kind.is_some_and(|kind| kind.as_ref() == b"Pagination");
        self.artifacts += u32::from(artifact);
        self.marked.push(artifact);
    }

    fn end_marked_content(&mut self) {
        if self.marked.pop() == Some(true) {
            self.artifacts -= 1;
        }
    }
}

/// A ligature or a letter's form within a word, which stands for plain letters.
fn is_form(letter: char) -> bool {
    matches!(letter, '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fdfb}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether a letter is of a script that is written from right to left.
pub(super) fn is_leftward(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
        && !letter.is_numeric()
}

/// Where a glyph stands, seen by the reader of its line; `None` where it has no size. `advance` is in
/// thousandths of its size.
fn place(transform: Affine, advance: f64, vertical: bool) -> Option<Placed> {
    let origin = transform * Point::ZERO;
    let along: Vec2 = transform * Point::new(1000.0, 0.0) - origin;
    let up: Vec2 = transform * Point::new(0.0, 1000.0) - origin;
    let size = up.hypot();
    if !size.is_finite() || size < 0.1 || along.hypot() < 0.01 || !origin.is_finite() {
        return None;
    }
    let degrees = along.y.atan2(along.x).to_degrees();
    let turn = if degrees.abs() < ASKEW { 0.0 } else { degrees.round() };
    let direction = if vertical { Vec2::new(0.0, 1.0) } else { Vec2::from_angle(turn.to_radians()) };
    let down = Vec2::new(-direction.y, direction.x);
    let from = origin.to_vec2();
    let length = if vertical { size } else { along.hypot() * advance / 1000.0 };
    let left = from.dot(direction);
    Some(Placed {
        turn: if vertical { 1000 } else { turn as i16 },
        left: left as f32,
        right: (left + length) as f32,
        base: from.dot(down) as f32,
        size: size as f32,
    })
}

/// Adds a letter to the word it stands beside; whether it does.
fn join(word: &mut Word, text: &str, placed: &Placed) -> bool {
    let size = word.size.max(placed.size);
    let level =
        (word.base - placed.base).abs() < 0.2 * size && placed.size > 0.55 * size && word.size > 0.55 * size;
    if word.spaced || !level {
        return false;
    }
    let after = placed.left - word.right;
    let before = word.left - placed.right;
    let near = |gap: f32| gap > -OVERLAP * size && gap < WORD_GAP * size;
    let leftward = text.chars().chain(word.text.chars().rev().take(1)).any(is_leftward);
    if near(after) && placed.left >= word.left - 0.2 * size {
        // A word of Arabic that was drawn from its end.
        if leftward { word.text.insert_str(0, text) } else { word.text.push_str(text) }
    } else if leftward && near(before) {
        word.text.push_str(text);
    } else {
        return false;
    }
    word.left = word.left.min(placed.left);
    word.right = word.right.max(placed.right);
    true
}
