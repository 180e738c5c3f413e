//! The rows of people.

/// A person.
pub mod person {
    use domain::ids::PersonId;
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The name as it is searched: `domain::text::folded`.
        pub name_folded: String,
        /// The address, in lower case.
        pub email: String,
        /// Under which its words are hashed in an event.
        pub salt: String,
        /// When it was added.
        pub created_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How a person signs in.
pub mod credential {
    use domain::ids::PersonId;
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        /// Whose.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        /// The hash of the password, with its salt and cost.
        pub password_hash: String,
        /// When it was set.
        pub set_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An employer, a provider or a body.
pub mod organisation {
    use domain::ids::OrganisationId;
    use domain::people::OrganisationKind;
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrganisationId,
        /// The name.
        pub name: String,
        /// What it is.
        pub kind: OrganisationKind,
        /// Under which its words are hashed in an event.
        pub salt: String,
        /// When it was added.
        pub created_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A role held in an organisation over an interval.
pub mod membership {
    use domain::access::Role;
    use domain::ids::{MembershipId, OrganisationId, PersonId};
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MembershipId,
        /// Whose.
        pub person_id: PersonId,
        /// Where.
        pub organisation_id: OrganisationId,
        /// As what.
        pub role: Role,
        /// First day.
        pub from_on: Date,
        /// First day on which it is no longer held.
        pub until_on: Option<Date>,
        /// Who granted it; none at set-up.
        pub granted_by: Option<PersonId>,
        /// When it was granted.
        pub granted_at: ChronoDateTimeUtc,
        /// Who ended it.
        pub ended_by: Option<PersonId>,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An invitation by one-time link.
pub mod invitation {
    use domain::access::Role;
    use domain::ids::{InvitationId, OrganisationId, PersonId};
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InvitationId,
        /// The hash of the link's token; the token is stored nowhere.
        pub token_sha256: String,
        /// The name.
        pub name: String,
        /// The address, in lower case.
        pub email: String,
        /// Where.
        pub organisation_id: Option<OrganisationId>,
        /// As what.
        pub role: Option<Role>,
        /// Under which its words are hashed in an event.
        pub salt: String,
        /// Who made the link.
        pub invited_by: PersonId,
        /// When the link was made.
        pub invited_at: ChronoDateTimeUtc,
        /// Until when the link works.
        pub expires_at: ChronoDateTimeUtc,
        /// When it was used.
        pub used_at: Option<ChronoDateTimeUtc>,
        /// By whom.
        pub used_by: Option<PersonId>,
        /// When it was taken back.
        pub withdrawn_at: Option<ChronoDateTimeUtc>,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
