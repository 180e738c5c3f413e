/// The letters of a word that are compared.
const LETTERS: usize = 80;

/// The known word that is closest to a mistyped one, if any is close enough to be what was meant.
///
/// Closeness is the number of letters to add, drop, change or swap (optimal string alignment); at most a third of the
/// word may differ, and one letter always, save in a word of one letter. Case is ignored. The first of equals wins.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = lower(typed);
    let length = typed.chars().count();
    // A single letter is near to every other; nothing can be guessed from it.
    let allowed = if length < 2 { 0 } else { (length / 3).max(1) };
    // A word that is much longer or shorter is not compared: what it lacks or has too much must be added or dropped.
    let is_as_long = |word: &str| word.chars().take(LETTERS).count().abs_diff(length) <= allowed;
    let words = known.into_iter().filter(|word| is_as_long(word));
    words
        .map(|word| (strsim::osa_distance(&typed, &lower(word)), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn lower(word: &str) -> String {
    word.chars().take(LETTERS).flat_map(char::to_lowercase).collect()
}
