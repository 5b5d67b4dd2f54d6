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
pub(super) const CUE_BITS: u32 = 19;
/// Rows of the table of spans, as a power of two.
pub(super) const SPAN_BITS: u32 = 20;
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
    /// The sum of weights for each label.
    type Sum: Copy + Default;

    /// The evidence that a token is the head of a cue, for one feature.
    fn cue(&self, feature: u32) -> f32;
    /// Adds the evidence for each label, for one feature.
    fn span(&self, feature: u32, sum: &mut Self::Sum);
    /// The evidence for each label that two sums hold.
    fn evidence(&self, one: Self::Sum, other: Self::Sum) -> [f32; LABELS];
    /// The evidence that each label follows each label before it, at such a place.
    fn steps(&self, place: usize) -> &[[f32; LABELS]; LABELS];
}

/// The shipped weights: one byte each, times a scale.
pub(super) struct Model<'a> {
    cue: &'a [u8],
    span: &'a [[u8; LABELS]],
    steps: Vec<[[f32; LABELS]; LABELS]>,
    /// How much one step of a byte is worth, for the tables of cues and spans.
    scales: [f32; 2],
}

/// What precedes the tables: three little-endian floats.
const HEAD: usize = 12;

/// Bytes of a model.
pub(super) const SIZE: usize = HEAD + (1 << CUE_BITS) + (LABELS << SPAN_BITS) + PLACES * LABELS * LABELS;

impl<'a> Model<'a> {
    /// Reads a model as [`write`] wrote it; `None` where the bytes are none.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let model = Self::from_bytes(bytes.try_into().ok()?);
        let sound = model.scales.iter().all(|scale| scale.is_finite());
        let sound = sound && model.steps.iter().flatten().flatten().all(|step| step.is_finite());
        sound.then_some(model)
    }

    /// A model whose bytes are as many as they should be.
    pub fn from_bytes(bytes: &'a [u8; SIZE]) -> Self {
        let number = |at: usize| f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (cue, rest) = bytes[HEAD..].split_at(1 << CUE_BITS);
        let (span, step) = rest.split_at(LABELS << SPAN_BITS);
        let (span, _) = span.as_chunks();
        let (step, _) = step.as_chunks();
        let (step, _) = step.as_chunks::<LABELS>();
        let worth = number(8);
        let steps =
            step.iter().map(|rows| rows.map(|row: [u8; LABELS]| row.map(|byte| signed(byte) * worth)));
        let steps = steps.collect();
        Self { cue, span, steps, scales: [number(0), number(4)] }
    }
}

/// The byte form of three tables, for [`Model::read`].
pub(super) fn write(tables: [&[f32]; 3]) -> Vec<u8> {
    let scale = |table: &[f32]| {
        let largest = table.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        if largest > 0.0 { largest / 127.0 } else { 1.0 }
    };
    let scales = tables.map(scale);
    let mut bytes: Vec<u8> = scales.iter().flat_map(|number| number.to_le_bytes()).collect();
    for (table, scale) in tables.iter().zip(scales) {
        bytes.extend(table.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8 as u8));
    }
    bytes
}

fn signed(byte: u8) -> f32 {
    f32::from(byte as i8)
}

impl Weights for Model<'_> {
    /// Small whole numbers, which add up without loss: a token has far fewer than 256 features.
    type Sum = [i16; LABELS];

    #[inline]
    fn cue(&self, feature: u32) -> f32 {
        signed(self.cue[(feature >> (32 - CUE_BITS)) as usize]) * self.scales[0]
    }

    #[inline]
    fn span(&self, feature: u32, sum: &mut [i16; LABELS]) {
        let row = &self.span[(feature >> (32 - SPAN_BITS)) as usize];
        for (sum, weight) in sum.iter_mut().zip(row) {
            *sum += i16::from(*weight as i8);
        }
    }

    #[inline]
    fn evidence(&self, one: [i16; LABELS], other: [i16; LABELS]) -> [f32; LABELS] {
        std::array::from_fn(|label| f32::from(one[label] + other[label]) * self.scales[1])
    }

    #[inline]
    fn steps(&self, place: usize) -> &[[f32; LABELS]; LABELS] {
        &self.steps[place]
    }
}
