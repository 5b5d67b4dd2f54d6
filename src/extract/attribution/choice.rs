//! The choice: of all candidates those that go together and are worth most.

use super::candidates::Candidate;

/// A candidate's head stands no further from a rival's: no window is wider.
const NEAR: usize = 440;

/// The candidates to keep, in order of their heads: their worths are what they add. None is kept whose
/// worth is not above 0, no two of one cue, and none that shares more than a third of the shorter one's
/// content with another. The worthiest are taken first; then one that was left out replaces those in its
/// way where it is worth more than they together. Takes linear time.
pub(super) fn choose(candidates: &[Candidate], worths: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..candidates.len()).filter(|&one| worths[one] > 0.0).collect();
    order.sort_by(|&a, &b| worths[b].total_cmp(&worths[a]).then(a.cmp(&b)));
    let mut kept = vec![false; candidates.len()];
    for &one in &order {
        let free = in_the_way(candidates, &kept, one).next().is_none();
        kept[one] = free;
    }
    for &one in &order {
        if !kept[one] {
            let others: Vec<usize> = in_the_way(candidates, &kept, one).collect();
            if others.iter().map(|&other| worths[other]).sum::<f32>() < worths[one] {
                others.iter().for_each(|&other| kept[other] = false);
                kept[one] = true;
            }
        }
    }
    // What was in the way of one that was replaced may be free again.
    for &one in &order {
        let free = in_the_way(candidates, &kept, one).next().is_none();
        kept[one] |= free;
    }
    (0..candidates.len()).filter(|&one| kept[one]).collect()
}

/// Those kept with which a candidate cannot go.
fn in_the_way<'a>(
    candidates: &'a [Candidate],
    kept: &'a [bool],
    one: usize,
) -> impl Iterator<Item = usize> + 'a {
    let here = &candidates[one];
    let before = (0..one).rev().take_while(move |&other| candidates[other].head + NEAR > here.head);
    let after =
        (one + 1..candidates.len()).take_while(move |&other| candidates[other].head < here.head + NEAR);
    before.chain(after).filter(move |&other| kept[other] && conflict(here, &candidates[other]))
}

/// Whether two answers are of one cue, or over the same words.
fn conflict(one: &Candidate, other: &Candidate) -> bool {
    if one.head == other.head {
        return true;
    }
    let (a, b) = (one.extent(), other.extent());
    a.start < b.end && b.start < a.end && one.shared(other) * 3 > one.size().min(other.size())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(head: usize, content: std::ops::Range<usize>) -> Candidate {
        let (cue, content) = (head..head + 1, vec![content]);
        Candidate { head, score: 0.0, rank: 0, behind: 0.0, nothing: 0.0, source: None, cue, content }
    }

    #[test]
    fn what_goes_together_and_is_worth_most_is_kept() {
        let candidates = [candidate(1, 2..8), candidate(1, 3..6), candidate(8, 2..6), candidate(9, 10..12)];
        assert_eq!(choose(&candidates, &[0.3, 0.5, 0.4, 0.1]), [1, 3]);
        assert_eq!(choose(&candidates, &[0.3, 0.2, 0.4, 0.0]), [2]);
        assert_eq!(choose(&candidates, &[-0.3, -0.2, -0.4, -0.1]), Vec::<usize>::new());
    }

    #[test]
    fn one_that_is_worth_more_than_those_in_its_way_replaces_them() {
        let candidates = [candidate(0, 1..9), candidate(10, 1..5), candidate(20, 5..9)];
        assert_eq!(choose(&candidates, &[0.4, 0.3, 0.3]), [0]);
        assert_eq!(choose(&candidates, &[0.4, 0.5, 0.3]), [1, 2]);
        assert_eq!(choose(&candidates, &[0.9, 0.4, 0.4]), [0]);
    }

    #[test]
    fn a_word_or_two_in_common_are_no_conflict() {
        let candidates = [candidate(0, 1..9), candidate(10, 8..14)];
        assert_eq!(choose(&candidates, &[0.4, 0.3]), [0, 1]);
    }
}
