/// The letters of a word that are compared.
const LETTERS: usize = 80;

/// How many words that are as near as each other are named; of more, none.
const NAMED: usize = 3;

/// The known words closest to a mistyped one: several where they are equally close, so that none is picked at random.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nearest<'a>(Vec<&'a str>);

impl<'a> Nearest<'a> {
    /// The one that is closest; nothing where another is as close.
    pub fn one(&self) -> Option<&'a str> {
        if let [one] = self.0[..] { Some(one) } else { None }
    }

    /// All of them, in quotation marks: "`a` or `b`". Nothing where there is none, or too many to be of use.
    pub fn in_words(&self) -> Option<String> {
        let quoted: Vec<String> = self.0.iter().map(|word| format!("`{word}`")).collect();
        let (last, others) = quoted.split_last().filter(|(_, others)| others.len() < NAMED)?;
        Some(if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) })
    }

    /// Those that are not there already, where there is one: what is there was not meant once more.
    pub(crate) fn rather_not(mut self, is_there: impl Fn(&str) -> bool) -> Self {
        if self.0.iter().any(|word| !is_there(word)) {
            self.0.retain(|word| !is_there(word));
        }
        self
    }

    /// How much they are like a word, in thousandths of its letters; 0 where there is none.
    pub(super) fn nearness(&self, word: &str) -> usize {
        let letters = word.chars().count().max(1);
        let distance = self.0.first().map_or(letters, |near| strsim::osa_distance(word, near));
        1_000 - (1_000 * distance / letters).min(1_000)
    }
}

/// The known words that are closest to a mistyped one, if any is close enough to be what was meant.
///
/// Closeness is the number of letters to add, drop, change or swap (optimal string alignment); at most a third of the
/// word may differ, and one letter always, save in a word of one letter. Case is ignored.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Nearest<'a> {
    let typed = lower(typed);
    let length = typed.chars().count();
    // A single letter is near to every other; nothing can be guessed from it.
    let mut least = if length < 2 { 0 } else { (length / 3).max(1) };
    let mut near = Vec::new();
    for word in known {
        // A word that is much longer or shorter is not compared: what it lacks or has too much must be added or dropped.
        if word.chars().take(LETTERS).count().abs_diff(length) > least {
            continue;
        }
        let distance = strsim::osa_distance(&typed, &lower(word));
        if distance < least {
            near.clear();
        }
        if distance <= least {
            least = distance;
            near.push(word);
        }
    }
    Nearest(near)
}

fn lower(word: &str) -> String {
    word.chars().take(LETTERS).flat_map(char::to_lowercase).collect()
}
