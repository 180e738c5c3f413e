//! What a command tells whoever started it. A reader that has seen enough (`| head`) is no fault of ours, and no reason to
//! stop: `println!` would panic.

use std::io::Write;

/// A line on standard output.
pub fn out(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A line on standard error.
pub fn err(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
