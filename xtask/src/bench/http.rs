//! The server under test as a browser without JavaScript meets it: pages, and the form to sign in.

use super::people::Person;
use crate::failure::{Explain, Outcome, refused};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use std::time::Duration;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

/// The server under test, on this machine.
pub struct Site {
    pub port: u16,
    agent: Agent,
}

/// Names and values, as a browser sends them back.
type Cookies = BTreeMap<String, String>;

impl Site {
    pub fn new(port: u16) -> Site {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .new_agent();
        Site { port, agent }
    }

    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The status, and the body as it came over the wire: still compressed.
    pub fn get(&self, path: &str, cookie: &str) -> Outcome<(u16, Vec<u8>)> {
        let request = self.agent.get(self.address(path)).header("accept-encoding", "gzip");
        let mut answer =
            request.header("accept", "text/html").header("cookie", cookie).call().or_say(self.silence())?;
        let body = answer.body_mut().read_to_vec().or_say(self.silence())?;
        Ok((answer.status().as_u16(), body))
    }

    /// A page that is there, as its markup.
    pub fn page(&self, path: &str, cookie: &str) -> Outcome<String> {
        let request = self.agent.get(self.address(path)).header("accept", "text/html");
        let mut answer = request.header("cookie", cookie).call().or_say(self.silence())?;
        if answer.status() != 200 {
            return refused(format!("GET {path} answered {} instead of 200", answer.status()));
        }
        answer.body_mut().read_to_string().or_say(self.silence())
    }

    /// Fills in the page's own form, wherever it is sent and whatever else it holds. Answers the session's cookies as
    /// they are sent back.
    pub fn sign_in(&self, person: &Person) -> Outcome<String> {
        const PAGE: &str = "/sign-in";
        let mut cookies = Cookies::new();
        let request = self.agent.get(self.address(PAGE)).header("accept", "text/html");
        let mut answer = request.call().or_say(self.silence())?;
        keep(answer.headers(), &mut cookies);
        let page = answer.body_mut().read_to_string().or_say(self.silence())?;
        let Some((action, mut fields)) = form(&page) else {
            return refused(format!("{PAGE} has no form that asks for a password"));
        };
        fields.insert("email".to_string(), person.email.clone());
        fields.insert("password".to_string(), person.password.clone());
        let answer = self.send(&action, &cookies, &fields)?;
        let before = cookies.clone();
        keep(answer.headers(), &mut cookies);
        if cookies == before {
            return refused(format!("POST {action} as {} answered {} and no cookie", person.email, answer.status()));
        }
        Ok(written(&cookies))
    }

    fn send(&self, path: &str, cookies: &Cookies, fields: &BTreeMap<String, String>) -> Outcome<Response<Body>> {
        let request = self.agent.post(self.address(path)).header("accept", "text/html");
        request
            .header("sec-fetch-site", "same-origin")
            .header("cookie", written(cookies))
            .send_form(fields)
            .or_say(self.silence())
    }

    fn silence(&self) -> String {
        format!("no answer from 127.0.0.1:{}", self.port)
    }
}

fn keep(headers: &HeaderMap, cookies: &mut Cookies) {
    for cookie in headers.get_all("set-cookie") {
        let pair = cookie.to_str().unwrap_or_default().split(';').next();
        if let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) {
            cookies.insert(name.to_string(), value.to_string());
        }
    }
}

fn written(cookies: &Cookies) -> String {
    let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// Where the form is sent that asks for a password, and what its fields hold.
fn form(page: &str) -> Option<(String, BTreeMap<String, String>)> {
    let page = Html::parse_document(page);
    let of_form = Selector::parse("form:has(input[type=password])").ok()?;
    let of_input = Selector::parse("input[name]").ok()?;
    let form = page.select(&of_form).next()?;
    let text = |input: &ElementRef, name: &str| input.attr(name).unwrap_or_default().to_string();
    let inputs = form.select(&of_input);
    let fields = inputs.map(|input| (text(&input, "name"), text(&input, "value"))).collect();
    Some((text(&form, "action"), fields))
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn the_form_that_asks_for_a_password_is_found() {
        let page = "<form action=/search><input name=q></form><form method=post action='/a?b=1&amp;c'>\
                    <input type=hidden name=form value=seal><input name=email><input type=password name=password></form>";
        let (action, fields) = form(page).expect("a form");
        assert_eq!(action, "/a?b=1&c");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fields, [("email", ""), ("form", "seal"), ("password", "")]);
        assert!(form("<form><input name=q></form>").is_none());
    }
}
