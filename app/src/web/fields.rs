//! Parsing of what people type. Every message is an instruction.

use crate::web::names::{self, composed};
use crate::web::words;
use chrono::{Datelike, NaiveDate};
use domain::text::{cleaned, is_blank, one_line, thousands};
use email_address::{EmailAddress, Options};
use std::ops::RangeInclusive;
use url::{Host, Url};

/// Text that must be there, at most `most` characters; kept as [`cleaned`].
pub fn text(value: &str, what: &str, most: usize) -> Result<String, String> {
    kept(cleaned(value), what, most)
}

/// A name or a title: text in one line, [`composed`].
pub fn line(value: &str, what: &str, most: usize) -> Result<String, String> {
    kept(composed(&one_line(value)), what, most)
}

/// A number by which a body knows somebody, in its one spelling ([`names::number`]).
pub fn number(value: &str, what: &str, most: usize) -> Result<String, String> {
    let number = kept(names::number(value), what, most)?;
    let is_of_number = |one: char| one.is_ascii_alphanumeric() || " -./_#".contains(one);
    if number.chars().all(is_of_number) && !value.trim().contains(char::is_control) {
        Ok(number)
    } else {
        Err(format!("Enter {what} with the letters A to Z, digits, spaces, hyphens, dots and slashes alone"))
    }
}

fn kept(value: String, what: &str, most: usize) -> Result<String, String> {
    match value.chars().count() {
        _ if is_blank(&value) => Err(format!("Enter {what}")),
        n if n > most => {
            Err(format!("Shorten {what} to {} characters or fewer. It has {}", thousands(most), thousands(n)))
        }
        _ => Ok(value),
    }
}

/// Text that may be left out.
pub fn optional_text(value: &str, what: &str, most: usize) -> Result<Option<String>, String> {
    if is_blank(value) { Ok(None) } else { text(value, what, most).map(Some) }
}

/// A civil date: as a date field sends it (2026-03-27) or as people write it (27/3/2026, 27 March 2026).
pub fn date(value: &str, what: &str) -> Result<NaiveDate, String> {
    let value = &names::plain(value);
    if value.is_empty() {
        return Err(format!("Enter {what}"));
    }
    let date = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(value, format).ok())
        .ok_or_else(|| format!("Enter {what} as a real date, like 27 March 2026"))?;
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err(format!("Enter {what} with a year from {} to {}", YEARS.start(), YEARS.end()))
    }
}

/// A date that was typed, as people read it; what is none stays as it was typed.
pub fn shown_date(typed: &str) -> String {
    date(typed, "").map_or_else(|_| typed.trim().to_owned(), words::date)
}

/// Years in which anything of a record can lie.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Bytes of the longest e-mail address that mail can carry.
pub const LONGEST_EMAIL: usize = 254;

/// An e-mail address in its one spelling: composed, in lower case, its host as people read it (UTS #46). Checked for shape only: the
/// invitation proves it. A name between quotation marks is refused: it may be the one without them (RFC 5321, section 4.1.2).
pub fn email(value: &str) -> Result<String, String> {
    let typed = value.trim();
    let value = one_spelling(typed);
    let shape = Options::default().with_required_tld().without_display_text().without_domain_literal();
    let shaped = EmailAddress::parse_with_options(&value, shape).is_ok();
    if value.is_empty() {
        Err(String::from("Enter an email address"))
    } else if value.contains('"') {
        Err(String::from("Enter the email address without quotation marks, like name@example.com"))
    } else if !shaped || typed.contains(unseen) || value.len() > LONGEST_EMAIL {
        Err(String::from("Enter an email address in the correct form, like name@example.com"))
    } else {
        Ok(value)
    }
}

/// What is no address stays what no address is.
fn one_spelling(address: &str) -> String {
    // What has no composed capital may have a composed small letter.
    let address = composed(&composed(address).to_lowercase());
    match address.rsplit_once('@') {
        Some((name, host)) => match idna::domain_to_unicode(host) {
            (host, Ok(())) => format!("{name}@{host}"),
            (_, Err(_)) => format!("{name}@"),
        },
        None => address,
    }
}

/// A web address that a link may point to, written as a browser understands it, so that what is shown is where it leads.
pub fn web_address(value: &str) -> Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return Err(String::from("Enter the address of the page"));
    }
    let leads_there = |address: &Url| {
        let is_site = match address.host() {
            Some(Host::Domain(name)) => name.contains('.'),
            host => host.is_some(),
        };
        // Before an @ stands a name to sign in with, which looks like the site that is not led to.
        let names_nobody = address.username().is_empty() && address.password().is_none();
        matches!(address.scheme(), "https" | "http") && is_site && names_nobody && address.as_str().len() <= 2000
    };
    let address = Url::parse(value).ok().filter(leads_there);
    address
        .filter(|_| !value.contains(unseen))
        .map(String::from)
        .ok_or_else(|| String::from("Enter a web address that begins with https://"))
}

