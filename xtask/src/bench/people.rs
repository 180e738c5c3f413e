//! Who can sign in, read from what `gradus demo` prints: a line per person with an e-mail address and a password.

pub struct Person {
    pub email: String,
    pub password: String,
}

/// A generated trainee: the last line that says so, or the last person at all.
pub fn trainee(printed: &str) -> Option<Person> {
    let people = || printed.lines().rev().filter(|line| person(line).is_some());
    let line = people().find(|line| line.to_lowercase().contains("trainee")).or_else(|| people().next())?;
    person(line)
}

/// The last person of a line that begins so.
pub fn called(printed: &str, what: &str) -> Option<Person> {
    printed.lines().rev().filter(|line| line.to_lowercase().contains(what)).find_map(person)
}

/// The word with an `@` is the address, the line's last word the password.
fn person(line: &str) -> Option<Person> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains('@'))?;
    let password = words.last().filter(|_| at + 1 < words.len())?;
    Some(Person {
        email: words[at].trim_matches(|letter: char| !letter.is_alphanumeric()).to_string(),
        password: (*password).to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::trainee;

    #[test]
    fn a_trainee_is_preferred() {
        let found = trainee(
            "Sign in with:\n  Trainee  trainee.9@example.org  step-by-step\n  Registrar  reg@example.org  pw\n",
        );
        let found = found.expect("somebody");
        assert_eq!((found.email.as_str(), found.password.as_str()), ("trainee.9@example.org", "step-by-step"));
        assert!(trainee("10000 trainees\nnobody@example.org\n").is_none());
    }
}
