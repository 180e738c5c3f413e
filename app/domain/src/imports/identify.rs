/// By what a row says whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clue {
    /// The membership number, as it stands in the file.
    pub number: Option<String>,
    /// The address, as addresses are kept.
    pub email: Option<String>,
    /// The name, as it stands in the file.
    pub name: Option<String>,
    /// The name as names are compared.
    pub look: Option<String>,
}

/// Somebody whose row it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The membership number.
    pub number: Option<String>,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The name as names are compared.
    pub look: String,
}

/// Why a row is asked about where nothing contradicts anything.
pub const ONLY_NAME: &str = "Only the name is given";

/// Whose row it is. Candidates are named by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one's, with what is worth telling.
    One(usize, Option<String>),
    /// One of these may be meant; why it has to be asked.
    Ask(Vec<usize>, String),
    /// Nobody's; why.
    Nobody(String),
}

/// Whose row it is: by the number, else by the address. A name alone is always asked about, and so is what contradicts itself: no
/// result goes to somebody who was not meant.
pub fn identify(clue: &Clue, all: &[Candidate]) -> Found {
    let those = |is: &dyn Fn(&Candidate) -> bool| -> Vec<usize> {
        all.iter().enumerate().filter(|(_, one)| is(one)).map(|(at, _)| at).collect()
    };
    let by_email = clue.email.as_ref().map(|email| those(&|one| one.email == *email)).unwrap_or_default();
    let by_name = clue.look.as_ref().map(|look| those(&|one| one.look == *look)).unwrap_or_default();
    let Some(number) = &clue.number else {
        return match (&clue.email, &by_email[..]) {
            (Some(email), &[one]) => named(clue, all, (one, &by_name), &format!("The email address {email}")),
            (email, _) => {
                by_name_alone(clue, by_name, email.as_ref().map(|email| format!("the email address {email}")))
            }
        };
    };
    let exact = those(&|one| one.number.as_ref() == Some(number));
    let without_zeros = those(&|one| one.number.as_deref().is_some_and(|own| is_without_zeros(number, own)));
    // Who has left is known by the number of then, which somebody else may have now.
    let exact = if exact.len() < 2 {
        exact
    } else {
        let agree = |at: &usize| by_email.contains(at) || by_name.contains(at);
        match exact.iter().copied().filter(agree).collect::<Vec<_>>() {
            one if one.len() == 1 => one,
            _ => {
                return Found::Ask(
                    exact,
                    format!("The number {number} was of several candidates, one after the other"),
                );
            }
        }
    };
    if let [one] = exact[..] {
        // It may be of another one too, unless something else says whose it is.
        if !without_zeros.is_empty() && by_email != [one] && !by_name.contains(&one) {
            let all = [exact, without_zeros].concat();
            return Found::Ask(all, format!("The number {number} may have lost zeros before it"));
        }
        return match by_email[..] {
            [other] if other != one => Found::Ask(
                vec![one, other],
                format!("The number {number} is of {}, the email address of {}", all[one].name, all[other].name),
            ),
            _ => named(clue, all, (one, &by_name), &format!("The number {number}")),
        };
    }
    if let [one] = without_zeros[..] {
        let own = all[one].number.as_deref().unwrap_or_default();
        let agrees = by_email == [one] || by_name.contains(&one);
        let said = format!("The zeros before the number were lost: {number} is {own}");
        return if agrees { Found::One(one, Some(said)) } else { Found::Ask(vec![one], said) };
    }
    if !without_zeros.is_empty() {
        return Found::Ask(without_zeros, format!("The number {number} may have lost zeros before it"));
    }
    match by_email[..] {
        [one] => Found::Ask(
            vec![one],
            format!("No candidate has the number {number}; the email address is of {}", all[one].name),
        ),
        _ => by_name_alone(clue, by_name, Some(format!("the number {number}"))),
    }
}

/// Whose a number or an address is, where the name in the row does not say otherwise: then whoever is called so may be meant too.
fn named(clue: &Clue, all: &[Candidate], (one, by_name): (usize, &[usize]), what: &str) -> Found {
    match (&clue.look, &clue.name) {
        (Some(look), Some(name)) if *look != all[one].look => {
            let either = std::iter::once(one).chain(by_name.iter().copied()).collect();
            Found::Ask(either, format!("{what} is of {}, and the file says {name}", all[one].name))
        }
        _ => Found::One(one, None),
    }
}

fn by_name_alone(clue: &Clue, by_name: Vec<usize>, without: Option<String>) -> Found {
    match (&clue.name, by_name.len(), without) {
        (None, _, None) => Found::Nobody(String::from("Add the number, the email address or the name")),
        (_, 0, Some(without)) => Found::Nobody(format!("No candidate of this sitting has {without}")),
        (Some(name), 0, None) => Found::Nobody(format!("No candidate of this sitting is called {name}")),
        (_, _, Some(without)) => Found::Ask(by_name, format!("No candidate has {without}; the name is known")),
        (_, 1, None) => Found::Ask(by_name, String::from(ONLY_NAME)),
        (_, several, None) => Found::Ask(by_name, format!("{several} candidates have this name")),
    }
}

/// Whether a number is what a spreadsheet leaves of another one, which it takes for a number: the zeros before it are gone.
fn is_without_zeros(left: &str, own: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    is_digits(left) && is_digits(own) && own.len() > left.len() && own.trim_start_matches('0') == left
}
