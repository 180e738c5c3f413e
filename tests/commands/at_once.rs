//! Several at once on one database: one does what only one may, the others wait for it and go on.

use crate::gradus::{PATIENCE, Place, lines};
use crate::steps::sign_in;
use std::fs::File;
use std::process::Stdio;
use std::time::Duration;
use tests::people::{ALL, AMARA};

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
