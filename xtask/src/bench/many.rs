//! What lists cost among many people: on PostgreSQL, each page among 10,000 of them and among so many.

use super::Scratch;
use super::http::Site;
use super::people;
use super::table::Table;
use super::version::Version;
use crate::failure::{Outcome, refused};
use crate::guarded::{free_port, temporary_folder};
use crate::postgres;
use crate::process::{command, output};
use crate::say;
use scraper::{Html, Selector};
use std::time::{Duration, Instant};

/// Among how many people the pages are measured first.
const FEW: u32 = 10_000;
/// How often a page is asked for.
const TIMES: usize = 100;
/// The page of a list that is as far as anyone leafs, where there are so many.
const FAR: usize = 200;

/// Fills two databases, measures, prints a table.
pub fn bench(many: u32) -> Outcome {
    let server = postgres::start()?;
    let mut all = Vec::new();
    let mut sizes = vec![FEW, many];
    sizes.dedup();
    for size in &sizes {
        say::step(&format!("{size} people"));
        let url = database(&server.url, *size)?;
        let folder = Scratch(temporary_folder("bench-many")?);
        let version = Version { database: url, ..Version::ours(&folder.0) };
        let begun = Instant::now();
        let printed = version.fill_with(&size.to_string())?;
        println!("{size} people put in: {:.0} s", begun.elapsed().as_secs_f64());
        all.push(measure(&version, &printed)?);
    }
    let mut table = Table::new(["page", "10,000 people, median", "many, median", "ratio", "many, p95"]);
    for (few, many) in all[0].iter().zip(&all[all.len() - 1]) {
        let ratio = many.median.as_secs_f64() / few.median.as_secs_f64();
        let cells = [few.median, many.median, many.p95].map(|time| format!("{:.2} ms", time.as_secs_f64() * 1e3));
        table.row([few.what.as_str(), &cells[0], &cells[1], &format!("{ratio:.2}"), &cells[2]]);
    }
    println!("{table}");
    println!("Budget: each at most 20 ms, and at most 1.3 times as long.");
    Ok(())
}

/// A database of its own.
fn database(server: &str, size: u32) -> Outcome<String> {
    let name = format!("people_{size}");
    output(command("psql").args([server, "-q", "-c", &format!("CREATE DATABASE {name} TEMPLATE template0")]))?;
    let at = server.rfind('/').unwrap_or(server.len());
    Ok(format!("{}/{name}", &server[..at]))
}

/// How long a page took.
struct Took {
    what: String,
    median: Duration,
    p95: Duration,
}

fn measure(version: &Version, printed: &str) -> Outcome<Vec<Took>> {
    let site = Site::new(free_port()?);
    let _server = version.served(&site)?;
    let sign_in = |what: &str| -> Outcome<String> {
        let Some(person) = people::called(printed, what) else {
            return refused(format!("`gradus demo` named no {what}"));
        };
        site.sign_in(&person)
    };
    let (registrar, officer) = (sign_in("registrar")?, sign_in("officer:")?);
    let (supervisor, trainee) = (sign_in("supervisor:")?, sign_in("trainee:")?);
    let far = far_page(&site, "/enrolments", &registrar)?;
    let sitting = link(&site.page("/sittings", &officer)?, |to| to.starts_with("/sittings/") && !to.ends_with("/new"));
    let Some(sitting) = sitting else { return refused("/sittings lists no sitting") };
    let pages = [
        ("everyone, first page", "/enrolments", &registrar),
        ("everyone, page 200", &far, &registrar),
        ("everyone, a surname", "/enrolments?q=marford", &registrar),
        ("everyone, one letter", "/enrolments?q=m", &registrar),
        ("everyone, two words", "/enrolments?q=zo%C3%AB+mar", &registrar),
        ("everyone for whom something waits", "/enrolments?q=&waiting=yes", &registrar),
        ("applications", "/applications", &registrar),
        ("awards", "/awards", &registrar),
        ("candidates of a provider", "/candidates", &officer),
        ("sittings of a provider", "/sittings", &officer),
        ("a sitting", &sitting, &officer),
        ("trainees of a supervisor", "/trainees", &supervisor),
        ("queue of a supervisor", "/queue", &supervisor),
        ("home of a trainee", "/home", &trainee),
    ];
    pages.into_iter().map(|(what, path, cookie)| took(&site, what, path, cookie)).collect()
}

/// The address of the page so many pages on, or of the last one.
fn far_page(site: &Site, first: &str, cookie: &str) -> Outcome<String> {
    let mut path = first.to_string();
    for _ in 1..FAR {
        let page = site.page(&path, cookie)?;
        let next = link(&page, |to| to.contains("after="));
        let Some(next) = next else { break };
        path = next;
    }
    Ok(path)
}

/// The first link that leads where it is wanted.
fn link(page: &str, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let links = Selector::parse("a[href]").ok()?;
    let page = Html::parse_document(page);
    page.select(&links).filter_map(|link| link.attr("href")).find(|to| wanted(to)).map(String::from)
}

fn took(site: &Site, what: &str, path: &str, cookie: &str) -> Outcome<Took> {
    // What is asked for first is read from the disk.
    site.page(path, cookie)?;
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begun = Instant::now();
        site.page(path, cookie)?;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(Took { what: what.to_string(), median: times[TIMES / 2], p95: times[TIMES * 95 / 100] })
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn the_first_link_that_is_wanted_is_found() {
        let page = "<a>x</a><a href=/a>a</a><a href='/b?after=1&amp;q='>b</a>";
        assert_eq!(link(page, |to| to.contains("after=")).as_deref(), Some("/b?after=1&q="));
        assert_eq!(link(page, |to| to == "/c"), None);
    }
}
