//! Verification codes as people type them.

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters and digits of a code, in groups of four.
const LENGTH: usize = 12;

/// A code as it is stored, `7KQ2-M8FD-3XWA`, from whatever case and grouping it was typed in; O is read as 0, I and L
/// as 1. `None` when it can't be a code.
pub fn read(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH + 2);
    let mut length = 0;
    for letter in typed.chars().filter(|letter| !letter.is_whitespace() && !"-–—._".contains(*letter)) {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !ALPHABET.contains(letter) || length == LENGTH {
            return None;
        }
        if length > 0 && length % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
        length += 1;
    }
    (length == LENGTH).then_some(code)
}

/// Whether a U was typed, which no code has.
pub fn has_u(typed: &str) -> bool {
    typed.contains(['u', 'U'])
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = Some(String::from("7KQ2-M8F0-1X1A"));
        for typed in ["7KQ2-M8F0-1X1A", "7kq2m8f01x1a", " 7kq2 m8fO ixLa ", "7KQ2–M8FO–IXLA"] {
            assert_eq!(read(typed), code, "{typed}");
        }
    }

    #[test]
    fn what_is_too_short_too_long_or_of_other_letters_is_no_code() {
        for typed in ["", "7KQ2-M8F0-1X1", "7KQ2-M8F0-1X1A2", "7KQ2-M8F0-1X1U", "7KQ2/M8F0/1X1A"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
