//! Several at once on one database: one does what only one may, the others wait for it and go on.

use crate::gradus::{PATIENCE, Place, lines};
use crate::steps::{enrolment, sign_in};
use app::web::clock::Clock;
use std::fs::File;
use std::process::Stdio;
use std::time::Duration;
use tests::Page;
use tests::people::{ALL, AMARA, DANA, OWEN};

#[test]
fn servers_that_start_at_once_on_a_new_database_all_come_up() {
    for _ in 0..3 {
        let place = Place::new();
        std::thread::scope(|scope| {
            let starting = [(); 4].map(|()| scope.spawn(|| place.serve()));
            for server in starting {
                let server = server.join().expect("it came up");
                assert!(server.said.contains(AMARA), "{}", server.said);
                sign_in(&server, AMARA);
                server.stop();
            }
        });
        assert_eq!(place.texts("SELECT id FROM person").len(), ALL.len());
        place.run(&["doctor"]).must_succeed();
    }
}

#[test]
fn of_two_that_put_in_demo_people_at_once_one_does() {
    let place = Place::new();
    let ran = std::thread::scope(|scope| {
        let running = [(); 2].map(|()| scope.spawn(|| place.run(&["demo"])));
        running.map(|one| one.join().unwrap())
    });
    let mut statuses = ran.each_ref().map(|one| one.status);
    statuses.sort();
    assert_eq!(statuses, [Some(0), Some(2)], "{ran:?}");
    assert_eq!(place.texts("SELECT id FROM person").len(), ALL.len());
}

/// One records a result, and the other, whose clock is behind, corrects it. As far behind as a server can be set: two seconds are
/// covered by it, and the requests between the two take no longer.
#[test]
fn what_the_server_with_the_slower_clock_wrote_last_is_last() {
    let mut place = Place::new();
    let server = place.serve();
    place.set("GRADUS_CLOCK_BEHIND", "5");
    let slower = place.serve();
    let mut amara = sign_in(&slower, AMARA);
    let enrolment = enrolment(&mut amara);
    let (mut dana, mut dana_behind) = (sign_in(&server, DANA), sign_in(&slower, DANA));
    let mut owen = sign_in(&slower, OWEN);
    let today = Clock::system().now().date_naive().to_string();
    let form = dana.form("/sittings/new", "Add sitting").fill("element", "cpq 2021-06 F06").fill("held_on", &today);
    let sitting = dana.submit(&form);
    let form = dana.form(&sitting, "Record results").fill(&format!("outcome[{enrolment}]"), "fail");
    dana.submit(&form);
    let correct = Page::read(&dana_behind.get(&sitting).text()).link("Correct");
    let form = dana_behind.form(&correct, "Correct the result").fill("outcome", "pass").fill("reason", "Marked again.");
    dana_behind.submit(&form);
    let form = owen.form(&sitting, "Confirm the selected results");
    let result = form.fields.iter().find(|field| field.name == "result").unwrap().value.clone();
    owen.submit(&form.tick("result", &result));

    for at in [&server, &slower] {
        amara.move_to(&at.address);
        let record = amara.get(&format!("/enrolments/{enrolment}/record.json")).text();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        let story = record["story"].as_array().unwrap();
        let [.., recorded, corrected, confirmed] = story.as_slice() else { panic!("{story:?}") };
        let acts = [recorded, corrected, confirmed].map(|event| event["act"].as_str().unwrap());
        assert_eq!(acts, ["recorded_result", "corrected_result", "confirmed_result"]);
        assert!(corrected["at"].as_str() < recorded["at"].as_str(), "the clocks do not differ: {story:?}");
        let nodes = record["standing"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.iter().find(|node| node["id"] == "F06").unwrap()["state"], "met");
    }
    server.stop();
    slower.stop();
    place.run(&["doctor"]).must_succeed();
}

#[test]
fn who_waits_for_another_says_so_and_then_goes_on() {
    let place = Place::new();
    std::fs::create_dir_all(place.var()).unwrap();
    let other = File::create(place.var().join("gradus.sqlite.lock")).unwrap();
    other.lock().unwrap();
    let mut waiting = place.command(&["migrate"]).stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let said = lines(waiting.stderr.take().unwrap());
    let line = said.recv_timeout(PATIENCE).expect("it says nothing");
    assert!(line.contains("Waiting for another gradus"), "{line}");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(waiting.try_wait().unwrap(), None, "it did not wait");
    assert!(!place.var().join("gradus.sqlite").exists(), "it did not wait");
    drop(other);
    assert!(waiting.wait().unwrap().success());
    assert_eq!(place.count("person"), 0);
}
