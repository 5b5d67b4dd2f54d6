//! Numbers of lines down the margin, as records of courts and hearings have them: they are no text.

use super::glyphs::Word;
use super::lines::lines;

/// A page has at least so many numbered lines.
const FEWEST: usize = 10;
/// Numbers of one column end or begin at the same place, but for so many points.
const ASIDE: f32 = 4.0;

/// The numbers 1, 2, 3 … that open the lines of a page.
struct Run {
    numbers: Vec<Word>,
    left: f32,
    right: f32,
}

/// Takes the numbers out, where most pages count their lines from 1 to the same number at the same place.
pub(super) fn strip(pages: &mut [Vec<Word>]) {
    let runs: Vec<Option<Run>> = pages.iter().map(|words| run(words)).collect();
    let Some(common) = most_common(&runs) else { return };
    let (count, left, right) = (common.numbers.len(), common.left, common.right);
    let alike = |run: &Run| {
        (run.right - right).abs() < ASIDE || ((run.left - left).abs() < ASIDE && run.numbers.len() <= count)
    };
    let taken: Vec<Vec<Word>> = runs
        .iter()
        .map(|run| run.as_ref().filter(|run| alike(run)).map_or_else(Vec::new, |run| run.numbers.clone()))
        .collect();
    for (words, numbers) in pages.iter_mut().zip(taken) {
        words.retain(|word| !numbers.contains(word));
    }
}

/// A run as most pages have it; `None` where fewer than half, or than two, have it.
fn most_common(runs: &[Option<Run>]) -> Option<&Run> {
    let known = || runs.iter().flatten();
    let like = |run: &&Run| known().filter(|other| other.numbers.len() == run.numbers.len()).count();
    let best = known().max_by_key(like)?;
    let count = like(&best);
    (count >= 2 && count * 2 >= runs.len()).then_some(best)
}

/// The numbers that open the lines of a page one after the other, beginning with 1.
fn run(words: &[Word]) -> Option<Run> {
    let is_number =
        |word: &&Word| word.text.len() <= 2 && word.text.bytes().all(|byte| byte.is_ascii_digit());
    if words.iter().filter(is_number).count() < FEWEST {
        return None;
    }
    let mut numbers: Vec<Word> = Vec::new();
    let mut others = 0;
    for line in lines(words.to_vec()) {
        let Some(first) = line.words.first() else { continue };
        let value: Option<usize> = first.text.parse().ok().filter(|_| first.text.len() <= 2);
        let beside = numbers.last().is_none_or(|last| (last.right - first.right).abs() < 2.0 * ASIDE);
        if value == Some(numbers.len() + 1) && beside {
            numbers.push(first.clone());
        } else if !numbers.is_empty() {
            others += 1;
        }
    }
    let (left, right) = (numbers.first()?.left, numbers.last()?.right);
    // A page may have a few lines more, such as its number.
    (numbers.len() >= FEWEST && others <= 4).then_some(Run { numbers, left, right })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: f32, base: f32) -> Word {
        let right = left + 5.0 * text.len() as f32;
        Word { text: text.to_owned(), left, right, base, size: 10.0, spaced: true, artifact: false }
    }

    #[test]
    fn lines_that_every_page_counts_lose_their_numbers() {
        let page = |count: usize| -> Vec<Word> {
            let line = |n: usize| {
                let base = 20.0 * n as f32;
                [
                    word(&n.to_string(), 80.0 - 5.0 * n.to_string().len() as f32, base),
                    word("talks", 100.0, base),
                ]
            };
            (1..=count).flat_map(line).collect()
        };
        let mut pages = vec![page(25), page(25), page(25)];
        strip(&mut pages);
        assert!(pages.iter().flatten().all(|word| word.text == "talks"));
        // A table of one page keeps its numbers.
        let mut table = vec![page(25), vec![word("The", 80.0, 20.0)], vec![word("end", 80.0, 20.0)]];
        strip(&mut table);
        assert_eq!(table[0].len(), 50);
    }
}
