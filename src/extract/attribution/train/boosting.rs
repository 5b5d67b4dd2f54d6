//! Boosted trees by gradients and histograms (Chen and Guestrin 2016; Ke and others 2017): each tree is
//! grown leaf by leaf, where the logistic loss falls most.

use super::{Plan, Random};
use crate::extract::attribution::numbers::{CLASSES, NUMBERS, Numbers};
use crate::extract::attribution::trees::{Branch, DEPTH, EARLY, Set, Trees};

/// How much of what a tree finds is taken over.
const RATE: f64 = 0.17;
/// The least rows of a leaf.
const ROWS: u32 = 40;
/// What holds leaves near nothing: for numbers, and for classes, of which one can pick and choose.
const RIDGE: [f64; 2] = [10.0, 20.0];
/// A class that fewer rows have goes right.
const RARE: u32 = 20;
/// What holds the mean of a class near nothing, where classes are put in order.
const SMOOTH: f64 = 30.0;
/// The most values that a number is told apart by.
const BINS: usize = 128;

/// One likely candidate in so many may be given up early.
const LOST: usize = 1000;

/// Below every class.
const BELOW_ALL: f32 = -1.0;

/// Learns trees from rows of numbers and how right each is.
pub(super) fn boost(numbers: &[Numbers], right: &[f32], plan: Plan) -> Trees {
    let share = right.iter().sum::<f32>() / right.len().max(1) as f32;
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    let mut found = Trees::new((share / (1.0 - share)).ln(), plan.least);
    let columns: Vec<Column> = (0..NUMBERS).map(|number| Column::new(numbers, number)).collect();
    let mut sums = vec![f64::from(found.start); numbers.len()];
    let mut random = Random(0x5851_f42d_4c95_7f2d);
    let mut early = Vec::new();
    for tree in 0..plan.trees {
        if tree == EARLY {
            early.clone_from(&sums);
        }
        let gradients: Vec<[f64; 2]> =
            sums.iter().zip(right).map(|(sum, right)| slopes(*sum, *right)).collect();
        // Each tree sees four rows of five and half of the numbers.
        let rows: Vec<u32> = (0..numbers.len() as u32).filter(|_| random.below(5) > 0).collect();
        let mut seen = random.order(NUMBERS);
        seen.truncate(NUMBERS / 2);
        seen.sort_unstable();
        grow(&columns, &seen, &gradients, rows, plan.leaves, &mut found);
        for (sum, row) in sums.iter_mut().zip(numbers) {
            *sum += f64::from(found.last_added(row));
        }
    }
    found.early = least_early(&early, &sums, plan.least);
    found
}

/// What all but [`LOST`] of the likely candidates had come to after the first trees.
fn least_early(early: &[f64], sums: &[f64], least: f32) -> f32 {
    let needed = f64::from(least / (1.0 - least)).ln();
    let likely = early.iter().zip(sums).filter(|(_, sum)| **sum > needed);
    let mut early: Vec<f64> = likely.map(|(early, _)| *early).collect();
    early.sort_by(f64::total_cmp);
    early.get(early.len() / LOST).map_or(f32::MIN, |sum| *sum as f32)
}

/// The first and second derivative of the logistic loss.
fn slopes(sum: f64, right: f32) -> [f64; 2] {
    let likelihood = 1.0 / (1.0 + (-sum).exp());
    [f64::from(right) - likelihood, (likelihood * (1.0 - likelihood)).max(1e-6)]
}

/// A number of all rows, by the bins that its values fall into.
struct Column {
    bins: Vec<u8>,
    /// The greatest value of each bin; none for classes.
    edges: Vec<f32>,
}

impl Column {
    fn new(numbers: &[Numbers], number: usize) -> Self {
        let values = || numbers.iter().map(|row| row[number]);
        if number < CLASSES {
            return Self { bins: values().map(|value| value as u8).collect(), edges: Vec::new() };
        }
        let mut sorted: Vec<f32> = values().collect();
        sorted.sort_by(f32::total_cmp);
        let mut edges = Vec::new();
        let step = sorted.len().div_ceil(BINS).max(1);
        for value in sorted.iter().skip(step - 1).step_by(step).chain(sorted.last()) {
            if edges.last() != Some(value) {
                edges.push(*value);
            }
        }
        let bins = values().map(|value| edges.partition_point(|edge| *edge < value) as u8).collect();
        Self { bins, edges }
    }
}

/// The sums of slopes and the count of the rows of one bin.
#[derive(Clone, Copy, Default)]
struct Sums {
    slope: f64,
    curve: f64,
    rows: u32,
}

impl Sums {
    fn plus(self, other: Self) -> Self {
        Self {
            slope: self.slope + other.slope,
            curve: self.curve + other.curve,
            rows: self.rows + other.rows,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            slope: self.slope - other.slope,
            curve: self.curve - other.curve,
            rows: self.rows - other.rows,
        }
    }

    fn worth(self, ridge: f64) -> f64 {
        self.slope * self.slope / (self.curve + ridge)
    }
}

/// The best way to part the rows of a leaf.
struct Split {
    gain: f64,
    number: usize,
    /// The greatest number that goes left; below all where classes part.
    most: f32,
    /// The bins that go left.
    bins: Set,
}

/// A leaf that may be parted.
struct Leaf {
    rows: Vec<u32>,
    sums: Sums,
    /// The branch above and the side on which it hangs there.
    above: Option<(usize, usize)>,
    /// How many branches are above.
    depth: usize,
    split: Option<Split>,
}

