//! Learned weights: a hashed table of small numbers, and the sum of those that a place has.

/// The labels that a token can have beside a cue.
pub(super) const LABELS: usize = 4;
/// Outside the attribution.
pub(super) const OUT: usize = 0;
/// A word of the source.
pub(super) const SOURCE: usize = 1;
/// A word of the cue.
pub(super) const CUE: usize = 2;
/// A word of the content.
pub(super) const CONTENT: usize = 3;

/// Rows of the table of cues, as a power of two.
pub(super) const CUE_BITS: u32 = 17;
/// Rows of the table of spans, as a power of two.
pub(super) const SPAN_BITS: u32 = 18;
/// Classes of places at which one label follows another.
pub(super) const PLACES: usize = 256;

/// Mixes a feature's template and value to a number whose high bits are well spread.
#[inline]
pub(super) fn mix(template: u32, value: u32) -> u32 {
    let mut hash = (value ^ template.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 15;
    hash.wrapping_mul(0xc2b2_ae35)
}

/// Joins two values to one.
#[inline]
pub(super) fn pair(a: u32, b: u32) -> u32 {
    (a.rotate_left(13) ^ b).wrapping_mul(0x9e37_79b1).rotate_left(7) ^ a
}

/// Weights as they are learned or as they are shipped.
pub(super) trait Weights {
    /// The evidence that a token is the head of a cue, for one feature.
    fn cue(&self, feature: u32) -> f32;
    /// Adds the evidence for each label, for one feature, in units of [`Weights::scale`].
    fn span(&self, feature: u32, sum: &mut [f32; LABELS]);
    /// What the sums of [`Weights::span`] are to be multiplied by.
    fn scale(&self) -> f32;
    /// The evidence that `label` follows `before` at such a place.
    fn step(&self, place: usize, before: usize, label: usize) -> f32;
}

/// The shipped weights: one byte each, times a scale.
pub(super) struct Model<'a> {
    cue: &'a [u8],
    span: &'a [u8],
    step: &'a [u8],
    /// How much one step of a byte is worth, for each table.
    scales: [f32; 3],
    /// The least score of a cue.
    pub threshold: f32,
}

/// What precedes the tables: four little-endian floats.
const HEAD: usize = 16;

/// Bytes of a model.
pub(super) const SIZE: usize = HEAD + (1 << CUE_BITS) + (LABELS << SPAN_BITS) + PLACES * LABELS * LABELS;

impl<'a> Model<'a> {
    /// Reads a model as [`write`] wrote it; `None` where the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let model = Self::of(bytes.try_into().ok()?);
        let sound = model.threshold.is_finite() && model.scales.iter().all(|scale| scale.is_finite());
        sound.then_some(model)
    }

    /// A model whose bytes are as many as they should be.
    pub fn of(bytes: &'a [u8; SIZE]) -> Self {
        let number = |at: usize| f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (cue, rest) = bytes[HEAD..].split_at(1 << CUE_BITS);
        let (span, step) = rest.split_at(LABELS << SPAN_BITS);
        Self { cue, span, step, scales: [number(0), number(4), number(8)], threshold: number(12) }
    }
}

/// The byte form of three tables and a threshold, for [`Model::read`].
pub(super) fn write(tables: [&[f32]; 3], threshold: f32) -> Vec<u8> {
    let scale = |table: &[f32]| {
        let largest = table.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        if largest > 0.0 { largest / 127.0 } else { 1.0 }
    };
    let scales = tables.map(scale);
    let mut bytes: Vec<u8> =
        scales.iter().chain([&threshold]).flat_map(|number| number.to_le_bytes()).collect();
    for (table, scale) in tables.iter().zip(scales) {
        bytes.extend(table.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8));
    }
    bytes
}

fn signed(byte: u8) -> f32 {
    f32::from(byte as i8)
}

impl Weights for Model<'_> {
    #[inline]
    fn cue(&self, feature: u32) -> f32 {
        signed(self.cue[(feature >> (32 - CUE_BITS)) as usize]) * self.scales[0]
    }

    #[inline]
    fn span(&self, feature: u32, sum: &mut [f32; LABELS]) {
        let at = (feature >> (32 - SPAN_BITS)) as usize * LABELS;
        for (sum, weight) in sum.iter_mut().zip(&self.span[at..at + LABELS]) {
            *sum += signed(*weight);
        }
    }

    fn scale(&self) -> f32 {
        self.scales[1]
    }

    #[inline]
    fn step(&self, place: usize, before: usize, label: usize) -> f32 {
        signed(self.step[(place * LABELS + before) * LABELS + label]) * self.scales[2]
    }
}
