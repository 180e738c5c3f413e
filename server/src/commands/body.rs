//! `gradus body`: what the author of a body's content needs, with no database and no browser.

use super::framework::{as_lines, paper};
use app::content::bodies::of_folder;
use std::path::Path;

/// Loads the body of a folder and sees that its sources are there.
///
/// # Errors
/// Every problem, one a line, with a last line that counts them.
pub fn check(folder: &Path) -> Result<String, String> {
    if !folder.is_dir() {
        let path = folder.display();
        return Err(format!("{path} is no folder. Name the folder of a body, such as content/bodies/cilex."));
    }
    let (body, mut problems) = of_folder(folder);
    problems.extend(paper(&folder.join("sources.md"), "Write it: where each fact comes from"));
    let Some(body) = body.filter(|_| problems.is_empty()) else {
        return Err(as_lines(folder, &problems));
    };
    let parts = [
        ("contact", body.contact.is_some()),
        ("help", body.help.is_some()),
        ("privacy", body.privacy.is_some()),
        ("service times", !body.service_times.is_empty()),
        ("holidays", !body.holidays.is_empty()),
    ];
    let absent: Vec<&str> = parts.into_iter().filter(|(_, is_there)| !is_there).map(|(part, _)| part).collect();
    let absent =
        if absent.is_empty() { String::new() } else { format!(" Shown as not published: {}.", absent.join(", ")) };
    Ok(format!("{}: {}, no problem.{absent}\n", body.slug, body.name))
}
