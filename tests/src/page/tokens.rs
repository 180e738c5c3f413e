//! HTML as a flat list. Enough for what we write ourselves; not a parser for the web.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A start tag with its attributes.
    Open(String, Vec<(String, String)>),
    /// An end tag, or the end of an element that has none.
    Close(String),
    /// Words, unescaped.
    Text(String),
}

/// Elements without an end tag.
const VOID: [&str; 8] = ["area", "br", "hr", "img", "input", "link", "meta", "source"];
/// Elements whose content is not HTML.
const RAW: [&str; 2] = ["script", "style"];

pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
        } else if rest.starts_with("<!") {
            rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        } else if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').unwrap_or((after, ""));
            tokens.push(Token::Close(name.trim().to_lowercase()));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('<') {
            rest = open(after, &mut tokens);
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            tokens.push(Token::Text(unescaped(&rest[..end])));
            rest = &rest[end..];
        }
    }
    tokens
}

/// Reads a start tag after its `<`; returns what follows the tag.
fn open<'a>(mut rest: &'a str, tokens: &mut Vec<Token>) -> &'a str {
    let end = rest
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(rest.len());
    let name = rest[..end].to_lowercase();
    rest = &rest[end..];
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            break;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '>' || c == '/')
            .unwrap_or(rest.len());
        let attribute = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = quoted(after.trim_start());
        }
        attributes.push((attribute, unescaped(value)));
    }
    rest = rest.strip_prefix('>').unwrap_or(rest);
    let is_raw = RAW.contains(&name.as_str());
    let is_void = VOID.contains(&name.as_str());
    tokens.push(Token::Open(name.clone(), attributes));
    if is_raw {
        rest = rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]);
    } else if is_void {
        tokens.push(Token::Close(name));
    }
    rest
}

fn quoted(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(after) = text.strip_prefix(quote) {
            return after.split_once(quote).unwrap_or((after, ""));
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    text.split_at(end)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
