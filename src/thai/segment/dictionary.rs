//! Words by ICU's dictionary. It reads greedily and so parts "ผลการดำเนินงาน" as ผลก|า|รดำ|เนิน|งาน; wherever such
//! debris shows, the stretch is read again by trying every word, which is slow but short.

use super::{may_part, only_follows, word_segmenter};

/// Letters in a stretch that is read again; more would cost time without reading better.
const LONGEST_STRETCH: usize = 48;

/// Letters in the longest word that is looked for.
const LONGEST_WORD: usize = 18;

const COST_OF_WORD: u32 = 2;
const COST_OF_UNKNOWN_LETTER: u32 = 5;

/// Appends the ends of the words inside `run`, each counted from `offset`, without the run's own ends.
pub(super) fn word_ends(run: &str, offset: usize, ends: &mut Vec<usize>) {
    let mut greedy = vec![0];
    greedy.extend(word_segmenter().segment_str(run).filter(|&at| 0 < at && at < run.len()));
    greedy.push(run.len());
    let mut segment = 0;
    while segment + 1 < greedy.len() {
        let from = segment;
        let Some(until) = stretch_of_debris(run, &greedy, from) else {
            ends.push(offset + greedy[segment + 1]);
            segment += 1;
            continue;
        };
        let (start, end) = (greedy[from], greedy[until]);
        ends.extend(read_again(&run[start..end]).into_iter().map(|at| offset + start + at));
        ends.push(offset + end);
        segment = until;
    }
    // The last end is the run's own.
    ends.pop();
}

/// If debris begins within two segments of this one: the index up to which to read again.
fn stretch_of_debris(run: &str, greedy: &[usize], from: usize) -> Option<usize> {
    let is_debris_at = |index: usize| {
        let bounds = greedy.get(index).zip(greedy.get(index + 1));
        bounds.is_some_and(|(&start, &end)| is_debris(&run[start..end]))
    };
    let mut until = (from..from + 3).rfind(|&index| is_debris_at(index))? + 1;
    // Debris breeds debris; two whole words in a row end it.
    while until + 1 < greedy.len() {
        let letters = run[greedy[from]..greedy[until]].chars().count();
        if letters >= LONGEST_STRETCH || !(until..until + 2).any(is_debris_at) {
            break;
        }
        until += 1;
    }
    Some((until + 2).min(greedy.len() - 1))
}

/// What no word looks like: begun by a vowel that only follows, or a lone consonant.
fn is_debris(segment: &str) -> bool {
    let mut letters = segment.chars();
    let first = letters.next();
    first.is_some_and(only_follows) || (letters.next().is_none() && first != Some('ณ'))
}

/// The cheapest reading of the stretch: few words, and as few letters as possible outside words.
fn read_again(stretch: &str) -> Vec<usize> {
    let mut stops: Vec<usize> = stretch.char_indices().map(|(at, _)| at).filter(|&at| may_part(stretch, at)).collect();
    if stops.first() != Some(&0) {
        stops.insert(0, 0);
    }
    stops.push(stretch.len());
    // For each stop the cost of the cheapest reading up to it, and the stop where its last piece begins.
    let mut best: Vec<Option<(u32, usize)>> = vec![None; stops.len()];
    best[0] = Some((0, 0));
    for from in 0..stops.len() - 1 {
        let Some((cost, _)) = best[from] else { continue };
        let start = stops[from];
        let window_end = stretch[start..].char_indices().nth(LONGEST_WORD).map_or(stretch.len(), |(at, _)| start + at);
        let mut reach = |to: usize, extra: u32| {
            let candidate = (cost + extra, from);
            // Of equal costs the reading with the longer last piece, which is the one found from further back.
            if best[to].is_none_or(|known| candidate.0 < known.0) {
                best[to] = Some(candidate);
            }
        };
        let unknown = stretch[start..stops[from + 1]].chars().filter(|&letter| !only_follows(letter)).count();
        reach(from + 1, COST_OF_WORD + COST_OF_UNKNOWN_LETTER * u32::try_from(unknown.max(1)).unwrap_or(1));
        for to in (from + 1..stops.len()).take_while(|&to| stops[to] <= window_end) {
            if is_word(&stretch[start..stops[to]]) {
                reach(to, COST_OF_WORD);
            }
        }
    }
    let mut ends = Vec::new();
    let mut at = stops.len() - 1;
    while let Some((_, from)) = best[at].filter(|_| at > 0) {
        if from > 0 {
            ends.push(stops[from]);
        }
        at = from;
    }
    ends.reverse();
    ends
}

/// Whether the dictionary has the word. Followed by ๆ, which begins nothing, a word stands apart from it;
/// the mere beginning of a longer word does not.
fn is_word(candidate: &str) -> bool {
    if is_debris(candidate) {
        return false;
    }
    let mut probe = String::with_capacity(candidate.len() + 3);
    probe.push_str(candidate);
    probe.push('ๆ');
    word_segmenter().segment_str(&probe).find(|&at| at > 0) == Some(candidate.len())
}
