//! The load generator `wrk`: two threads, sixteen connections, fifteen seconds.

use crate::failure::{Outcome, refused};
use crate::process::{command, output};

#[derive(Debug, PartialEq, Eq)]
pub struct Load {
    pub per_second: String,
    pub p99: String,
    /// Answers of 400 and above, and requests that failed or took too long.
    pub errors: String,
}

pub fn wrk(address: &str, cookie: Option<&str>) -> Outcome<Load> {
    let mut wrk = command("wrk");
    wrk.args([
        "-t2",
        "-c16",
        "-d15s",
        "--latency",
        "-H",
        "Accept: text/html",
        "-H",
        "Accept-Encoding: gzip",
    ]);
    if let Some(cookie) = cookie {
        wrk.arg("-H").arg(format!("Cookie: {cookie}"));
    }
    let printed = output(wrk.arg(address))?;
    parse(&printed).map_or_else(|| refused("wrk printed something else than figures"), Ok)
}

fn parse(printed: &str) -> Option<Load> {
    let lines = || printed.lines().map(str::trim);
    let after = |start: &str| lines().find_map(|line| line.strip_prefix(start)).map(str::trim);
    let numbers = |line: &str| -> u64 {
        line.split(|letter: char| !letter.is_ascii_digit())
            .filter_map(|word| word.parse::<u64>().ok())
            .sum()
    };
    let bad_answers = after("Non-2xx or 3xx responses:").map_or(0, numbers);
    let lost = after("Socket errors:").map_or(0, numbers);
    Some(Load {
        per_second: after("Requests/sec:")?.to_string(),
        p99: after("99%")?.to_string(),
        errors: (bad_answers + lost).to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_figures_are_read() {
        let printed = "  Latency Distribution\n     50%    6.41ms\n     99%   12.90ms\n  1000 requests in 15.00s, 2MB read\n  \
                       Socket errors: connect 0, read 1, write 0, timeout 2\n  Non-2xx or 3xx responses: 4\nRequests/sec:   2412.66\n";
        let load = parse(printed).expect("figures");
        assert_eq!(
            (load.per_second.as_str(), load.p99.as_str(), load.errors.as_str()),
            ("2412.66", "12.90ms", "7")
        );
        assert!(parse("unable to connect").is_none());
    }
}
