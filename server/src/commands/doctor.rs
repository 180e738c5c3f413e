//! `gradus doctor`: is all as it should be?

use super::orphans::hint;
use crate::config::Store;
use crate::start::{Refusal, catalogue, database, evidence};
use app::features::enrolments::case::{self, CaseFile};
use app::features::enrolments::doctor::{self as enrolments, StoredCase};
use app::features::frameworks::catalogue::Catalogue;
use app::features::sign_off::doctor::{self as sign_off, EvidenceFile, Signature, StoredFile};
use clap::Args;
use domain::ids::EnrolmentId;
use domain::standing::Facts;

/// Options of `gradus doctor`.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Rewrite case files that differ from their rows.
    #[arg(long)]
    pub mend: bool,
    /// Where evidence is kept, as for serve.
    #[arg(long, env = "GRADUS_EVIDENCE")]
    pub evidence: Option<String>,
    #[command(flatten)]
    pub store: Store,
}

/// Compares every case file with its rows, every enrolment with the catalogue, every file of evidence with the size and the
/// hash in its row, every signature with what was signed. Files that no row knows are a hint and no finding.
///
/// # Errors
/// With every finding, one per line, when there is any.
pub async fn doctor(options: &Options) -> Result<String, Refusal> {
    let catalogue = catalogue(&options.store)?;
    let db = database(&options.store).await?;
    let store = evidence(options.evidence.as_deref(), &options.store.var)?;
    let stored = enrolments::case_files(db.read()).await?;
    let files = sign_off::evidence_files(db.read()).await?;
    let signatures = sign_off::signatures(db.read()).await?;
    let mut examined = Examined::default();
    for some in stored.chunks(case::AT_ONCE) {
        let ids: Vec<EnrolmentId> = some.iter().map(|row| EnrolmentId::from(row.id.clone())).collect();
        let fresh = case::from_rows(db.read(), &ids).await?;
        for row in some {
            examined.case_file(row, &fresh[&row.id], &catalogue);
        }
    }
    for file in &files {
        examined.evidence(file, sign_off::stored_file(&*store, file).await);
    }
    for signature in &signatures {
        examined.signature(signature);
    }
    let Examined {
        mut findings,
        differing,
    } = examined;
    if options.mend {
        let tx = db.begin().await?;
        for id in &differing {
            case::lock(&tx, id).await?;
        }
        case::rewrite_all(&tx, &differing).await?;
        tx.commit().await?;
    } else {
        let differs = |id| format!("enrolment {id}: its case file differs from its rows; run gradus doctor --mend");
        findings.extend(differing.iter().map(differs));
    }
    db.close().await;
    let known = files.iter().map(|file| file.key.as_str()).collect();
    let hint = hint(&store, (options.evidence.as_deref(), &options.store.var), &known).await;
    let mended = differing.len();
    if !findings.is_empty() {
        if options.mend && mended > 0 {
            findings.push(format!(
                "Case files that differed from their rows and were mended: {mended}."
            ));
        }
        findings.extend(hint);
        return Err(Refusal(findings.join("\n")));
    }
    let mended = match mended {
        0 => String::new(),
        n => format!(" {n} of them had to be mended."),
    };
    let well = format!(
        "All well: {} case files equal their rows, {} files of evidence are as they were added, {} hashes of what was shown and signed are right.{mended}",
        stored.len(),
        files.len(),
        signatures.len()
    );
    Ok([vec![well], hint].concat().join("\n"))
}

/// What was found so far.
#[derive(Default)]
struct Examined {
    findings: Vec<String>,
    /// Enrolments whose case file isn't what their rows make; these can be mended.
    differing: Vec<EnrolmentId>,
}

impl Examined {
    fn case_file(&mut self, row: &StoredCase, fresh: &CaseFile, catalogue: &Catalogue) {
        let id = &row.id;
        match catalogue.get(&row.framework_slug, &row.framework_version) {
            None => self.findings.push(format!(
                "enrolment {id}: {} {} is not under the content folder",
                row.framework_slug, row.framework_version
            )),
            Some(framework) => {
                if let Err(unknown) = Facts::bind(&framework, &fresh.facts) {
                    self.findings.push(format!(
                        "enrolment {id}: its facts name what the framework lacks: {unknown:?}"
                    ));
                }
            }
        }
        if !row.equals(fresh) {
            self.differing.push(EnrolmentId::from(id.clone()));
        }
    }

    fn signature(&mut self, signature: &Signature) {
        if signature.stored != signature.made {
            let of = &signature.of;
            self.findings.push(format!(
                "{of}: it is not what was hashed; its row was changed after it was signed"
            ));
        }
    }

    fn evidence(&mut self, file: &EvidenceFile, found: object_store::Result<StoredFile>) {
        let id = &file.id;
        match found {
            Err(object_store::Error::NotFound { .. }) => {
                self.findings.push(format!("evidence {id}: its file is not there"));
            }
            Err(error) => self
                .findings
                .push(format!("evidence {id}: its file can’t be read: {error}")),
            Ok(stored) if i64::try_from(stored.size).ok() != file.size => self.findings.push(format!(
                "evidence {id}: its file has {} bytes, not {}",
                stored.size,
                file.size.unwrap_or_default()
            )),
            Ok(stored) if stored.sha256 != file.sha256 => self.findings.push(format!(
                "evidence {id}: its file is not the one that was added: its sha-256 is {}, not {}",
                stored.sha256, file.sha256
            )),
            Ok(_) => {}
        }
    }
}
