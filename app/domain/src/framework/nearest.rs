/// The known word that is closest to a mistyped one, if any is close enough to be what was meant.
///
/// Closeness is the number of letters to add, drop, change or swap (optimal string alignment); at most a third of the
/// word may differ, and one letter always, save in a word of one letter. Case is ignored. The first of equals wins.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.chars().take(80).flat_map(char::to_lowercase).collect();
    // A single letter is near to every other; nothing can be guessed from it.
    let allowed = if typed.len() < 2 { 0 } else { (typed.len() / 3).max(1) };
    known
        .into_iter()
        .map(|word| (distance(&typed, word), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn distance(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().take(80).flat_map(char::to_lowercase).collect();
    let width = word.len() + 1;
    let mut rows: Vec<usize> = vec![0; (typed.len() + 1) * width];
    for i in 0..=typed.len() {
        for j in 0..width {
            rows[i * width + j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = usize::from(typed[i - 1] != word[j - 1]);
                let mut best = (rows[(i - 1) * width + j] + 1)
                    .min(rows[i * width + j - 1] + 1)
                    .min(rows[(i - 1) * width + j - 1] + change);
                let swapped = i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1];
                if swapped {
                    best = best.min(rows[(i - 2) * width + j - 2] + 1);
                }
                best
            };
        }
    }
    rows[typed.len() * width + width - 1]
}
