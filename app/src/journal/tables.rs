//! The tables whose rows events make, by their entities: which of their columns are words, which no event tells, and whose rows
//! they are.

use crate::entities::{
    application, application_decision, award, award_withdrawal, claim, credential, employment, enrolment, evidence,
    exemption, exemption_withdrawal, experience, former_name, import, import_settlement, invitation, joining,
    membership, organisation, person, prior_learning, prior_learning_decision, prior_learning_review, proposal,
    reason_given, recognition, record, record_name, record_number, registration, result, result_confirmation,
    signature, signature_withdrawal, signing_end, signing_link, signing_request, sitting, specialism, supervision,
};
use crate::prelude::stores::*;
use sea_orm::{ColumnType, IdenStatic, Iterable, PrimaryKeyToColumn};
use std::sync::LazyLock;

/// Whose rows are read together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// People, with all their records.
    People,
    /// Employers, providers and bodies.
    Organisations,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// The columns by which an event names its row.
    pub key: Vec<&'static str>,
    pub columns: Vec<(&'static str, ColumnType)>,
    /// Its words, in the order in which they are hashed.
    pub words: Vec<&'static str>,
    /// Whether they are hashed under the row's salt.
    pub salted: bool,
    /// What no event tells: what a trainee writes in a draft, what is made of words, what a hash covers in another way.
    pub not_in_events: Vec<&'static str>,
    /// Conditions for some of its rows; `{ids}` is a list of people or organisations.
    pub of: Vec<(Of, String)>,
}

impl Table {
    /// The table of a name.
    ///
    /// # Errors
    /// When events make no rows of it.
    pub fn of(name: &str) -> Result<&'static Self, AppError> {
        Self::find(name).ok_or_else(|| AppError::internal(&format!("no event makes rows of {name}")))
    }

    /// The same; none when it is no table of ours, or a list that is kept beside the rows.
    pub fn find(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// Whether it has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(name, _)| *name == column)
    }

    /// What events tell of its rows, besides the key and the digest of the words.
    pub fn of_events(&self) -> impl Iterator<Item = &(&'static str, ColumnType)> {
        let salt = self.salted.then_some("salt");
        let others = move |name: &str| {
            let all = self.key.iter().chain(&self.words).chain(&self.not_in_events).chain(&salt);
            all.into_iter().any(|one| *one == name)
        };
        self.columns.iter().filter(move |(name, _)| !others(name))
    }

    fn made<E: EntityTrait>() -> Self {
        let columns = E::Column::iter();
        Self {
            name: E::default().table_name(),
            key: E::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect(),
            columns: columns.map(|column| (column.as_str(), column.def().get_column_type().clone())).collect(),
            words: Vec::new(),
            salted: false,
            not_in_events: Vec::new(),
            of: Vec::new(),
        }
    }

    fn words<C: IdenStatic>(mut self, words: &[C]) -> Self {
        self.words = words.iter().map(IdenStatic::as_str).collect();
        self.salted = self.has("salt");
        self
    }

    fn not_in_events<C: IdenStatic>(mut self, not_in_events: &[C]) -> Self {
        self.not_in_events = not_in_events.iter().map(IdenStatic::as_str).collect();
        self
    }

    fn of_people(mut self, which: impl Into<String>) -> Self {
        self.of.push((Of::People, which.into()));
        self
    }

    fn of_organisations(mut self, which: &str) -> Self {
        self.of.push((Of::Organisations, which.to_owned()));
        self
    }

    fn of_records(self) -> Self {
        self.of_people("record_id IN (SELECT id FROM record WHERE person_id IN ({ids}))")
    }

    /// By way of the enrolments of the people: every table has an index that serves it.
    fn of_enrolments(self) -> Self {
        self.of_people(format!("enrolment_id IN ({ENROLMENTS})"))
    }

    /// By way of another table, which names an enrolment.
    fn of_enrolments_by(self, column: &str, table: &str) -> Self {
        self.of_people(format!("{column} IN (SELECT id FROM {table} WHERE enrolment_id IN ({ENROLMENTS}))"))
    }
}

const ENROLMENTS: &str = "SELECT id FROM enrolment WHERE person_id IN ({ids})";

/// Every table whose rows events make.
pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let mut all = of_people_and_organisations();
    all.extend(of_enrolments());
    all.extend(of_signing_and_awards());
    all.extend(of_exemptions());
    all
});

