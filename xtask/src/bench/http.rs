//! As much of HTTP/1.1 as it takes to sign in and to weigh a page.

use super::people::Person;
use crate::failure::{Explain, Outcome, refused};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The server under test, on this machine.
pub struct Site {
    pub port: u16,
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// As it came over the wire: still compressed, without chunk marks.
    pub body: Vec<u8>,
}

impl Site {
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn get(&self, path: &str, cookie: Option<&str>) -> Outcome<Answer> {
        let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        self.send(
            &format!("GET {path} HTTP/1.1\r\n{cookie}Accept: text/html\r\nAccept-Encoding: gzip\r\n"),
            "",
        )
    }

    /// Answers the session's cookie, as a browser would send it back.
    pub fn sign_in(&self, person: &Person) -> Outcome<String> {
        let page = self.send("GET /sign-in HTTP/1.1\r\nAccept: text/html\r\n", "")?;
        let page = String::from_utf8_lossy(&page.body);
        let Some(sheet) = sheet_of(&page) else {
            return refused("GET /sign-in answered a page without a form");
        };
        let (email, password) = (encode(&person.email), encode(&person.password));
        let form = format!("form={}&email={email}&password={password}", encode(sheet));
        let head = "POST /sign-in HTTP/1.1\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = self.send(head, &form)?;
        let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
        let pairs: Vec<&str> = cookies.filter_map(|(_, value)| value.split(';').next()).collect();
        if pairs.is_empty() {
            return refused(format!(
                "POST /sign-in as {} answered {} and no cookie",
                person.email, answer.status
            ));
        }
        Ok(pairs.join("; "))
    }

    fn send(&self, head: &str, body: &str) -> Outcome<Answer> {
        let about = format!("no answer from 127.0.0.1:{}", self.port);
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).or_say(&about)?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).or_say(&about)?;
        let length = body.len();
        let request = format!(
            "{head}Host: 127.0.0.1:{}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            self.port
        );
        stream.write_all(request.as_bytes()).or_say(&about)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).or_say(&about)?;
        parse(&bytes).map_or_else(
            || refused(format!("127.0.0.1:{} answered something that isn't HTTP", self.port)),
            Ok,
        )
    }
}

/// What the hidden field of the page's form holds.
fn sheet_of(page: &str) -> Option<&str> {
    let (_, value) = page.split_once("name=\"form\" value=\"")?;
    value.split('"').next()
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let pair = |line: &str| {
        line.split_once(':')
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_string()))
    };
    let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
    let raw = &bytes[end + 4..];
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { unchunk(raw)? } else { raw.to_vec() };
    Some(Answer { status, headers, body })
}

fn unchunk(mut raw: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = raw.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&raw[..end]).ok()?.split(';').next()?.trim(), 16).ok()?;
        raw = &raw[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(raw.get(..size)?);
        raw = raw.get(size + 2..)?;
    }
}

/// A form's value: everything but letters and digits as `%XX`.
fn encode(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{encode, parse};

    #[test]
    fn a_chunked_answer_is_put_together() {
        let answer = parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b; Path=/\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n");
        let answer = answer.expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"abcde".as_slice()));
        assert_eq!(answer.headers[1], ("set-cookie".to_string(), "a=b; Path=/".to_string()));
        assert!(parse(b"hello").is_none());
        assert!(parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc").is_none());
    }

    #[test]
    fn a_form_carries_any_text() {
        assert_eq!(encode("a@b.c d+é"), "a%40b%2Ec%20d%2B%C3%A9");
    }
}