/// What has no place in an address, and would not be seen there.
fn unseen(c: char) -> bool {
    is_blank(c.encode_utf8(&mut [0; 4]))
}

/// A new password. Length is what counts (NIST SP 800-63B-4: fifteen where it is the only factor).
pub fn new_password(value: &str, person: &[&str]) -> Result<String, String> {
    let lower = value.to_lowercase();
    let letters: std::collections::BTreeSet<char> = lower.chars().collect();
    if value.chars().count() < 15 {
        Err(String::from("Choose a password of 15 characters or more. Four or five words are good"))
    } else if value.len() > 1024 {
        Err(String::from("Choose a password of at most 1,024 bytes"))
    } else if letters.len() < 5 {
        Err(String::from("Choose a password with more different characters"))
    } else if is_repeated(&lower) {
        Err(String::from("Choose a password that is not the same word or row again and again"))
    } else if is_little(&lower, &[]) {
        Err(String::from(
            "Choose a password that fewer people have: no row of letters, figures or keys, and more than “password”",
        ))
    } else if is_little(&lower, &words_of(person)) {
        Err(String::from("Choose a password that is more than your name or email address"))
    } else {
        Ok(value.to_owned())
    }
}

/// Whether it is the same again and again, perhaps between a few other signs: "passwordpassword", "hello1hello2hello3".
fn is_repeated(lower: &str) -> bool {
    let all: Vec<char> = lower.chars().collect();
    let letters: Vec<char> = all.iter().copied().filter(|one| one.is_alphabetic()).collect();
    let again =
        |of: &[char]| (1..=of.len() / 2).any(|long| of.iter().zip(&of[long..]).all(|(one, other)| one == other));
    again(&all) || (all.len() - letters.len() < MEANS_SOMETHING && again(&letters))
}

/// So many characters are to be left of a password without what everybody else has in it.
const MEANS_SOMETHING: usize = 8;

/// What many passwords are made of. Rows are looked for from either end.
const LISTED: [&str; 8] = ["password", "passwort", "letmein", "welcome", "qwerty", "iloveyou", "admin", "gradus"];
const ROWS: [&str; 11] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    // Columns of keys, down, up, and three wide.
    "qazwsxedcrfvtgbyhnujmikolp",
    "qaywsxedcrfvtgbzhnujmikolp",
    "zaqxswcdevfrbgtnhymjukilop",
    "qweasdzxcrtyfghvbnuiojklm",
];

