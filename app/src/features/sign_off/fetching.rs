//! What the text of a Word or Excel document takes in from elsewhere by itself: fields and formulas of other files and programs, lists of a
//! mail merge, pictures of a drawing. What stands in the relations of its parts is judged in [`super::office`].

use super::office::{DAMAGED, attributes, read_as};
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

const FIELD: &str = "Save the document as PDF and choose that: a field of this one takes in what another file or program holds (DDE, LINK or INCLUDETEXT)";
const LIST: &str =
    "Save the document as PDF and choose that: this one is the letter of a mail merge, which fetches its list";
const PICTURE: &str = "Paste the pictures into the document and choose that: one is fetched from elsewhere";
const FORMULA: &str = "Put the values in the place of the formulas and choose that: one of this document fetches something from elsewhere (WEBSERVICE, IMAGE, RTD or DDE)";

/// Fields by which Word takes in another file or asks another program. INCLUDEPICTURE is none of them: Word writes it itself where a picture
/// is pasted from a mail or a page, keeps the picture beside it, and fetches it anew only for who asks for that.
const FIELDS: [&str; 5] = ["DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "INCLUDE"];
/// Formulas by which Excel fetches something.
const FORMULAS: [&str; 3] = ["WEBSERVICE(", "IMAGE(", "RTD("];
/// The elements that hold a formula.
const WITH_FORMULA: [&str; 7] =
    ["f", "formula", "formula1", "formula2", "definedname", "calculatedcolumnformula", "totalsrowformula"];

/// In which format an element is, by its namespace: a fraction and a cell's formula have one name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Word,
    Excel,
    Drawing,
    Other,
}

impl Format {
    fn of(namespace: &ResolveResult<'_>) -> Self {
        let ResolveResult::Bound(namespace) = namespace else { return Self::Other };
        let is = |words: &[&str]| words.iter().any(|word| namespace.0.contains(word));
        match () {
            () if is(&["wordprocessingml"]) => Self::Word,
            () if is(&["spreadsheetml", "office/excel"]) => Self::Excel,
            () if is(&["microsoft-com:vml"]) => Self::Drawing,
            () => Self::Other,
        }
    }
}

/// Whether a part takes in nothing by itself.
pub(super) fn takes_in_nothing(xml: &[u8]) -> Result<(), &'static str> {
    let xml = read_as(xml)?;
    let mut reader = NsReader::from_reader(xml.as_ref());
    // Excel's notes have breaks of lines as pages of the web had them.
    reader.config_mut().check_end_names = false;
    let mut text = Text::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| DAMAGED)?;
        let format = Format::of(&namespace);
        match &event {
            Event::Start(one) => begun(format, one, &mut text)?,
            Event::Empty(one) => {
                begun(format, one, &mut text)?;
                text.ended(format, &one.local_name().into_inner().to_lowercase())?;
            }
            Event::End(one) => text.ended(format, &one.local_name().into_inner().to_lowercase())?,
            Event::Text(said) => text.add(said),
            Event::CData(said) => text.add(said),
            Event::GeneralRef(one) => {
                let letter = one.resolve_char_ref().map_err(|_| DAMAGED)?.map(String::from);
                text.add(letter.as_deref().or(resolve_predefined_entity(one)).unwrap_or_default());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// What is read of fields and formulas.
#[derive(Default)]
struct Text {
    /// Of each field that is begun, one within another, what it is told to do.
    fields: Vec<String>,
    formula: String,
    /// Whether what is read now is of a field, or of a formula.
    of: Option<Format>,
}

impl Text {
    fn add(&mut self, text: &str) {
        match (self.of, self.fields.last_mut()) {
            (Some(Format::Word), Some(field)) => field.push_str(text),
            (Some(Format::Excel), _) => self.formula.push_str(text),
            _ => {}
        }
    }

    fn ended(&mut self, format: Format, name: &str) -> Result<(), &'static str> {
        if self.of != Some(format) || !is_read(format, name) {
            return Ok(());
        }
        self.of = None;
        fetches_nothing(&std::mem::take(&mut self.formula))
    }
}

/// Whether the text of an element is part of what a field is told to do, or a formula.
fn is_read(format: Format, name: &str) -> bool {
    match format {
        Format::Word => name == "instrtext",
        Format::Excel => WITH_FORMULA.contains(&name),
        Format::Drawing | Format::Other => false,
    }
}

fn begun(format: Format, one: &BytesStart<'_>, text: &mut Text) -> Result<(), &'static str> {
    let name = one.local_name().into_inner().to_lowercase();
    match (format, name.as_str()) {
        (Format::Word, "mailmerge") => return Err(LIST),
        (Format::Word, "fldsimple") => asks_nobody(attributes(one)?.get("instr").map_or("", String::as_str))?,
        (Format::Word, "fldchar") => match attributes(one)?.get("fldchartype").map(String::as_str) {
            Some("begin") => text.fields.push(String::new()),
            // What it is told to do ends there; its result may have fields of its own.
            Some("separate") => asks_nobody(&text.fields.last_mut().map(std::mem::take).unwrap_or_default())?,
            _ => asks_nobody(&text.fields.pop().unwrap_or_default())?,
        },
        (format, name) if is_read(format, name) => text.of = Some(format),
        (Format::Drawing, "imagedata" | "fill" | "stroke" | "image") => {
            let all = attributes(one)?;
            let from = all.get("src").map_or("", String::as_str);
            if from.contains("://") || from.starts_with("//") || from.starts_with(r"\\") {
                return Err(PICTURE);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether a field takes in nothing of another file or program: its first word is what it does.
fn asks_nobody(field: &str) -> Result<(), &'static str> {
    let does = field.split_whitespace().next().unwrap_or_default().to_uppercase();
    if FIELDS.contains(&does.as_str()) { Err(FIELD) } else { Ok(()) }
}

/// Whether a formula fetches nothing. A bar outside of quotation marks parts the name of a program from what it is asked (DDE).
fn fetches_nothing(formula: &str) -> Result<(), &'static str> {
    let formula = formula.to_uppercase();
    let is_called = |name: &str| {
        let mut found = formula.match_indices(name);
        found.any(|(at, _)| !formula[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
    };
    let mut quote = None;
    let asks_a_program = formula.chars().any(|letter| {
        match quote {
            Some(mark) => quote = quote.filter(|_| mark != letter),
            None => quote = Some(letter).filter(|letter| matches!(letter, '"' | '\'')),
        }
        quote.is_none() && letter == '|'
    });
    if asks_a_program || FORMULAS.iter().any(|name| is_called(name)) { Err(FORMULA) } else { Ok(()) }
}
