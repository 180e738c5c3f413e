//! Just enough of a browser: one request a connection, cookies, and bodies that can be sent in pieces.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a server says that has read the head of a request and wants the rest.
const GO_ON: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const BOUNDARY: &str = "----gradus-commands-boundary";

/// Someone at a browser.
#[derive(Clone)]
pub struct Browser {
    address: String,
    cookies: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Browser {
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), cookies: BTreeMap::new() }
    }

    /// Goes on at another server, with the same cookies.
    pub fn move_to(&mut self, address: &str) {
        address.clone_into(&mut self.address);
    }

    /// Goes to an address; a redirect is not followed.
    pub fn get(&mut self, path: &str) -> Answer {
        let mut sending = self.begin("GET", path, "");
        self.finish(&mut sending)
    }

    /// Whether the port answers at all, and with what.
    pub fn try_get(&mut self, path: &str) -> Option<Answer> {
        TcpStream::connect(&self.address).ok().map(|_| self.get(path))
    }

    /// Sends a form; a redirect is not followed.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = tests::encoded(fields);
        let headers = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", body.len());
        let mut sending = self.begin("POST", path, &headers);
        sending.write_all(body.as_bytes()).unwrap();
        self.finish(&mut sending)
    }

    /// Sends a form as it is filled in; answers where it leads.
    pub fn submit(&mut self, form: &tests::Form) -> String {
        let pairs = form.sent();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.post(&form.action, &pairs);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").split(['?', '#']).next().unwrap().to_owned()
    }

    /// The form of a page that has this button.
    pub fn form(&mut self, page: &str, button: &str) -> tests::Form {
        tests::Page::read(&self.get(page).text()).form(button)
    }

    /// The sheet of a form as its page hands it out; empty when the page has none.
    pub fn sheet(&mut self, page: &str, action: &str) -> String {
        let page = tests::Page::read(&self.get(page).text());
        let form = page.forms().into_iter().find(|form| form.action == action);
        form.and_then(|form| form.value("form")).unwrap_or_default()
    }

    /// Sends a file.
    pub fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let (mut sending, rest) = self.begin_upload(path, name, bytes, bytes.len());
        sending.write_all(&rest).unwrap();
        self.finish(&mut sending)
    }

    /// Sends the first bytes of a file, once the server has begun to read it; answers the connection and what is still to be
    /// sent.
    pub fn begin_upload(&mut self, path: &str, name: &str, bytes: &[u8], first: usize) -> (TcpStream, Vec<u8>) {
        let sheet = self.sheet(&path.replace("/file", "?add=file"), path);
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{sheet}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        let headers = format!(
            "Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nExpect: 100-continue\r\nContent-Length: {}\r\n",
            head.len() + bytes.len() + tail.len()
        );
        let mut sending = self.begin("POST", path, &headers);
        let mut go_on = [0; GO_ON.len()];
        sending.read_exact(&mut go_on).unwrap();
        assert_eq!(String::from_utf8_lossy(&go_on), GO_ON);
        sending.write_all(head.as_bytes()).unwrap();
        sending.write_all(&bytes[..first]).unwrap();
        (sending, [&bytes[first..], tail.as_bytes()].concat())
    }

    fn begin(&self, method: &str, path: &str, headers: &str) -> TcpStream {
        let mut sending = TcpStream::connect(&self.address).unwrap();
        sending.set_read_timeout(Some(PATIENCE)).unwrap();
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        // The answer ends where the connection does.
        let head = format!(
            "{method} {path} HTTP/1.1\r\nConnection: close\r\nHost: {}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n{headers}\r\n",
            self.address,
            cookies.join("; ")
        );
        sending.write_all(head.as_bytes()).unwrap();
        sending
    }

    /// Reads the answer.
    pub fn finish(&mut self, sending: &mut TcpStream) -> Answer {
        let mut bytes = Vec::new();
        sending.read_to_end(&mut bytes).unwrap();
        let _ = sending.shutdown(Shutdown::Both);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        for (_, cookie) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }
}