/// The words of a name and an address, the longest first. Shorter ones stand in many words.
fn words_of(person: &[&str]) -> Vec<String> {
    let all = person.iter().flat_map(|one| one.split(|letter: char| !letter.is_alphanumeric()));
    let mut words: Vec<String> = all.filter(|word| word.chars().count() > 2).map(str::to_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// Whether next to nothing is left of it without what is listed, without these words, and without stretches of four or more of a row. A
/// letter that stands twice counts once.
fn is_little(lower: &str, words: &[String]) -> bool {
    let listed = LISTED.iter().copied().chain(words.iter().map(String::as_str)).map(once);
    let mut left: Vec<char> = listed.fold(once(lower), |left, word| left.replace(&word, "")).chars().collect();
    let rows = ROWS.iter().flat_map(|row| [row.chars().collect::<Vec<_>>(), row.chars().rev().collect()]);
    for row in rows {
        while let Some((at, long)) = stretch(&left, &row) {
            left.drain(at..at + long);
        }
    }
    left.iter().filter(|letter| !letter.is_whitespace()).count() < MEANS_SOMETHING
}

/// A text in which no letter stands twice side by side.
fn once(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// The first stretch of four or more that stands in a row: where it begins, and how long it is.
fn stretch(of: &[char], row: &[char]) -> Option<(usize, usize)> {
    let stands = |part: &[char]| row.windows(part.len()).any(|other| other == part);
    let at = (0..of.len().saturating_sub(3)).find(|at| stands(&of[*at..at + 4]))?;
    let long = (4..=(of.len() - at).min(row.len())).take_while(|long| stands(&of[at..at + long])).last()?;
    Some((at, long))
}

#[cfg(test)]
mod tests {
    use super::{date, email, line, new_password, web_address};

    #[test]
    fn what_everybody_types_is_no_password() {
        for typed in [
            "passwordpassword",
            "PasswordPassword1",
            "elephantelephant",
            "hello1hello2hello3",
            "tea for two tea for two ",
            "password123456789",
            "abcdefghijklmnop",
            "zyxwvutsrqponmlk",
            "1234567890123456",
            "9876543210987654",
            "qwertyuiopasdfgh",
            "1qaz2wsx3edc4rfv",
            "qwertyuiop123456",
            "Gradus-Password-2026",
            "qazwsxedcrfvtgb",
            "zaqxswcdevfrbgt",
            "qweasdzxcqweasdz",
            "aabbccddeeffgghhii",
        ] {
            assert!(new_password(typed, &[]).is_err(), "{typed}");
        }
        for typed in [
            "correct horse battery staple",
            "tick tack tick tack toe",
            "pass the word, please",
            "aufmerksamkeit 1234",
            "the abcd of 5678 boats",
            "ボートが静かに川を渡って行く朝",
        ] {
            assert_eq!(new_password(typed, &[]).as_deref(), Ok(typed));
        }
    }

    #[test]
    fn a_name_and_an_address_are_no_password() {
        let tomas = ["Tomas Lind", "tomas.lind@trainee.example"];
        for typed in [
            "tomaslindtrainee",
            "Tomas Lind Tomas Lin",
            "tomas.lind@trainee",
            "lind-tomas-1234567",
            "TTomasLLind passwort",
        ] {
            assert!(new_password(typed, &tomas).is_err(), "{typed}");
        }
        for typed in ["tomas walks to the river", "lindbergh crossed an ocean", "a trainee eats blue plums"] {
            assert_eq!(new_password(typed, &tomas).as_deref(), Ok(typed));
        }
        assert!(new_password("ab abide by the sea", &["Al Ab", "ab@ab.example"]).is_ok(), "short words are in many");
    }

    #[test]
    fn an_address_of_mail_has_a_name_and_a_host() {
        for (typed, kept) in [
            (" Ann.O'Neil+new@Mail.Example.ORG ", "ann.o'neil+new@mail.example.org"),
            ("žaneta@příklad.example", "žaneta@příklad.example"),
            ("z\u{30c}aneta@p\u{159}i\u{301}klad.example", "žaneta@příklad.example"),
            ("žaneta@xn--pklad-zsa96e.example", "žaneta@příklad.example"),
            ("ines@ｅxample。org", "ines@example.org"),
        ] {
            assert_eq!(email(typed).as_deref(), Ok(kept));
        }
        let long = format!("{}@a.example", "a".repeat(65));
        for wrong in [
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a@b@c.example",
            "a@.example",
            "a@b..example",
            "a@b.example.",
            "a b@c.example",
            "a@[127.0.0.1]",
            "A <a@b.example>",
            "a\u{200b}@b.example",
            "\"a b\"@c.example",
            // The mailbox of another spelling.
            "\"ines\"@example.org",
            "\"INES\"@example.org",
            "\"in\\es\"@example.org",
            "\"ines\".b@example.org",
            "ines(work)@example.org",
            "ines@example.org(work)",
            "ines@exa\u{ad}mple.org",
            "ines@xn--a.example",
            "a@-b.example",
            // Pasted with what stood around them.
            "mei@t.example;",
            "<kai@t.example>",
            "mailto:lu@t.example",
            "wen@t.example,",
            "jo4@t.example)",
            "jo@t..example",
            &long,
        ] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_web_address_is_kept_as_a_browser_reads_it() {
        for (typed, kept) in [
            (" https://guide.example/offers?a=1#top ", "https://guide.example/offers?a=1#top"),
            ("HTTP://Guide.Example", "http://guide.example/"),
            ("https://guide.example/a\"<b>", "https://guide.example/a%22%3Cb%3E"),
            ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
            ("https://evil.example\\@bank.example/", "https://evil.example/@bank.example/"),
        ] {
            assert_eq!(web_address(typed).as_deref(), Ok(kept));
        }
        let long = format!("https://a.example/{}", "é".repeat(400));
        for wrong in [
            "",
            "guide",
            "guide.example",
            "https://",
            "https://guide",
            "ftp://a.example/",
            "javascript:alert(1)//a.b",
            "https://bank.example@evil.example/",
            "https://:x@evil.example/",
            "https://a b.example",
            "https://a.example/\u{202e}gpj",
            "https://a.example/a b",
            &long,
        ] {
            assert!(web_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_kept_composed() {
        assert_eq!(line(" Zoe\u{308}\n Lee ", "a name", 200).as_deref(), Ok("Zoë Lee"));
    }

    #[test]
    fn a_day_is_real_and_of_a_year_that_a_record_can_hold() {
        for (typed, told) in [
            ("2026-03-27", None),
            (" 27/3/2026 ", None),
            ("２０２６-０３-２７", None),
            ("27\u{200b} March\u{a0}2026", None),
            ("27 March 2026", None),
            ("1900-01-01", None),
            ("2200-12-31", None),
            ("", Some("Enter the day")),
            ("2026-02-29", Some("Enter the day as a real date, like 27 March 2026")),
            ("soon", Some("Enter the day as a real date, like 27 March 2026")),
            ("1899-12-31", Some("Enter the day with a year from 1900 to 2200")),
            ("2201-01-01", Some("Enter the day with a year from 1900 to 2200")),
        ] {
            assert_eq!(date(typed, "the day").err().as_deref(), told, "{typed}");
        }
    }
}
