//! `gradus doctor`: is all as it should be?

use super::{integrity, orphans, schema};
use crate::config::Store;
use crate::start::{Refusal, catalogue, evidence, existing};
use app::content::catalogue::Catalogue;
use app::entities::job;
use app::error::AppError;
use app::features::awards::store::listing as award_listing;
use app::features::imports::store::{self as imports, Differs};
use app::features::people::store::{look_again, looking_otherwise};
use app::features::record::store::without_role;
use app::features::results::store::provisional;
use app::features::sign_off::doctor::{self as sign_off, EvidenceFile, Signature, StoredFile};
use app::journal::chapter_file::{self, ChapterFile};
use app::journal::doctor::chapter_files::{self, Stored};
use app::journal::{doctor as journal, listing, lost_basis, refusals};
use app::web::clock::Clock;
use app::web::db::Db;
use app::web::jobs;
use chrono::Days;
use clap::Args;
use domain::ids::{AwardId, EnrolmentId, ImportId, OrganisationId, SittingId, SupervisionId};
use domain::standing::Facts;
use domain::text::on_one_line;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Options of `gradus doctor`.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Make again what differs from the rows that it is made of: chapter files, rows in lists, the list of provisional results, what
    /// statuses have lost, what the names of organisations look like.
    #[arg(long)]
    pub rebuild: bool,
    /// Where evidence is kept, as for serve.
    #[arg(long, env = "GRADUS_EVIDENCE")]
    pub evidence: Option<String>,
    /// Where the data is.
    #[command(flatten)]
    pub store: Store,
}

