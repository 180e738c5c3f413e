//! `gradus doctor`: is all as it should be?

use crate::config::Store;
use crate::start::{Refusal, catalogue, database, evidence};
use app::features::enrolments::case;
use app::features::enrolments::doctor as enrolments;
use clap::Args;
use domain::ids::EnrolmentId;
use domain::standing::Facts;
use object_store::ObjectStoreExt;
use object_store::path::Path as Key;

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

/// Compares every case file with its rows, every enrolment with the catalogue, every file of evidence with its row.
///
/// # Errors
/// With every finding, one per line, when there is any.
pub async fn doctor(options: &Options) -> Result<String, Refusal> {
    let catalogue = catalogue(&options.store)?;
    let db = database(&options.store).await?;
    let store = evidence(options.evidence.as_deref(), &options.store.var)?;
    let mut findings = Vec::new();
    let stored = enrolments::case_files(db.read()).await?;
    let files = enrolments::evidence_files(db.read()).await?;
    let (cases, pieces) = (stored.len(), files.len());
    for row in stored {
        let id = EnrolmentId::from(row.id.clone());
        let fresh = case::from_rows(db.read(), &id).await?;
        match catalogue.get(&row.framework_slug, &row.framework_version) {
            None => findings.push(format!(
                "enrolment {id}: {} {} is not under the content folder",
                row.framework_slug, row.framework_version
            )),
            Some(framework) => {
                if let Err(unknown) = Facts::bind(&framework, &fresh.facts) {
                    findings.push(format!(
                        "enrolment {id}: its facts name what the framework lacks: {unknown:?}"
                    ));
                }
            }
        }
        if row.facts.as_deref() != serde_json::to_string(&fresh.facts).ok().as_deref()
            || row.waiting.as_deref() != serde_json::to_string(&fresh.waiting).ok().as_deref()
        {
            if options.mend {
                let tx = db.begin().await?;
                case::lock(&tx, &id).await?;
                case::rewrite(&tx, &id).await?;
                tx.commit().await?;
            } else {
                findings.push(format!(
                    "enrolment {id}: its case file differs from its rows; run gradus doctor --mend"
                ));
            }
        }
    }
    for file in files {
        match store.head(&Key::from(file.key.clone())).await {
            Err(error) => findings.push(format!("evidence {}: its file is not there: {error}", file.id)),
            Ok(meta) if i64::try_from(meta.size).ok() != file.size => findings.push(format!(
                "evidence {}: its file has {} bytes, not {}",
                file.id,
                meta.size,
                file.size.unwrap_or_default()
            )),
            Ok(_) => {}
        }
    }
    db.close().await;
    if findings.is_empty() {
        Ok(format!(
            "All well: {cases} case files equal their rows, {pieces} files of evidence are in place."
        ))
    } else {
        Err(Refusal(findings.join("\n")))
    }
}
