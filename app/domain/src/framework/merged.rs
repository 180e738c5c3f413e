//! What a merge of two versions of a file leaves in it where both were changed.

use super::reader::Reader;
use super::syntax::blank;

/// The marks at the edge: before the first side, before what both were made of, between the two, and behind the second.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reports each mark of a merge, and gives the text with the first side of each place alone.
pub(super) fn first_sides(reader: &mut Reader<'_>, text: &str) -> Option<String> {
    let starts = text.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
    let marks: Vec<(usize, &str, usize)> = starts.filter_map(|(at, line)| Some((at, line, mark_of(line)?))).collect();
    // A line of equal signs alone may be anything.
    if !marks.iter().any(|(_, _, mark)| *mark != 2) {
        return None;
    }
    let fault = |(at, _, mark): &(usize, &str, usize)| {
        let what = format!("`{}` was left here by a merge of two versions", MARKS[*mark]);
        let fix = "Keep one of the two sides, and take out the other and the lines with these marks";
        (reader.line(*at), what, fix.to_owned())
    };
    reader.each_of(marks.iter().map(fault).collect());
    let mut first = text.to_owned();
    for (n, (at, line, mark)) in marks.iter().enumerate() {
        let ends = at + line.trim_end().len();
        let next = marks.get(n + 1).filter(|(_, _, next)| next > mark);
        let side = if *mark == 0 { ends } else { next.map_or(ends, |(next, _, _)| *next) };
        reader.hide(&text[*at..side]);
        blank(&mut first, *at..side);
    }
    Some(first)
}

fn mark_of(line: &str) -> Option<usize> {
    let mark = MARKS.iter().position(|mark| line.starts_with(mark))?;
    let rest = &line[MARKS[mark].len()..];
    (rest.trim().is_empty() || mark != 2 && rest.starts_with(' ')).then_some(mark)
}
