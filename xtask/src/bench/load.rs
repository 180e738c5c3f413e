//! The load generator `wrk`: two threads, sixteen connections that are kept, fifteen seconds.

use crate::failure::{Outcome, refused};
use crate::process::{command, output};

#[derive(Debug, PartialEq)]
pub struct Load {
    pub per_second: f64,
    /// Milliseconds.
    pub median: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Answers of 400 and above, and requests that failed or took too long.
    pub errors: f64,
}

pub fn wrk(address: &str, cookie: &str) -> Outcome<Load> {
    let mut wrk = command("wrk");
    wrk.args(["-t2", "-c16", "-d15s", "--latency"]);
    for header in ["Accept: text/html", "Accept-Encoding: gzip", &format!("Cookie: {cookie}")] {
        wrk.args(["-H", header]);
    }
    let printed = output(wrk.arg(address))?;
    parse(&printed).map_or_else(|| refused("wrk printed something else than figures"), Ok)
}

fn parse(printed: &str) -> Option<Load> {
    let lines = || printed.lines().map(str::trim);
    let after = |start: &str| lines().find_map(|line| line.strip_prefix(start)).map(str::trim);
    let numbers = |line: &str| -> f64 {
        line.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse::<f64>().ok()).sum()
    };
    let bad_answers = after("Non-2xx or 3xx responses:").map_or(0.0, numbers);
    let lost = after("Socket errors:").map_or(0.0, numbers);
    Some(Load {
        per_second: after("Requests/sec:")?.parse().ok()?,
        median: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
        errors: bad_answers + lost,
    })
}

/// A time as wrk writes it: 850.00us, 12.90ms, 1.02s, 1.50m.
fn milliseconds(text: &str) -> Option<f64> {
    let (number, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic())?);
    let worth = match unit {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1_000.0,
        "m" => 60_000.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * worth)
}

#[cfg(test)]
mod tests {
    use super::{Load, milliseconds, parse};

    #[test]
    fn the_figures_are_read() {
        let printed = "  Latency Distribution\n     50%    6.41ms\n     99%   12.90ms\n  1000 requests in 15.00s, 2MB read\n  \
                       Socket errors: connect 0, read 1, write 0, timeout 2\n  Non-2xx or 3xx responses: 4\nRequests/sec:   2412.66\n";
        let expected = Load { per_second: 2412.66, median: 6.41, p99: 12.90, errors: 7.0 };
        assert_eq!(parse(printed), Some(expected));
        assert!(parse("unable to connect").is_none());
    }

    #[test]
    fn a_time_is_read_in_every_unit() {
        let read = ["850.00us", "12.90ms", "1.02s", "1.50m", "5", "5h"].map(milliseconds);
        assert_eq!(read, [Some(0.85), Some(12.9), Some(1020.0), Some(90_000.0), None, None]);
    }
}