impl Leaf {
    fn new(
        columns: &[Column],
        seen: &[usize],
        gradients: &[[f64; 2]],
        rows: Vec<u32>,
        above: Option<(usize, usize)>,
        depth: usize,
    ) -> Self {
        let mut sums = Sums::default();
        for &row in &rows {
            let [slope, curve] = gradients[row as usize];
            sums = sums.plus(Sums { slope, curve, rows: 1 });
        }
        let mut split: Option<Split> = None;
        for &number in seen.iter().filter(|_| depth < DEPTH && rows.len() as u32 >= 2 * ROWS) {
            let found = best_split(&columns[number], number, gradients, &rows, sums);
            if let Some(found) = found
                && split.as_ref().is_none_or(|split| found.gain > split.gain)
            {
                split = Some(found);
            }
        }
        Self { rows, sums, above, depth, split }
    }
}

fn best_split(
    column: &Column,
    number: usize,
    gradients: &[[f64; 2]],
    rows: &[u32],
    all: Sums,
) -> Option<Split> {
    let mut bins = [Sums::default(); 256];
    for &row in rows {
        let bin = &mut bins[usize::from(column.bins[row as usize])];
        let [slope, curve] = gradients[row as usize];
        *bin = Sums { slope: bin.slope + slope, curve: bin.curve + curve, rows: bin.rows + 1 };
    }
    let by_class = number < CLASSES;
    let mut order: Vec<usize> = if by_class {
        (0..256).filter(|&bin| bins[bin].rows >= RARE).collect()
    } else {
        (0..column.edges.len()).collect()
    };
    if by_class {
        let mean = |bin: usize| bins[bin].slope / (bins[bin].curve + SMOOTH);
        order.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
    }
    let ridge = RIDGE[usize::from(by_class)];
    let mut left = Sums::default();
    let mut best: Option<(f64, usize)> = None;
    for (at, &bin) in order.iter().enumerate() {
        left = left.plus(bins[bin]);
        let right = all.minus(left);
        if left.rows < ROWS {
            continue;
        }
        if right.rows < ROWS {
            break;
        }
        let gain = left.worth(ridge) + right.worth(ridge) - all.worth(ridge);
        if best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, at));
        }
    }
    let (gain, at) = best.filter(|(gain, _)| *gain > 1e-3)?;
    let mut bits = [0; 4];
    for bin in &order[..=at] {
        bits[bin / 64] |= 1 << (bin % 64);
    }
    let most = if by_class { BELOW_ALL } else { column.edges[order[at]] };
    Some(Split { gain, number, most, bins: bits })
}

/// Adds a tree over such rows.
fn grow(
    columns: &[Column],
    seen: &[usize],
    gradients: &[[f64; 2]],
    rows: Vec<u32>,
    most: usize,
    trees: &mut Trees,
) {
    let mut branches: Vec<Branch> = Vec::new();
    let mut leaves = vec![Leaf::new(columns, seen, gradients, rows, None, 0)];
    while leaves.len() < most {
        let gain = |leaf: &Leaf| leaf.split.as_ref().map_or(0.0, |split| split.gain);
        // Of leaves that gain the same the first is taken.
        let next = (0..leaves.len()).rev().max_by(|&a, &b| gain(&leaves[a]).total_cmp(&gain(&leaves[b])));
        let Some((next, split)) = next.and_then(|next| Some((next, leaves[next].split.take()?))) else {
            break;
        };
        let branch = branches.len();
        let leaf = &mut leaves[next];
        let depth = leaf.depth + 1;
        if let Some((above, side)) = leaf.above {
            branches[above].to[side] = branch as i32;
        }
        let set = if split.number < CLASSES { trees.add_set(split.bins) } else { 0 };
        branches.push(Branch { most: split.most, set, number: split.number as u8, to: [0; 2] });
        let (left, right) = std::mem::take(&mut leaf.rows).into_iter().partition(|&row| {
            let bin = usize::from(columns[split.number].bins[row as usize]);
            (split.bins[bin / 64] >> (bin % 64)) & 1 == 1
        });
        leaves[next] = Leaf::new(columns, seen, gradients, left, Some((branch, 0)), depth);
        leaves.push(Leaf::new(columns, seen, gradients, right, Some((branch, 1)), depth));
    }
    for (at, leaf) in leaves.iter().enumerate() {
        if let Some((above, side)) = leaf.above {
            branches[above].to[side] = !(at as i32);
        }
    }
    let worth = |leaf: &Leaf| (RATE * leaf.sums.slope / (leaf.sums.curve + RIDGE[0])) as f32;
    trees.add(&branches, &leaves.iter().map(worth).collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_numbers_and_classes_tell_is_learned_and_always_the_same() {
        let mut random = Random(7);
        let mut numbers = Vec::new();
        for _ in 0..2000 {
            let mut row = [0.0; NUMBERS];
            row.iter_mut().for_each(|number| *number = random.below(100) as f32);
            numbers.push(row);
        }
        let is_right = |row: &Numbers| row[40] > 60.0 || matches!(row[2] as usize % 7, 1 | 4);
        let right: Vec<f32> = numbers.iter().map(|row| if is_right(row) { 1.0 } else { 0.0 }).collect();
        let plan = Plan { trees: 60, leaves: 8, ..Plan::default() };
        let trees = boost(&numbers, &right, plan);
        let told =
            numbers.iter().filter(|row| (trees.likelihoods(&[**row])[0] > 0.5) == is_right(row)).count();
        assert!(told > 1700, "{told}");
        assert_eq!(boost(&numbers, &right, plan), trees);
        assert_eq!(Trees::read(&trees.write()), Some(trees));
    }

    #[test]
    fn where_there_is_nothing_to_learn_from_nothing_is_likely() {
        let trees = boost(&[], &[], Plan { trees: 3, ..Plan::default() });
        assert!(trees.likelihoods(&[[0.0; NUMBERS]])[0] < 0.01);
    }
}