fn of_people_and_organisations() -> Vec<Table> {
    vec![
        Table::made::<person::Entity>()
            .words(&[person::Column::Name, person::Column::Email])
            .of_people("id IN ({ids})"),
        Table::made::<credential::Entity>()
            .words(&[credential::Column::PasswordHash])
            .of_people("person_id IN ({ids})"),
        Table::made::<invitation::Entity>()
            .words(&[invitation::Column::Name, invitation::Column::Email, invitation::Column::TokenSha256])
            .of_people("person_id IN ({ids})")
            .of_organisations("role IS NOT NULL AND organisation_id IN ({ids})"),
        Table::made::<proposal::Entity>()
            .words(&[proposal::Column::Reason, proposal::Column::Email])
            .of_organisations("body_id IN ({ids})"),
        Table::made::<organisation::Entity>()
            .words(&[organisation::Column::Name])
            .not_in_events(&[organisation::Column::Look])
            .of_organisations("id IN ({ids})"),
        Table::made::<former_name::Entity>()
            .words(&[former_name::Column::Name, former_name::Column::Reason])
            .of_organisations("organisation_id IN ({ids})"),
        Table::made::<recognition::Entity>().of_organisations("body_id IN ({ids})"),
        Table::made::<membership::Entity>().of_organisations("organisation_id IN ({ids})"),
        Table::made::<sitting::Entity>().of_organisations("provider_id IN ({ids})"),
        Table::made::<import::Entity>()
            .words(&[import::Column::FileName])
            // How far it is, until it is recorded; then a hash has them.
            .not_in_events(&[import::Column::Columns, import::Column::Checked])
            .of_organisations("provider_id IN ({ids})"),
        Table::made::<import_settlement::Entity>()
            .words(&[import_settlement::Column::Reason])
            .of_organisations("import_id IN (SELECT id FROM import WHERE provider_id IN ({ids}))"),
        Table::made::<record::Entity>()
            .words(&[record::Column::Name])
            .not_in_events(&[record::Column::NameKey])
            .of_people("person_id IN ({ids})"),
        Table::made::<record_name::Entity>().words(&[record_name::Column::Name]).of_records(),
        Table::made::<record_number::Entity>().of_records(),
        Table::made::<joining::Entity>().of_records(),
        Table::made::<reason_given::Entity>().words(&[reason_given::Column::Reason]).of_records(),
    ]
}

fn of_enrolments() -> Vec<Table> {
    use {claim::Column as Claim, evidence::Column as Piece};
    vec![
        Table::made::<enrolment::Entity>().of_people("person_id IN ({ids})"),
        Table::made::<specialism::Entity>().of_enrolments(),
        Table::made::<registration::Entity>().of_enrolments(),
        Table::made::<employment::Entity>().words(&[employment::Column::JobTitle]).of_records(),
        Table::made::<supervision::Entity>().words(&[supervision::Column::AuthorisedAs]).of_enrolments(),
        Table::made::<result::Entity>().words(&[result::Column::Mark, result::Column::Reason]).of_enrolments(),
        Table::made::<result_confirmation::Entity>().of_enrolments_by("result_id", "result"),
        Table::made::<claim::Entity>()
            .not_in_events(&[
                Claim::Narrative,
                Claim::HappenedFrom,
                Claim::HappenedUntil,
                Claim::Redacted,
                Claim::Revision,
                Claim::ChangedAt,
            ])
            .of_enrolments(),
        Table::made::<evidence::Entity>()
            .words(&[Piece::Title, Piece::Content, Piece::FileKey, Piece::MediaType, Piece::Size, Piece::Sha256])
            .of_enrolments_by("claim_id", "claim"),
        Table::made::<experience::Entity>().words(&[experience::Column::Work]).of_enrolments(),
    ]
}

fn of_signing_and_awards() -> Vec<Table> {
    use signing_request::Column as Request;
    use {award::Column as Award, signature::Column as Signature, signing_link::Column as Link};
    vec![
        Table::made::<signing_link::Entity>().words(&[Link::Name, Link::Email, Link::TokenSha256]).of_enrolments(),
        // That the text is the one of the hash, and the days those of the text, is looked at with the signatures.
        Table::made::<signing_request::Entity>()
            .not_in_events(&[Request::Shown, Request::HappenedFrom, Request::HappenedUntil])
            .of_enrolments(),
        Table::made::<signature::Entity>()
            .not_in_events(&[
                Signature::Comment,
                Signature::Missing,
                Signature::Statement,
                Signature::StatementVersion,
                Signature::Shown,
                Signature::Salt,
            ])
            .of_enrolments_by("request_id", "signing_request"),
        Table::made::<signature_withdrawal::Entity>()
            .words(&[signature_withdrawal::Column::Reason])
            .of_enrolments_by("request_id", "signing_request"),
        Table::made::<signing_end::Entity>().of_enrolments_by("request_id", "signing_request"),
        Table::made::<application::Entity>().of_enrolments(),
        Table::made::<application_decision::Entity>()
            .words(&[application_decision::Column::Reason, application_decision::Column::Standing])
            .of_enrolments_by("application_id", "application"),
        Table::made::<award::Entity>()
            .words(&[Award::Holder, Award::Title, Award::Letters, Award::Code])
            .of_enrolments(),
        Table::made::<award_withdrawal::Entity>()
            .words(&[award_withdrawal::Column::Reason])
            .of_enrolments_by("award_id", "award"),
    ]
}

fn of_exemptions() -> Vec<Table> {
    use exemption::Column as Exemption;
    use prior_learning::Column as Prior;
    vec![
        Table::made::<prior_learning::Entity>()
            .words(&[
                Prior::Title,
                Prior::AwardedBy,
                Prior::Proof,
                Prior::FileName,
                Prior::FileKey,
                Prior::MediaType,
                Prior::Size,
                Prior::Sha256,
            ])
            .of_enrolments(),
        Table::made::<prior_learning_decision::Entity>()
            .words(&[prior_learning_decision::Column::Reason])
            .of_enrolments(),
        Table::made::<prior_learning_review::Entity>()
            .words(&[prior_learning_review::Column::Reason])
            .of_enrolments_by("prior_learning_id", "prior_learning"),
        Table::made::<exemption::Entity>().words(&[Exemption::Because, Exemption::Reason]).of_enrolments(),
        Table::made::<exemption_withdrawal::Entity>()
            .words(&[exemption_withdrawal::Column::Reason])
            .of_enrolments_by("exemption_id", "exemption"),
    ]
}
