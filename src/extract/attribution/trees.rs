//! Boosted trees (Friedman 2001): how likely a candidate is right, from the numbers that describe it.

use super::numbers::{NUMBERS, Numbers};

/// A branch: a candidate goes left if its number is at most `most`, or of a class in the set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Branch {
    /// Below every number, where classes part.
    pub most: f32,
    /// Which set of classes; the first is empty.
    pub set: u16,
    /// Which number.
    pub number: u8,
    /// Where to go, left and right: a later branch, or below zero the leaf `!to`.
    pub to: [i32; 2],
}

/// Where a tree begins.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Root {
    /// A branch, or below zero the only leaf.
    at: i32,
    /// The most branches on a way to a leaf.
    depth: usize,
}

/// The most branches on a way to a leaf.
pub(super) const DEPTH: usize = 9;

/// After so many trees a candidate is given up that is far from likely.
pub(super) const EARLY: usize = 20;

/// A set of classes, as bits.
pub(super) type Set = [u64; 4];

/// Trees whose sum is the logit of a candidate's being right. They lie one behind the other, so that they
/// are gone through fast.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trees {
    /// The logit before any tree.
    pub start: f32,
    /// The least likelihood of an attribution.
    pub least: f32,
    /// A candidate whose logit is not above this after the first [`EARLY`] trees is taken for wrong.
    pub early: f32,
    roots: Vec<Root>,
    branches: Vec<Branch>,
    /// What each leaf adds.
    leaves: Vec<f32>,
    sets: Vec<Set>,
}

impl Trees {
    /// No trees yet.
    pub fn new(start: f32, least: f32) -> Self {
        let (roots, branches, leaves) = (Vec::new(), Vec::new(), Vec::new());
        Self { start, least, early: f32::MIN, roots, branches, leaves, sets: vec![[0; 4]] }
    }

    /// The number of a set of classes, for [`Branch::set`].
    pub fn add_set(&mut self, set: Set) -> u16 {
        self.sets.push(set);
        (self.sets.len() - 1) as u16
    }

    /// Adds a tree: its branches, the root first, with the places that they lead to counted in this tree.
    pub fn add(&mut self, branches: &[Branch], leaves: &[f32]) {
        let (first, first_leaf) = (self.branches.len() as i32, self.leaves.len() as i32);
        let moved = |to: i32| if to < 0 { to - first_leaf } else { to + first };
        self.branches.extend(branches.iter().map(|branch| Branch { to: branch.to.map(moved), ..*branch }));
        let at = if branches.is_empty() { !first_leaf } else { first };
        self.roots.push(Root { at, depth: self.depth(at) });
        self.leaves.extend(leaves);
    }

    /// The most branches on a way from a place to a leaf.
    fn depth(&self, at: i32) -> usize {
        let Ok(branch) = usize::try_from(at) else { return 0 };
        1 + self.branches[branch].to.iter().map(|&to| self.depth(to)).max().unwrap_or(0)
    }

    /// Where to go from a branch; a leaf stays.
    #[inline]
    fn next(&self, at: i32, numbers: &Numbers) -> i32 {
        let branch = &self.branches[at.max(0) as usize];
        let number = numbers[usize::from(branch.number)];
        // Both ways to part are looked at: that is faster than to ask which it is.
        let class = usize::from(number as u8);
        let among = (self.sets[usize::from(branch.set)][class / 64] >> (class % 64)) & 1 == 1;
        let next = branch.to[usize::from(!(among | (number <= branch.most)))];
        if at < 0 { at } else { next }
    }

    /// What the last tree adds for a candidate.
    pub fn last_added(&self, numbers: &Numbers) -> f32 {
        let Some(root) = self.roots.last() else { return 0.0 };
        let leaf = (0..root.depth).fold(root.at, |at, _| self.next(at, numbers));
        self.leaves[!leaf as usize]
    }

    /// How likely each candidate is right; 0 for one that is given up early.
    pub fn likelihoods(&self, numbers: &[Numbers]) -> Vec<f32> {
        let (first, rest) = self.roots.split_at(EARLY.min(self.roots.len()));
        let mut sums = vec![self.start; numbers.len()];
        let mut left: Vec<usize> = (0..numbers.len()).collect();
        self.add_up(first, numbers, &left, &mut sums);
        left.retain(|&row| sums[row] > self.early);
        self.add_up(rest, numbers, &left, &mut sums);
        let mut likely = vec![0.0; numbers.len()];
        for row in left {
            likely[row] = 1.0 / (1.0 + (-sums[row]).exp());
        }
        likely
    }

    /// Adds what some trees say of some candidates to their sums. Several go down a tree side by side: a processor need not
    /// wait for one to know where it goes before it looks at the next.
    fn add_up(&self, trees: &[Root], numbers: &[Numbers], some: &[usize], sums: &mut [f32]) {
        const BESIDE: usize = 8;
        for some in some.chunks(BESIDE) {
            let rows: [&Numbers; BESIDE] = std::array::from_fn(|row| &numbers[some[row.min(some.len() - 1)]]);
            let mut added = [0.0; BESIDE];
            for root in trees {
                let mut at = [root.at; BESIDE];
                for _ in 0..root.depth {
                    at = std::array::from_fn(|row| self.next(at[row], rows[row]));
                }
                added = std::array::from_fn(|row| added[row] + self.leaves[!at[row] as usize]);
            }
            for (row, added) in some.iter().zip(added) {
                sums[*row] += added;
            }
        }
    }

