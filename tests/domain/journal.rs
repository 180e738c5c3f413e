//! Chains of events: what is hashed, and which edit is noticed.

use chrono::{DateTime, NaiveDate, Utc};
use domain::journal::{Chain, Digest, Fault, Head, Link, Place, Walk};
use domain::people::OrganisationKind;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The n-th id of a kind.
macro_rules! id {
    ($n:expr) => {
        serde_json::from_value(serde_json::json!(format!("019ac000-0000-7000-8000-{:012}", $n))).unwrap()
    };
}

fn link(seq: i64, body: &str) -> Link {
    Link {
        place: Place::of_chapter(id!(1), id!(3)),
        seq,
        id: id!(100 + seq),
        at: at("2026-11-23T09:30:00.000001Z"),
        valid_on: day("2026-11-23"),
        actor: Some(id!(2)),
        version: 1,
        body: body.to_owned(),
    }
}

/// The hash can be made with any tool: `printf` of the text below, and `sha256sum`.
#[test]
fn the_text_that_is_hashed_and_its_hash_are_these() {
    let first = link(1, r#"{"act":"chose_specialism","round":1,"specialism":"wills"}"#);
    assert_eq!(
        first.text(Digest::NONE),
        "gradus-event/1\n\
         record 019ac000-0000-7000-8000-000000000001\n\
         019ac000-0000-7000-8000-000000000003\n\
         1\n\
         019ac000-0000-7000-8000-000000000101\n\
         2026-11-23T09:30:00.000001Z\n\
         2026-11-23\n\
         019ac000-0000-7000-8000-000000000002\n\
         1\n\
         {\"act\":\"chose_specialism\",\"round\":1,\"specialism\":\"wills\"}\n\
         0000000000000000000000000000000000000000000000000000000000000000"
    );
    let hash = first.hash(Digest::NONE);
    assert_eq!(hash.to_string(), "9b77371b40244e7b28a3d75042d4eea9437d55b47720fc8a8ecff707bb394dad");
    let set_up =
        Link { place: Chain::Account(id!(1)).into(), at: at("2026-11-23T09:30:00Z"), actor: None, ..link(2, "{}") };
    assert_eq!(set_up.hash(hash).to_string(), "9cc5d88fd02bc079fedba089e42475e161879518e65565f5793625ba8fbf1b28");
}

#[test]
fn words_are_hashed_under_their_salt_column_by_column() {
    let salt = "00112233445566778899aabbccddeeff";
    let of = |words: &[Option<&str>]| Digest::of_words(salt, words);
    assert_eq!(
        of(&[Some("Amara “Ama” Osei"), None]).to_string(),
        "5fb5f08037949f36be27f14ee07069116439636fa0faa774346ace4c9bd1a1bf"
    );
    let all = [
        of(&[Some("a"), Some("b")]),
        of(&[Some("ab")]),
        of(&[Some("a"), None, Some("b")]),
        of(&[Some("a"), Some("b"), None]),
        of(&[Some("a"), Some("b"), Some("")]),
        Digest::of_words("another", &[Some("a"), Some("b")]),
    ];
    for (i, one) in all.iter().enumerate() {
        assert!(!all[..i].contains(one), "{i} has the hash of another");
    }
}

#[test]
fn a_digest_is_written_in_one_way_only() {
    let text = Digest::of("x").to_string();
    assert_eq!(text.parse(), Ok(Digest::of("x")));
    for wrong in [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), String::new(), "g".repeat(64)] {
        assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
    }
}

#[test]
fn a_chain_is_read_from_its_kind_and_id() {
    for chain in [
        Chain::Record(id!(1)),
        Chain::of(id!(1), OrganisationKind::Employer),
        Chain::of(id!(1), OrganisationKind::Body),
        Chain::Account(id!(1)),
    ] {
        assert_eq!(Chain::read(chain.kind(), &chain.id()), Some(chain));
    }
    assert_eq!(Chain::read("record", "1"), None);
    assert_eq!(Chain::read("person", "019ac000-0000-7000-8000-000000000001"), None);
}

#[test]
fn an_instant_is_cut_to_what_both_databases_keep() {
    assert_eq!(Link::instant(at("2026-11-23T09:30:00.123456789Z")), at("2026-11-23T09:30:00.123456Z"));
}

/// Three events, each with the hashes that are stored with it.
fn chain() -> Vec<(Link, Digest, Digest)> {
    let mut prev = Digest::NONE;
    (1..=3)
        .map(|seq| {
            let link = link(seq, &format!("{{\"n\":{seq}}}"));
            let hash = link.hash(prev);
            let stored = (link, prev, hash);
            prev = hash;
            stored
        })
        .collect()
}

fn faults(events: &[(Link, Digest, Digest)], head: Option<Head>) -> Vec<Fault> {
    let mut walk = Walk::default();
    let mut found: Vec<Fault> = events.iter().filter_map(|(link, prev, hash)| walk.step(link, *prev, *hash)).collect();
    found.extend(walk.end(head));
    found
}

#[test]
fn every_edit_of_a_chain_is_noticed_at_its_place() {
    type Edit = fn(&mut Vec<(Link, Digest, Digest)>, &mut Option<Head>);
    let edits: [(&str, Edit, &[Fault]); 12] = [
        ("none", |_, _| {}, &[]),
        ("the first is gone", |all, _| drop(all.remove(0)), &[Fault::Gap { after: 0, found: 2 }]),
        ("one between is gone", |all, _| drop(all.remove(1)), &[Fault::Gap { after: 1, found: 3 }]),
        ("the last is gone", |all, _| all.truncate(2), &[Fault::CutOff { last: 2, head: 3 }]),
        ("all are gone", |all, _| all.clear(), &[Fault::CutOff { last: 0, head: 3 }]),
        ("the body is another", |all, _| all[1].0.body.push(' '), &[Fault::Altered(2)]),
        ("the actor is another", |all, _| all[1].0.actor = None, &[Fault::Altered(2)]),
        (
            "it is another, with its hash made again",
            |all, _| {
                all[1].0.valid_on = day("2026-11-22");
                all[1].2 = all[1].0.hash(all[1].1);
            },
            &[Fault::Broken(3)],
        ),
        (
            "the last is another, with its hash made again",
            |all, _| {
                all[2].0.valid_on = day("2026-11-22");
                all[2].2 = all[2].0.hash(all[2].1);
            },
            &[Fault::HeadDiffers(3)],
        ),
        (
            "one was put behind the last",
            |all, _| {
                let prev = all[2].2;
                let more = link(4, "{}");
                let hash = more.hash(prev);
                all.push((more, prev, hash));
            },
            &[Fault::Beyond { last: 4, head: 3 }],
        ),
        ("the head is gone", |_, head| *head = None, &[Fault::NoHead(3)]),
        (
            "the head has another hash",
            |_, head| *head = head.map(|head| Head { hash: Digest::NONE, ..head }),
            &[Fault::HeadDiffers(3)],
        ),
    ];
    for (what, edit, expected) in edits {
        let mut all = chain();
        let mut head = Some(Head { seq: 3, hash: all[2].2 });
        edit(&mut all, &mut head);
        assert_eq!(faults(&all, head), expected, "{what}");
    }
    assert_eq!(faults(&[], None), []);
}
