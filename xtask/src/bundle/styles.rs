//! One style sheet out of `app/style/*.css`, in the order of their names, as small as it can be written.

use super::files::read;
use crate::failure::{Explain, Outcome, refused};
use crate::place;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

pub fn bundle() -> Outcome<String> {
    let folder = place::root().join("app").join("style");
    let about = format!("can't read {}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).or_say(&about)? {
        let file = entry.or_say(&about)?.path();
        if file.extension().is_some_and(|extension| extension == "css") {
            files.push(file);
        }
    }
    files.sort();
    let mut sheet = String::new();
    for file in files {
        let Ok(text) = String::from_utf8(read(&file)?) else {
            return refused(format!("{} isn't UTF-8; save it as UTF-8", file.display()));
        };
        sheet.push_str(&shrink(&text, &file.display().to_string())?);
        sheet.push('\n');
    }
    Ok(sheet)
}

/// No browsers are named as targets, so nothing is rewritten for old ones: the sheet needs cascade layers and
/// `light-dark()` as it stands, and whoever has those reads everything that Lightning CSS writes.
fn shrink(css: &str, file: &str) -> Outcome<String> {
    let parsed = StyleSheet::parse(css, ParserOptions::default());
    let mut sheet = parsed.or_else(|error| {
        // Lines are counted from nought.
        let line = error.loc.map_or(0, |place| place.line) + 1;
        refused(format!("{file}:{line}: {}; correct the style sheet", error.kind))
    })?;
    sheet.minify(MinifyOptions::default()).or_say(format!("can't make {file} smaller"))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() });
    Ok(printed.or_say(format!("can't write {file}"))?.code)
}

#[cfg(test)]
mod tests {
    use super::{bundle, shrink};

    #[test]
    fn what_means_nothing_goes_and_what_means_something_stays() {
        let css = "/* tokens */\n:root {\n  --ink: light-dark(#112233, #eee);\n}\n\na :hover { width: calc(1px + 2rem); content: \"a  /* b */\"; }\n";
        assert_eq!(
            shrink(css, "tokens.css").expect("it is right"),
            ":root{--ink:light-dark(#123,#eee)}a :hover{content:\"a  /* b */\";width:calc(1px + 2rem)}"
        );
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let failure = shrink("a {\n  color red;\n}", "parts.css").expect_err("it is wrong");
        assert!(failure.sentence.starts_with("parts.css:2: "), "{}", failure.sentence);
    }

    #[test]
    fn our_own_sheet_has_no_mistake() {
        let sheet = bundle().expect("a sheet");
        assert!(sheet.starts_with("@layer"), "{}", &sheet[..40]);
    }
}
