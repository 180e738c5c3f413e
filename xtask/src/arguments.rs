//! What stands after `cargo xtask <command>`.

use crate::failure::{Outcome, refused};

/// The options of all commands; a command refuses those that are not its own.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub release: bool,
    pub port: Option<u16>,
    pub only: Option<String>,
    /// Everything after `--`, or after the first word that is no option.
    pub rest: Vec<String>,
}

/// Reads the words after the command's name; `known` are the options that the command has.
pub fn parse(words: &[String], known: &[&str]) -> Outcome<Arguments> {
    let mut arguments = Arguments::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--" || !word.starts_with("--") {
            arguments.rest.extend((word != "--").then(|| word.clone()));
            arguments.rest.extend(words.by_ref().cloned());
            break;
        }
        let (name, inline) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_string())),
            None => (word.as_str(), None),
        };
        if !known.contains(&name) {
            return refused(format!(
                "{word} is no option of this command; `cargo xtask help` lists them"
            ));
        }
        let mut value = || {
            inline
                .clone()
                .or_else(|| words.next().cloned())
                .filter(|value| !value.is_empty())
        };
        match name {
            "--release" => arguments.release = true,
            "--port" => match value().map(|text| text.parse()) {
                Some(Ok(port)) => arguments.port = Some(port),
                _ => return refused("--port wants a number from 1 to 65535"),
            },
            "--only" => match value() {
                Some(step) => arguments.only = Some(step),
                None => return refused("--only wants the name of a step; `cargo xtask help` lists them"),
            },
            _ => return refused(format!("{word} is no option of this command")),
        }
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use super::{Arguments, parse};

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(String::from).collect()
    }

    #[test]
    fn options_come_before_the_rest() {
        let parsed = parse(
            &words("--release --port 4000 -- --var /tmp/x"),
            &["--release", "--port"],
        )
        .ok();
        let expected = Arguments {
            release: true,
            port: Some(4000),
            only: None,
            rest: words("--var /tmp/x"),
        };
        assert_eq!(parsed, Some(expected));
        assert_eq!(
            parse(&words("psql --help"), &[]).ok().map(|parsed| parsed.rest),
            Some(words("psql --help"))
        );
        assert_eq!(
            parse(&words("--port=80"), &["--port"])
                .ok()
                .and_then(|parsed| parsed.port),
            Some(80)
        );
    }

    #[test]
    fn a_wrong_option_is_named() {
        for (text, named) in [
            ("--relase", "--relase"),
            ("--port x", "--port"),
            ("--port 70000", "--port"),
            ("--only", "--only"),
        ] {
            let Err(failure) = parse(&words(text), &["--port", "--only"]) else {
                panic!("{text} was accepted")
            };
            assert_eq!(failure.status, 2);
            assert!(failure.sentence.contains(named), "{}", failure.sentence);
        }
    }
}