/// Compares every chapter file and the list of provisional results with their rows, every enrolment with the catalogue, every file of evidence with the size and the
/// hash in its row, every signature with what was signed, every file of results that was recorded with the hash in its event, what goes on of supervisions with the roles of the supervisors; walks along the chains of events and compares the rows with what
/// the events made of them; compares triggers, indexes, keys and checks with what the migrations make, has SQLite look for rows that these would refuse, and compares the refusals with the numbers that were given. Files that no row knows are a hint and no finding. Deletes refusals whose time is over.
///
/// # Errors
/// With every finding, one per line, when there is any.
pub async fn doctor(options: &Options) -> Result<String, Refusal> {
    let catalogue = catalogue(&options.store)?;
    let db = existing(&options.store).await?;
    let store = evidence(options.evidence.as_deref(), &options.store.var)?;
    // Before any row is read: by the time the rows are, a file that is listed has its row, or its upload is still under way.
    let listed = orphans::list(&store, options.evidence.as_deref(), &options.store.var).await;
    let mut examined = Examined::default();
    let chapters = examined.chapter_files(&db, &catalogue).await?;
    let files = examined.read("files of evidence", sign_off::evidence_files(db.read()).await);
    let signatures = examined.read("requests to sign and signatures", sign_off::signatures(db.read()).await);
    examined.copies.sittings = examined.read("results", provisional::differing(db.read()).await);
    let moment = db.snapshot().await?;
    examined.copies.awards = examined.read("statuses", award_listing::differing(&moment).await);
    examined.copies.looks = examined.read("organisations", looking_otherwise(&moment).await);
    let gone = examined.read("what was refused", refusals::missing(&moment).await);
    examined.findings.extend(gone);
    let edited = examined.read("files of results", imports::differing(&moment).await);
    examined.findings.extend(edited.into_iter().map(edited_file));
    drop(moment);
    let walked = examined.read("events", journal::chains(&db).await);
    examined.findings.extend(walked.findings);
    let rows = examined.read("rows", journal::rows(&db).await);
    examined.findings.extend(rows);
    examined.findings.extend(schema::differing(&db).await.unwrap_or_else(uncompared));
    let broken = examined.read("the whole database", integrity::broken(&db).await.map_err(AppError::from));
    examined.findings.extend(broken);
    let now = Clock::system().now();
    let left = examined.read("jobs", jobs::left(&db, now).await);
    examined.findings.extend(left.iter().map(failed));
    // Tomorrow: today a membership and what is supervised by it may have ended on the days of two zones.
    let tomorrow = now.date_naive() + Days::new(1);
    let without = examined.read("supervisions", without_role(db.read(), tomorrow).await);
    examined.findings.extend(without.into_iter().map(unsupervised));
    examined.read("what was refused", refusals::sweep(&db, now).await);
    for file in &files {
        examined.evidence(file, sign_off::stored_file(&*store, file).await);
    }
    for signature in &signatures {
        examined.signature(signature);
    }
    // Hashing takes long. On a server at work pieces were added and removed meanwhile.
    let now = examined.read("files of evidence", sign_off::evidence_files(db.read()).await);
    examined.lost.retain(|id| now.iter().any(|file| file.of == *id));
    let known = files.iter().chain(&now).map(|file| file.key.as_str()).collect();
    let hint = orphans::hint(listed, &known);
    let Examined { mut findings, lost, copies } = examined;
    findings.extend(lost.iter().map(|id| format!("{id}: its file is not there")));
    let rebuilt = if options.rebuild {
        copies.rebuild(&db, &catalogue).await?
    } else {
        findings.extend(copies.findings());
        String::new()
    };
    db.close().await;
    if !findings.is_empty() {
        // Whoever edited a cell wrote what is said of it.
        findings.iter_mut().for_each(|one| *one = on_one_line(one));
        findings.extend((!rebuilt.is_empty()).then_some(rebuilt));
        findings.extend(hint);
        return Err(Refusal(findings.join("\n")));
    }
    let well = format!(
        "All well: {} chapter files and the list of provisional results equal their rows, {} events in {} chains follow each other and the rows are what they made, triggers, indexes and keys are those that the migrations make, {} files of evidence are as they were added, {} hashes of what was shown and signed are right.",
        chapters,
        walked.events,
        walked.chains,
        files.len(),
        signatures.len()
    );
    let lines = [well, rebuilt].into_iter().filter(|line| !line.is_empty()).chain(hint);
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn edited_file((id, how): (ImportId, Differs)) -> String {
    let how = match how {
        Differs::Recorded => {
            "its columns, its table, its rows or how many are checked are not those from which its results were recorded"
        }
        Differs::Checked => "its rows are not as many as are checked, or its table is gone",
        Differs::Discarded => "it was thrown away, and something of it is still there",
    };
    format!("import {id}: {how}")
}

fn failed(job: &job::Model) -> String {
    format!(
        "job {:?} {}: it was tried {} times and is not tried any more: {}",
        job.kind,
        job.subject,
        job.attempts,
        job.error.as_deref().unwrap_or("the server that did it stopped before it was done")
    )
}

fn uncompared(error: DbErr) -> Vec<String> {
    vec![format!(
        "triggers, indexes and keys can’t be compared with what the migrations make: {error}; on PostgreSQL let the database’s user make a schema (GRANT CREATE ON DATABASE)"
    )]
}

fn unsupervised(id: SupervisionId) -> String {
    format!("supervision {id}: it has not ended, and its supervisor is supervisor nowhere")
}

/// Copies of rows that aren't what their rows make; these can be made again.
#[derive(Default)]
struct Copies {
    /// Enrolments whose chapter file differs (`chapter_file`).
    chapters: Vec<EnrolmentId>,
    /// Enrolments whose rows in lists differ (`listing`).
    listed: Vec<EnrolmentId>,
    /// Enrolments whose statuses have lost something else than is listed (`lost_basis`).
    lost: Vec<EnrolmentId>,
    /// Awards whose rows in lists differ (`award_listing`).
    awards: Vec<AwardId>,
    /// Sittings whose provisional results are not those on the list (`provisional_result`).
    sittings: Vec<SittingId>,
    /// Organisations that look otherwise than their names (`organisation.look`).
    looks: Vec<OrganisationId>,
}

/// A line for each of some things whose copies differ.
fn differ<T: Display>(of: &str, ids: &[T], how: &str) -> impl Iterator<Item = String> {
    ids.iter().map(move |id| format!("{of} {id}: its {how}; run gradus doctor --rebuild"))
}

impl Copies {
    fn findings(&self) -> impl Iterator<Item = String> {
        differ("enrolment", &self.chapters, "chapter file differs from its rows")
            .chain(differ("enrolment", &self.listed, "rows in lists of people differ from what it is"))
            .chain(differ("enrolment", &self.lost, "statuses that have lost their basis are not those that are listed"))
            .chain(differ(
                "sitting",
                &self.sittings,
                "results on the list of provisional ones are not those of its rows",
            ))
            .chain(differ("award", &self.awards, "rows in the list of statuses differ from what it is"))
            .chain(differ("organisation", &self.looks, "look, by which no two are alike, is not that of its name"))
    }

    /// Makes them again, and says so.
    async fn rebuild(&self, db: &Db, catalogue: &Catalogue) -> Result<String, Refusal> {
        let chapters: BTreeSet<EnrolmentId> = self.chapters.iter().chain(&self.listed).copied().collect();
        listing::rebuild(db, catalogue, &chapters.into_iter().collect::<Vec<_>>()).await?;
        lost_basis::rebuild(db, catalogue, &self.lost).await?;
        let tx = db.begin().await?;
        if !self.sittings.is_empty() {
            provisional::rewrite(&tx).await?;
        }
        award_listing::rewrite(&tx, &self.awards).await?;
        look_again(&tx, &self.looks).await?;
        tx.commit().await?;
        let said = [
            ("chapter files", self.chapters.len()),
            ("rows in lists of people", self.listed.len()),
            ("lists of what statuses have lost", self.lost.len()),
            ("statuses’ rows in their list", self.awards.len()),
            ("sittings’ provisional results", self.sittings.len()),
            ("looks of organisations", self.looks.len()),
        ];
        let said = said.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("Rebuilt {what}: {n}."));
        Ok(said.collect::<Vec<_>>().join(" "))
    }
}

