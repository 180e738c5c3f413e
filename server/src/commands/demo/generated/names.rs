//! Names that are as often alike as those of people are.

const GIVEN: [&str; 40] = [
    "Aisha", "Akua", "Anna", "Ben", "Bola", "Chidi", "Chloe", "Daniel", "Dilys", "Ed", "Elif", "Emma", "Fatima",
    "Femi", "Grace", "Hana", "Ines", "Ivo", "Jack", "Joanna", "Kofi", "Lena", "Leo", "Lukas", "Mei", "Mila", "Nadia",
    "Ngozi", "Olga", "Omar", "Priya", "Rhys", "Rosa", "Sam", "Sofia", "Tariq", "Tom", "Yusuf", "Zara", "Zoë",
];
const FIRST: [&str; 30] = [
    "Ad", "Bar", "Ben", "Bran", "Cal", "Carr", "Dar", "Dun", "El", "Fair", "Far", "Gar", "Glen", "Hal", "Har", "Ken",
    "Lan", "Lin", "Mar", "Mor", "Nor", "Os", "Pem", "Ren", "Ros", "Sel", "Stan", "Thorn", "Wal", "Whit",
];
const LAST: [&str; 30] = [
    "ais", "ber", "bourne", "by", "cott", "dale", "den", "er", "field", "ford", "gate", "ham", "ing", "ison", "ker",
    "land", "ley", "low", "man", "more", "ock", "ridge", "sen", "sham", "son", "stead", "ton", "ville", "ward",
    "worth",
];

/// The name of a trainee.
pub fn name(n: u32) -> String {
    // Neighbours in a database are not neighbours in a list.
    let mixed = u64::from(n.wrapping_mul(0x9E37_79B1));
    let pick = |words: &[&'static str], divided: u64| {
        let at = usize::try_from(mixed / divided % words.len() as u64).unwrap_or_default();
        words[at]
    };
    let (given, first, last) = (pick(&GIVEN, 1), pick(&FIRST, 40), pick(&LAST, 1200));
    format!("{given} {first}{last}")
}
