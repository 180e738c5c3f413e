#![allow(warnings)]
use crate::{old_rows, steps};
use app::features::enrolments::entity::enrolment;
use app::features::enrolments::{case, store as enrolments};
use app::features::people::entity::{organisation, person};
use app::features::people::store as people;
use app::web::db::sql;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::{Actor, Membership, Role, Scope, Subject, scope};
use domain::ids::*;
use domain::people::OrganisationKind;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Value};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use tests::people::*;
use tests::{TestApp, today};

async fn lines(app: &TestApp, query: &str, values: Vec<Value>, columns: usize) -> Vec<String> {
    let db = app.db().read();
    let rows = db.query_all_raw(sql(db, query, values)).await.unwrap();
    rows.iter()
        .map(|row| {
            (0..columns)
                .map(|i| {
                    if let Ok(v) = row.try_get_by_index::<Option<String>>(i) {
                        format!("{v:?}")
                    } else if let Ok(v) = row.try_get_by_index::<Option<NaiveDate>>(i) {
                        format!("{v:?}")
                    } else if let Ok(v) = row.try_get_by_index::<Option<DateTime<Utc>>>(i) {
                        format!("{v:?}")
                    } else {
                        format!("{:?}", row.try_get_by_index::<i64>(i).unwrap())
                    }
                })
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect()
}
fn o<T: std::fmt::Display>(v: Option<T>) -> String {
    format!("{:?}", v.map(|v| v.to_string()))
}
fn s<T: std::fmt::Display>(v: T) -> String {
    o(Some(v))
}
fn d(v: Option<NaiveDate>) -> String {
    format!("{v:?}")
}

async fn places(ids: &[OrganisationId], values: &mut Vec<Value>) -> String {
    if ids.is_empty() {
        return "''".into();
    }
    ids.iter()
        .map(|id| {
            values.push((*id).into());
            format!("${}", values.len())
        })
        .collect::<Vec<_>>()
        .join(", ")
}

async fn rich() -> TestApp {
    let app = TestApp::new().await;
    steps::hold_status(&app).await;
    // intervals around today, and a correction
    for (n, (from, until)) in [
        (-5i64, Some(0i64)),
        (-5, Some(1)),
        (0, None),
        (1, None),
        (0, Some(3)),
        (-9, Some(-2)),
        (2, Some(4)),
    ]
    .into_iter()
    .enumerate()
    {
        let day = |n: i64| {
            if n < 0 {
                today() - Days::new((-n) as u64)
            } else {
                today() + Days::new(n as u64)
            }
        };
        for (table, cols, sel) in [
            (
                "employment",
                "id, person_id, employer_id, job_title, from_on, until_on, recorded_by, recorded_at",
                "e.person_id, o.id, 'x', {from}, {until}, NULL, e.enrolled_at FROM enrolment e, organisation o WHERE o.kind = 'employer'",
            ),
            (
                "registration",
                "id, enrolment_id, provider_id, from_on, until_on, recorded_by, recorded_at",
                "e.id, o.id, {from}, {until}, NULL, e.enrolled_at FROM enrolment e, organisation o WHERE o.kind = 'provider'",
            ),
        ] {
            let cast = |v: Option<NaiveDate>| match v {
                Some(v) if app.is_sqlite() => format!("'{v}'"),
                Some(v) => format!("DATE '{v}'"),
                None => "NULL".into(),
            };
            let sel = sel
                .replace("{from}", &cast(Some(day(from))))
                .replace("{until}", &cast(until.map(day)));
            // one organisation and enrolment at a time, spread by n
            let ids: Vec<String> = app
                .column(
                    &format!(
                        "SELECT e.id || ' ' || o.id FROM enrolment e, organisation o WHERE o.kind = '{}' ORDER BY 1",
                        if table == "employment" { "employer" } else { "provider" }
                    ),
                    [],
                )
                .await;
            let pick = &ids[(n * 7 + 3) % ids.len()];
            let (e, o) = pick.split_once(' ').unwrap();
            app.execute(
                &format!(
                    "INSERT INTO {table} ({cols}) SELECT '{}', {sel} AND e.id = '{e}' AND o.id = '{o}'",
                    app::web::random::uuid()
                ),
                [],
            )
            .await
            .unwrap();
        }
    }
    app.execute("INSERT INTO result (id, sitting_id, enrolment_id, trainee_id, outcome, mark, recorded_by, recorded_at, supersedes, reason)
        SELECT $1, sitting_id, enrolment_id, trainee_id, 'fail', '12', recorded_by, recorded_at, id, 'Wrong' FROM result r WHERE NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id) AND EXISTS (SELECT 1 FROM result_confirmation c WHERE c.result_id = r.id) ORDER BY id LIMIT 1",
        [app::web::random::uuid().to_string().into()]).await.unwrap();
    app.execute("INSERT INTO award_withdrawal (award_id, trainee_id, reason, withdrawn_by, withdrawn_on, withdrawn_at) SELECT id, trainee_id, 'x', conferred_by, conferred_on, conferred_at FROM award", []).await.unwrap();
    app
}

#[tokio::test]
async fn people_read_the_same() {
    let app = rich().await;
    let db = app.db().read();
    let today = today();
    let now = app.state.clock.now();
    let persons = person::Entity::find().all(db).await.unwrap();
    let mut seen = 0;
    for day in [today - Days::new(3), today, today + Days::new(1), today + Days::new(3)] {
        let ines = person::Entity::find()
            .all(db)
            .await
            .unwrap()
            .into_iter()
            .find(|p| p.email == INES)
            .unwrap();
        let registrar = people::signed_in(db, ines.id, now, today).await.unwrap().unwrap().actor;
        let new: Vec<String> = people::organisations(db, &registrar, day)
            .await
            .unwrap()
            .iter()
            .map(|r| format!("{}|{}|{}|{}", s(r.id), s(&r.name), s(r.kind.code()), r.members))
            .collect();
        let old = lines(&app, "SELECT o.id, o.name, o.kind, COUNT(m.id) AS members FROM organisation o
         LEFT JOIN membership m ON m.organisation_id = o.id AND m.from_on <= $1 AND (m.until_on IS NULL OR m.until_on > $1)
         GROUP BY o.id, o.name, o.kind ORDER BY o.name", vec![day.into()], 4).await;
        assert_eq!(new, old);
    }
    for organisation in organisation::Entity::find().all(db).await.unwrap() {
        let new: Vec<String> = people::members(db, organisation.id)
            .await
            .unwrap()
            .iter()
            .map(|r| {
                [
                    s(r.id),
                    s(r.person_id),
                    s(&r.name),
                    s(&r.email),
                    s(r.role.code()),
                    d(Some(r.from_on)),
                    d(r.until_on),
                ]
                .join("|")
            })
            .collect();
        let old = lines(&app, "SELECT m.id, m.person_id, p.name, p.email, m.role, m.from_on, m.until_on FROM membership m JOIN person p ON p.id = m.person_id
         WHERE m.organisation_id = $1 ORDER BY CASE WHEN m.until_on IS NULL THEN 0 ELSE 1 END, p.name, m.role", vec![organisation.id.into()], 7).await;
        seen += old.len();
        assert_eq!(new, norm(old));
    }
    assert!(seen > 5);
    for p in &persons {
        for day in [today - Days::new(700), today, today + Days::new(1)] {
            let new = people::signed_in(db, p.id, now + chrono::Duration::days(1), day)
                .await
                .unwrap();
            let old = lines(&app, "SELECT p.name, c.set_at, x.organisation, x.role, x.enrolment FROM person p JOIN credential c ON c.person_id = p.id LEFT JOIN (
             SELECT person_id, organisation_id AS organisation, role, NULL AS enrolment FROM membership
             WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION ALL
             SELECT person_id, NULL, NULL, id FROM enrolment WHERE person_id = $1
         ) x ON x.person_id = p.id WHERE p.id = $1 ORDER BY x.enrolment DESC, x.organisation DESC", vec![p.id.into(), day.into()], 5).await;
            match new {
                None => assert!(old.is_empty(), "{old:?}"),
                Some(new) => {
                    let mut got: BTreeSet<String> = new
                        .actor
                        .memberships
                        .iter()
                        .map(|m| format!("{}|{}|None", s(m.organisation), s(m.role.code())))
                        .collect();
                    got.extend(new.enrolments.iter().map(|e| format!("None|None|{}", s(*e))));
                    if got.is_empty() {
                        got.insert("None|None|None".into());
                    }
                    let n = old.len();
                    let want: BTreeSet<String> = old
                        .iter()
                        .map(|l| l.splitn(3, '|').nth(2).unwrap().to_owned())
                        .collect();
                    assert_eq!(got, want);
                    assert_eq!(n, (new.actor.memberships.len() + new.enrolments.len()).max(1));
                    let order: Vec<String> = old
                        .iter()
                        .filter_map(|l| l.rsplit('|').next().map(str::to_owned))
                        .filter(|e| e != "None")
                        .collect();
                    assert_eq!(new.enrolments.iter().map(|e| s(*e)).collect::<Vec<_>>(), order);
                }
            }
        }
        let new = people::not_set_up(db, p.id)
            .await
            .unwrap()
            .map(|n| format!("{}|{}|{:?}", s(n.name), s(n.email), n.link_until));
        let old = lines(&app, "SELECT p.name, p.email, (SELECT i.expires_at FROM invitation i WHERE i.email = p.email AND i.organisation_id IS NULL
             AND i.used_at IS NULL AND i.withdrawn_at IS NULL ORDER BY i.expires_at DESC LIMIT 1) AS link_until
         FROM person p WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.person_id = p.id)", vec![p.id.into()], 2).await;
        assert_eq!(new.is_some(), !old.is_empty(), "{new:?} {old:?}");
        if let Some(new) = new {
            assert!(new.starts_with(&old[0]), "{new} {old:?}");
            println!("{new}");
        }
        // who made the links
        let old = lines(
            &app,
            "SELECT i.id, o.name, o.kind, m.from_on AS registrar_from, m.until_on AS registrar_until
         FROM invitation i LEFT JOIN organisation o ON o.id = i.organisation_id
         LEFT JOIN membership m ON m.person_id = i.invited_by AND m.role = 'registrar'
         WHERE i.used_by = $1 ORDER BY i.used_at, i.id",
            vec![p.id.into()],
            5,
        )
        .await;
        println!("{} {old:?}", p.name);
    }
}
/// Dates come out of SQLite as text.
fn norm(lines: Vec<String>) -> Vec<String> {
    lines
        .into_iter()
        .map(|l| {
            l.split('|')
                .map(|part| {
                    let inner = part.strip_prefix("Some(\"").and_then(|p| p.strip_suffix("\")"));
                    match inner {
                        Some(i) if i.len() == 10 && i.as_bytes()[4] == b'-' => format!("Some({i})"),
                        _ => part.to_owned(),
                    }
                })
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect()
}

#[tokio::test]
async fn case_files_are_the_same() {
    let app = rich().await;
    let db = app.db().read();
    let all: Vec<EnrolmentId> = enrolment::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|e| e.id)
        .collect();
    let new = case::from_rows(db, &all).await.unwrap();
    let old = old_rows::from_rows(db, &all).await.unwrap();
    assert_eq!(new, old);
    let (mut results, mut sup, mut claims, mut dec, mut ver, mut awards, mut waiting) = (0, 0, 0, 0, 0, 0, 0);
    for file in new.values() {
        results += file.facts.results.len();
        sup += file.facts.results.iter().filter(|r| r.superseded_on.is_some()).count();
        claims += file.facts.claims.len();
        dec += file.facts.claims.iter().filter(|c| c.decision.is_some()).count();
        ver += file.facts.verifications.len();
        awards += file.facts.awards.len();
        waiting += file.waiting.len();
    }
    println!(
        "{} enrolments {results} results {sup} superseded {claims} claims {dec} decided {ver} verified {awards} awards {waiting} waiting",
        all.len()
    );
    // written over the last
    let before: Vec<i64> = app
        .column("SELECT revision FROM case_file ORDER BY enrolment_id", [])
        .await;
    let tx = app.db().begin().await.unwrap();
    case::rewrite_all(&tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    let after: Vec<i64> = app
        .column("SELECT revision FROM case_file ORDER BY enrolment_id", [])
        .await;
    assert_eq!(before.iter().map(|r| r + 1).collect::<Vec<_>>(), after);
    let stored = app::features::enrolments::doctor::case_files(db, None).await.unwrap();
    assert_eq!(stored.len(), all.len());
    for one in &stored {
        assert!(one.equals(&new[&one.id]));
    }
    let next = app::features::enrolments::doctor::case_files(db, Some(stored[1].id))
        .await
        .unwrap();
    assert_eq!(next.len(), all.len() - 2);
}

#[tokio::test]
async fn around_an_enrolment_the_same() {
    let app = rich().await;
    let db = app.db().read();
    let base = today();
    let organisations: Vec<OrganisationId> = organisation::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|e| e.id)
        .collect();
    let mut n = [0usize; 8];
    for e in enrolment::Entity::find().all(db).await.unwrap() {
        let id = e.id;
        let new: Vec<String> = enrolments::employments(db, id)
            .await
            .unwrap()
            .iter()
            .map(|r| {
                [
                    s(r.employer),
                    s(&r.name),
                    s(&r.job_title),
                    d(Some(r.spell.from)),
                    d(r.spell.until),
                ]
                .join("|")
            })
            .collect();
        let old = norm(
            lines(
                &app,
                "SELECT w.employer_id, o.name, w.job_title, w.from_on, w.until_on FROM employment w
         JOIN enrolment e ON e.person_id = w.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 ORDER BY w.from_on DESC, w.id DESC",
                vec![id.into()],
                5,
            )
            .await,
        );
        assert_eq!(new, old);
        n[0] += old.len();
        let new: Vec<String> = enrolments::registrations(db, id)
            .await
            .unwrap()
            .iter()
            .map(|r| [s(r.provider), s(&r.name), d(Some(r.spell.from)), d(r.spell.until)].join("|"))
            .collect();
        let old = norm(lines(&app, "SELECT r.provider_id, o.name, r.from_on, r.until_on FROM registration r JOIN organisation o ON o.id = r.provider_id
         WHERE r.enrolment_id = $1 ORDER BY r.from_on DESC, r.id DESC", vec![id.into()], 4).await);
        assert_eq!(new, old);
        n[1] += old.len();
        let new: Vec<String> = enrolments::supervisions(db, id)
            .await
            .unwrap()
            .iter()
            .map(|r| {
                [
                    s(r.id),
                    s(r.supervisor_id),
                    s(&r.name),
                    o(r.authorised_as.as_ref()),
                    d(Some(r.from_on)),
                    d(r.until_on),
                ]
                .join("|")
            })
            .collect();
        let old = norm(lines(&app, "SELECT s.id, s.supervisor_id, p.name, s.authorised_as, s.from_on, s.until_on FROM supervision s JOIN person p ON p.id = s.supervisor_id
         WHERE s.enrolment_id = $1 ORDER BY s.from_on DESC, s.id DESC", vec![id.into()], 6).await);
        assert_eq!(new, old);
        n[2] += old.len();
        for today in [
            base - Days::new(300),
            base - Days::new(3),
            base,
            base + Days::new(1),
            base + Days::new(3),
        ] {
            let new: Vec<String> = enrolments::employers_today(db, id, today)
                .await
                .unwrap()
                .iter()
                .map(|(i, m)| format!("{}|{}", s(*i), s(m)))
                .collect();
            let old = lines(&app, "SELECT o.id, o.name FROM enrolment e JOIN employment w ON w.person_id = e.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2) ORDER BY w.from_on DESC", vec![id.into(), today.into()], 2).await;
            let (mut a, mut b) = (new, old);
            a.sort();
            b.sort();
            assert_eq!(a, b);
            n[3] += b.len();
            let new = enrolments::subject(db, id, today).await.unwrap();
            let mut got: Vec<String> = vec![format!("trainee {}", new.trainee.unwrap())];
            got.extend(new.providers.iter().map(|x| format!("provider {x}")));
            got.extend(new.employers.iter().map(|x| format!("employer {x}")));
            got.extend(new.supervisors.iter().map(|x| format!("supervisor {x}")));
            got.sort();
            let mut old: Vec<String> = app.column("SELECT DISTINCT 'trainee ' || person_id FROM enrolment WHERE id = $1
         UNION ALL SELECT DISTINCT 'provider ' || provider_id FROM registration WHERE enrolment_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
         UNION ALL SELECT DISTINCT 'employer ' || m.employer_id FROM employment m JOIN enrolment e ON e.person_id = m.person_id
             WHERE e.id = $1 AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         UNION ALL SELECT DISTINCT 'supervisor ' || supervisor_id FROM supervision WHERE enrolment_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)", [id.into(), today.into()]).await;
            old.sort();
            assert_eq!(got, old);
            n[4] += old.len();
            for mask in 0..(1usize << organisations.len().min(5)) {
                let employers: Vec<OrganisationId> = organisations
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| mask >> i & 1 == 1)
                    .map(|(_, o)| *o)
                    .collect();
                let mut values: Vec<Value> = vec![id.into(), today.into()];
                let places = places(&employers, &mut values).await;
                let query = format!(
        "SELECT DISTINCT p.id, p.name FROM enrolment e
         JOIN membership m ON m.organisation_id IN ({places}) AND m.role = 'supervisor' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         JOIN person p ON p.id = m.person_id WHERE e.id = $1 AND p.id <> e.person_id
         AND NOT EXISTS (SELECT 1 FROM supervision s WHERE s.enrolment_id = e.id AND s.supervisor_id = p.id AND s.from_on <= $2 AND s.until_on IS NULL)
         ORDER BY p.name");
                let old = lines(&app, &query, values.clone(), 2).await;
                let new: Vec<String> = enrolments::possible_supervisors(db, id, &employers, today)
                    .await
                    .unwrap()
                    .iter()
                    .map(|(i, m)| format!("{}|{}", s(*i), s(m)))
                    .collect();
                assert_eq!(new, old);
                n[5] += old.len();
                let theirs = "SELECT 1 FROM membership m WHERE m.person_id = s.supervisor_id AND m.role = 'supervisor'";
                let in_force = "m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)";
                let query = format!(
        "SELECT s.id FROM supervision s JOIN person p ON p.id = s.supervisor_id WHERE s.enrolment_id = $1
         AND EXISTS ({theirs} AND m.organisation_id IN ({places}))
         AND (EXISTS ({theirs} AND m.organisation_id IN ({places}) AND {in_force})
             OR NOT EXISTS ({theirs} AND {in_force} AND m.organisation_id IN
                 (SELECT w.employer_id FROM employment w WHERE w.person_id = s.trainee_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2))))");
                let old: HashSet<String> = app.column::<String>(&query, values).await.into_iter().collect();
                let new: HashSet<String> = enrolments::supervisions_at(db, id, &employers, today)
                    .await
                    .unwrap()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                assert_eq!(new, old);
                n[6] += old.len();
            }
        }
    }
    println!("{n:?}");
}

#[tokio::test]
async fn scopes_are_the_same() {
    let app = rich().await;
    let db = app.db().read();
    let base = today();
    let mut n = 0;
    let organisations: Vec<OrganisationId> = organisation::Entity::find()
        .all(db)
        .await
        .unwrap()
        .into_iter()
        .map(|e| e.id)
        .collect();
    for p in person::Entity::find().all(db).await.unwrap() {
        let Some(signed) = people::signed_in(db, p.id, app.state.clock.now() + chrono::Duration::days(1), base)
            .await
            .unwrap()
        else {
            continue;
        };
        let mut scopes = vec![scope(&signed.actor)];
        scopes.push(Scope {
            all: false,
            employers: organisations.clone(),
            supervisor_at: vec![],
            providers: vec![],
            person: p.id,
        });
        scopes.push(Scope {
            all: false,
            employers: vec![],
            supervisor_at: organisations.clone(),
            providers: vec![],
            person: p.id,
        });
        scopes.push(Scope {
            all: false,
            employers: vec![],
            supervisor_at: organisations.clone(),
            providers: organisations.clone(),
            person: p.id,
        });
        scopes.push(Scope {
            all: false,
            employers: vec![],
            supervisor_at: vec![],
            providers: vec![],
            person: p.id,
        });
        for scope in scopes {
            for today in [
                base - Days::new(300),
                base - Days::new(3),
                base,
                base + Days::new(1),
                base + Days::new(3),
            ] {
                let mut values: Vec<Value> = vec![today.into(), "%".into()];
                const IN_FORCE: &str = "x.from_on <= $1 AND (x.until_on IS NULL OR x.until_on > $1)";
                let mut any = Vec::new();
                if scope.all {
                    any.push(String::from("1 = 1"));
                }
                if !scope.employers.is_empty() {
                    let places = places(&scope.employers, &mut values).await;
                    any.push(format!("EXISTS (SELECT 1 FROM employment x WHERE x.person_id = e.person_id AND x.employer_id IN ({places}) AND {IN_FORCE})"));
                }
                if !scope.supervisor_at.is_empty() {
                    let places = places(&scope.supervisor_at, &mut values).await;
                    values.push(scope.person.into());
                    any.push(format!(
                        "EXISTS (SELECT 1 FROM employment x WHERE x.person_id = e.person_id AND x.employer_id IN ({places}) AND {IN_FORCE})
                         AND EXISTS (SELECT 1 FROM supervision x WHERE x.enrolment_id = e.id AND x.supervisor_id = ${} AND {IN_FORCE})",
                        values.len()
                    ));
                }
                if !scope.providers.is_empty() {
                    let places = places(&scope.providers, &mut values).await;
                    any.push(format!("EXISTS (SELECT 1 FROM registration x WHERE x.enrolment_id = e.id AND x.provider_id IN ({places}) AND {IN_FORCE})"));
                }
                if any.is_empty() {
                    any.push(String::from("1 = 0"));
                }
                let filter = format!(
                    "({}) AND $1 = $1 AND p.name_folded LIKE $2",
                    any.iter()
                        .map(|part| format!("({part})"))
                        .collect::<Vec<_>>()
                        .join(" OR ")
                );
                let query = format!(
                    "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE {filter} ORDER BY e.id"
                );
                let old: Vec<String> = app.column(&query, values).await;
                let new: Vec<String> = enrolment::Entity::find()
                    .filter(enrolments::in_scope(&scope, today))
                    .order_by_asc(enrolment::Column::Id)
                    .all(db)
                    .await
                    .unwrap()
                    .iter()
                    .map(|e| e.id.to_string())
                    .collect();
                assert_eq!(new, old);
                n += old.len();
            }
        }
    }
    println!("{n}");
}
