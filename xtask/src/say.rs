//! What we print. Calm: a line per step on stderr, colour only where a person reads it.

use std::io::IsTerminal;
use std::time::Duration;

/// Announces what is about to be done.
pub fn step(text: &str) {
    eprintln!("{}", painted("1", &format!("== {text}")));
}

/// Says something that happened on the way.
pub fn note(text: &str) {
    eprintln!("   {text}");
}

/// Says why we stop.
pub fn error(text: &str) {
    eprintln!("{} {text}", painted("1;31", "error:"));
}

/// Seconds with one decimal, or minutes and seconds.
pub fn took(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{}.{} s", seconds, time.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

fn painted(code: &str, text: &str) -> String {
    // https://no-color.org: any value that is not empty switches colour off.
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if refused || !std::io::stderr().is_terminal() {
        return text.to_string();
    }
    format!("\x1b[{code}m{text}\x1b[0m")
}