/// What was found so far.
#[derive(Default)]
struct Examined {
    findings: Vec<String>,
    /// Evidence whose file was not there.
    lost: Vec<String>,
    copies: Copies,
}

impl Examined {
    /// What was read; where a row can't be, that is a finding, and the rows are compared cell by cell below.
    fn read<T: Default>(&mut self, what: &str, read: Result<T, AppError>) -> T {
        read.unwrap_or_else(|_| {
            let text = format!(
                "{what} can’t all be read: nothing of them is compared until each cell that is named here is put right"
            );
            if !self.findings.contains(&text) {
                self.findings.push(text);
            }
            T::default()
        })
    }

    /// Compares all chapter files with their rows and says how many there are. Those that are read at once and their rows are of one moment: on a
    /// server at work a change between the two would look like damage.
    async fn chapter_files(&mut self, db: &Db, catalogue: &Catalogue) -> Result<usize, Refusal> {
        let (mut count, mut last) = (0, None);
        loop {
            let moment = db.snapshot().await?;
            let stored = self.read("chapter files", chapter_files::chapter_files(&moment, last).await);
            let Some(end) = stored.last() else { break };
            last = Some(end.id);
            count += stored.len();
            let ids: Vec<EnrolmentId> = stored.iter().map(|row| row.id).collect();
            let fresh = match chapter_file::from_rows(&moment, catalogue, &ids).await {
                Ok(fresh) => fresh,
                Err(_) => self.one_by_one(&moment, catalogue, &ids).await,
            };
            let lost = self.read("what statuses have lost", lost_basis::differing(&moment, catalogue, &fresh).await);
            self.copies.lost.extend(lost);
            for row in &stored {
                if let Some(fresh) = fresh.get(&row.id) {
                    self.chapter_file(row, fresh, catalogue);
                }
            }
            let ids: Vec<EnrolmentId> = fresh.into_keys().collect();
            let listed = listing::differing(&moment, catalogue, &ids).await;
            let listed = self.read("rows in lists of people", listed);
            self.copies.listed.extend(listed);
        }
        Ok(count)
    }

    /// The chapter files of those whose rows can be read.
    async fn one_by_one(
        &mut self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        ids: &[EnrolmentId],
    ) -> BTreeMap<EnrolmentId, ChapterFile> {
        let mut fresh = BTreeMap::new();
        for id in ids {
            match chapter_file::from_rows(db, catalogue, &[*id]).await {
                Ok(one) => fresh.extend(one),
                Err(_) => self.findings.push(format!("enrolment {id}: its rows can’t all be read")),
            }
        }
        fresh
    }

    /// Of one chapter.
    fn chapter_file(&mut self, row: &Stored, fresh: &ChapterFile, catalogue: &Catalogue) {
        let id = row.id;
        match catalogue.get(&row.framework_slug, &row.framework_version) {
            None => self.findings.push(format!(
                "enrolment {id}: {} {} is not under the content folder",
                row.framework_slug, row.framework_version
            )),
            Some(framework) => {
                if let Err(unknown) = Facts::bind(&framework, fresh.facts.clone()) {
                    self.findings.push(format!("enrolment {id}: its facts name what the framework lacks: {unknown:?}"));
                }
            }
        }
        if !row.equals(fresh) {
            self.copies.chapters.push(id);
        }
    }

    fn signature(&mut self, signature: &Signature) {
        if signature.stored != signature.made {
            let of = &signature.of;
            self.findings.push(format!("{of}: it is not what was hashed; its row was changed after it was signed"));
        }
    }

    fn evidence(&mut self, file: &EvidenceFile, found: object_store::Result<StoredFile>) {
        let of = &file.of;
        match found {
            Err(object_store::Error::NotFound { .. }) => self.lost.push(of.clone()),
            Err(error) => self.findings.push(format!("{of}: its file can’t be read: {error}")),
            Ok(stored) if i64::try_from(stored.size).ok() != file.size => self.findings.push(format!(
                "{of}: its file has {} bytes, not {}",
                stored.size,
                file.size.unwrap_or_default()
            )),
            Ok(stored) if stored.sha256 != file.sha256 => self.findings.push(format!(
                "{of}: its file is not the one that was added: its sha-256 is {}, not {}",
                stored.sha256, file.sha256
            )),
            Ok(_) => {}
        }
    }
}