    /// The byte form, for [`Trees::read`]: little-endian numbers.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(self.start.to_le_bytes());
        bytes.extend(self.least.to_le_bytes());
        bytes.extend(self.early.to_le_bytes());
        let lengths = [self.roots.len(), self.branches.len(), self.leaves.len(), self.sets.len()];
        lengths.iter().for_each(|length| bytes.extend((*length as u32).to_le_bytes()));
        self.roots.iter().for_each(|root| bytes.extend(root.at.to_le_bytes()));
        for branch in &self.branches {
            bytes.extend(branch.most.to_le_bytes());
            bytes.extend(branch.set.to_le_bytes());
            bytes.push(branch.number);
            branch.to.iter().for_each(|to| bytes.extend(to.to_le_bytes()));
        }
        self.leaves.iter().for_each(|leaf| bytes.extend(leaf.to_le_bytes()));
        self.sets.iter().flatten().for_each(|bits| bytes.extend(bits.to_le_bytes()));
        bytes
    }

    /// Reads trees as [`Trees::write`] wrote them; `None` where the bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let (start, least, early) = (bytes.float()?, bytes.float()?, bytes.float()?);
        let mut lengths = [0; 4];
        for length in &mut lengths {
            *length = u32::from_le_bytes(bytes.take()?) as usize;
        }
        let [roots, branches, leaves, sets] = lengths;
        let roots: Vec<i32> = bytes.list(roots, |bytes| Some(i32::from_le_bytes(bytes.take()?)))?;
        let branches = bytes.list(branches, |bytes| {
            let (most, set) = (bytes.float()?, u16::from_le_bytes(bytes.take()?));
            let [number] = bytes.take()?;
            let to = [i32::from_le_bytes(bytes.take()?), i32::from_le_bytes(bytes.take()?)];
            Some(Branch { most, set, number, to })
        })?;
        let leaves = bytes.list(leaves, Bytes::float)?;
        let bits = bytes.list(4 * sets, |bytes| Some(u64::from_le_bytes(bytes.take()?)))?;
        let sets = bits.as_chunks().0.to_vec();
        let mut found = Self { start, least, early, roots: Vec::new(), branches, leaves, sets };
        if !bytes.0.is_empty() || !found.is_sound(&roots) {
            return None;
        }
        found.roots = roots.iter().map(|&at| Root { at, depth: found.depth(at) }).collect();
        Some(found)
    }

    /// Whether every way ends in a leaf, after no more branches than [`DEPTH`].
    fn is_sound(&self, roots: &[i32]) -> bool {
        let leads = |to: i32, after: usize| match usize::try_from(to) {
            Ok(branch) => branch >= after && branch < self.branches.len(),
            Err(_) => (!to as usize) < self.leaves.len(),
        };
        let sound = |(at, branch): (usize, &Branch)| {
            usize::from(branch.number) < NUMBERS
                && usize::from(branch.set) < self.sets.len()
                && branch.to.iter().all(|&to| leads(to, at + 1))
        };
        let mut depths = vec![0; self.branches.len()];
        for (at, branch) in self.branches.iter().enumerate().filter(|&one| sound(one)) {
            for to in branch.to.iter().filter_map(|&to| usize::try_from(to).ok()) {
                depths[to] = depths[at] + 1;
            }
        }
        let leads = roots.iter().all(|&root| leads(root, 0)) && self.branches.iter().enumerate().all(sound);
        leads && !self.branches.is_empty() && depths.iter().all(|&depth| depth < DEPTH)
    }
}

/// Bytes that are read from the front.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn float(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take()?)).filter(|number| number.is_finite())
    }

    fn list<T>(&mut self, length: usize, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..length).map(|_| one(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trees() -> Trees {
        let mut trees = Trees::new(0.0, 0.3);
        let set = trees.add_set([0, 1 << 3, 0, 0]);
        let branches = [
            Branch { most: 0.5, set: 0, number: 20, to: [1, !0] },
            Branch { most: -1.0, set, number: 3, to: [!1, !2] },
        ];
        trees.add(&branches, &[0.0, 2.0, -2.0]);
        trees
    }

    #[test]
    fn a_candidate_goes_where_its_numbers_and_classes_lead() {
        let mut numbers = [0.0; NUMBERS];
        let likely = |numbers: &Numbers| trees().likelihoods(&[*numbers])[0];
        assert!(likely(&numbers) < 0.2);
        numbers[3] = 67.0;
        assert!(likely(&numbers) > 0.8);
        numbers[20] = 1.0;
        assert_eq!(likely(&numbers), 0.5);
    }

    #[test]
    fn trees_are_read_as_they_were_written_and_broken_ones_are_refused() {
        let bytes = trees().write();
        assert_eq!(Trees::read(&bytes), Some(trees()));
        for length in 0..bytes.len() {
            assert_eq!(Trees::read(&bytes[..length]), None, "{length}");
        }
        // The first branch leads back to itself.
        let mut round = bytes.clone();
        round[39] = 0;
        assert_eq!(Trees::read(&round), None);
    }
}
