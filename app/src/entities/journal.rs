//! The rows of the journal.

/// The end of a chain, which a writer locks.
pub mod chain {
    use domain::journal::Digest;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "chain")]
    pub struct Model {
        /// The word of the chain's kind.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        /// The id of what it belongs to.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The number of its last event.
        pub seq: i64,
        pub hash: Digest,
    }
    /// None: a chain is found by its kind and id.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An event in its place.
pub mod event {
    use domain::ids::{EnrolmentId, EventId, PersonId};
    use domain::journal::Digest;
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        /// The word of the chain's kind.
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain_kind: String,
        /// The id of what the chain belongs to.
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain_id: String,
        /// Its place in the chain, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// The chapter of the record that it concerns; none where it concerns the whole record.
        pub enrolment_id: Option<EnrolmentId>,
        pub id: EventId,
        /// When it was written.
        pub at: ChronoDateTimeUtc,
        /// From when it is true.
        pub valid_on: Date,
        /// Who did it; none for the system's own set-up.
        pub actor_id: Option<PersonId>,
        /// The version of the body's format.
        pub version: i32,
        /// The event, as it was hashed.
        pub body: String,
        /// The hash of the event before it.
        pub prev: Digest,
        pub hash: Digest,
    }
    /// Whose act it is.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        /// The person.
        #[sea_orm(
            belongs_to = "crate::entities::person::Entity",
            from = "Column::ActorId",
            to = "crate::entities::person::Column::Id"
        )]
        Actor,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// What was refused.
pub mod refusal {
    use domain::ids::{PersonId, RefusalId};
    use domain::journal::Digest;
    use sea_orm::entity::prelude::*;

    /// Of what kind a refusal is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
    pub enum Kind {
        /// A sign-in that failed.
        SignIn,
        /// An act that was not permitted.
        Permit,
    }

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refusal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RefusalId,
        /// Its place in the log, from 1.
        pub number: i64,
        pub at: ChronoDateTimeUtc,
        pub kind: Kind,
        /// Who was signed in.
        pub person_id: Option<PersonId>,
        /// Or the hash of the address with which someone tried to sign in.
        pub address_sha256: Option<Digest>,
        /// What was asked for.
        pub what: String,
        /// Why it was refused.
        pub reason: String,
    }
    /// None: it is read by itself.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How many refusals there are.
pub mod refusal_log {
    use sea_orm::entity::prelude::*;

    /// The only row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refusal_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        /// How many there ever were: the number of the last.
        pub written: i64,
        /// How many were deleted because their time was over.
        pub swept: i64,
    }
    /// None: it is read by itself.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
