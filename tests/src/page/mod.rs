//! A page as someone without JavaScript has it: its words, its links and its forms.

mod form;
mod words;

pub use form::{Field, Form};
use scraper::{ElementRef, Html, Selector};
use words::words;

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    html: String,
    document: Html,
    elements: Vec<(String, Vec<(String, String)>)>,
}

impl Page {
    /// Reads a page as browsers do.
    #[must_use]
    pub fn read(html: &str) -> Self {
        let document = Html::parse_document(html);
        let all = document.root_element().descendent_elements();
        let elements = all.map(|element| {
            let attributes = element.value().attrs();
            let owned = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
            (element.value().name().to_owned(), owned.collect())
        });
        Self { html: html.to_owned(), elements: elements.collect(), document }
    }

    /// As it was sent.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Every element with its attributes.
    pub fn elements(&self) -> impl Iterator<Item = (&str, &[(String, String)])> {
        let elements = self.elements.iter();
        elements.map(|(name, attributes)| (name.as_str(), attributes.as_slice()))
    }

    /// What can be read on it, with single spaces.
    #[must_use]
    pub fn text(&self) -> String {
        words(self.document.root_element())
    }

    /// Whether these words stand on it.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The words of the first element of that name.
    #[must_use]
    pub fn text_in(&self, element: &str) -> String {
        self.all(element).first().copied().map(words).unwrap_or_default()
    }

    /// The words of the element with that id.
    #[must_use]
    pub fn text_of_id(&self, id: &str) -> String {
        let mut all = self.document.root_element().descendent_elements();
        let found = all.find(|element| element.attr("id") == Some(id));
        found.map(words).unwrap_or_default()
    }

    /// The rows of all tables, as their words.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        self.all("tr").into_iter().map(words).collect()
    }

    /// Where the first link leads whose words contain these.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let found = self.links().into_iter().find(|(text, _)| text.contains(words));
        let Some((_, to)) = found else {
            panic!("no link says “{words}” on: {}", self.text());
        };
        to
    }

    /// Whether a link says this.
    #[must_use]
    pub fn has_link(&self, words: &str) -> bool {
        self.links().iter().any(|(text, _)| text.contains(words))
    }

    /// Words and address of every link.
    #[must_use]
    pub fn links(&self) -> Vec<(String, String)> {
        let links = self.all("a[href]").into_iter();
        let pair = |link: ElementRef| (words(link), link.attr("href").unwrap_or_default().to_owned());
        links.map(pair).collect()
    }

    /// The first form with a button whose words contain these, filled in as the page shows it.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[track_caller]
    pub fn form(&self, button: &str) -> Form {
        let Some(form) = self.find_form(button) else {
            panic!("no form has a button “{button}” on: {}", self.text());
        };
        form
    }

    /// [`Self::form`], or none.
    #[must_use]
    pub fn find_form(&self, button: &str) -> Option<Form> {
        let found = self.forms().into_iter().find(|form| form.has_button(button));
        found.map(|form| form.press(button))
    }

    /// Every form.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        self.all("form").into_iter().map(Form::read).collect()
    }

    /// What the summary of errors at the top says.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        self.all("#error-summary li").into_iter().map(words).collect()
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).unwrap();
        self.document.select(&selector).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn words_links_and_rows_are_read() {
        let page = Page::read(
            "<!DOCTYPE html><p>One<!---->&amp;<b>two</b></p><script>if (1 < 2) {}</script>\
             <table><tr><td>a</td><td><a href=\"/x?a=1&amp;b=2\">go<span> on</span></a></td></tr></table>",
        );
        assert_eq!(page.text(), "One&two a go on");
        assert_eq!(page.link("go"), "/x?a=1&b=2");
        assert_eq!(page.rows(), ["a go on"]);
    }

    #[test]
    fn a_name_an_id_and_the_errors_are_found() {
        let page = Page::read(
            "<title>T</title><div id=error-summary><ul><li><a href=#f>One</a></ul></div><ul><li>no error</ul>\
             <div id=a.b>in<div>side</div></div><div>out<br>side</div><svg><a href=/n aria-label=N><text>N1</text></a></svg>",
        );
        assert_eq!(page.text_in("title"), "T");
        assert_eq!(page.text_in("h1"), "");
        assert_eq!(page.errors(), ["One"]);
        assert_eq!(page.text_of_id("a.b"), "in side");
        assert!(page.says("out side") && page.has_link("N1"));
        assert_eq!(page.elements().filter(|(name, _)| *name == "li").count(), 2);
    }

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let page = Page::read(
            "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"h\" value=\"1\"><input name=\"t\" value=\"x\">\
             <textarea name=\"long\">a &lt; b</textarea><input type=\"radio\" name=\"r\" value=\"one\" checked><input type=\"radio\" name=\"r\" value=\"two\">\
             <input type=\"checkbox\" name=\"c\" value=\"yes\"><select name=\"s\"><option value=\"\">–</option><option value=\"k\" selected>K</option></select>\
             <button name=\"then\" value=\"go\">Go</button><button>Stay</button></form>",
        );
        let sent = |button: &str| page.form(button).sent();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let fields = vec![pair("h", "1"), pair("t", "x"), pair("long", "a < b"), pair("r", "one"), pair("s", "k")];
        assert_eq!(sent("Stay"), fields);
        assert_eq!(sent("Go"), [fields, vec![pair("then", "go")]].concat());
        let filled = page.form("Stay").fill("r", "two").tick("c", "yes").sent();
        assert!(filled.contains(&pair("r", "two")) && filled.contains(&pair("c", "yes")));
        assert!(!filled.contains(&pair("r", "one")));
    }
}
