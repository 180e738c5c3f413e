//! The rows of forms.

/// A form that is to be shown again with what was typed.
pub mod kept_form {
    use domain::ids::PersonId;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kept_form")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// For whom the sheet was made; nobody where nobody was signed in.
        pub person_id: Option<PersonId>,
        /// The address that the form is sent to.
        pub address: String,
        /// What was typed, as JSON.
        pub typed: String,
        /// What is wrong with it, as JSON.
        pub errors: String,
        /// What else is to be said.
        pub note: Option<String>,
        /// When it was kept.
        pub kept_at: ChronoDateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// A form that had its effect: where it led, and what was said there.
pub mod sent_form {
    use domain::ids::PersonId;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sent_form")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// Who sent it; nobody where nobody was signed in.
        pub person_id: Option<PersonId>,
        /// Where it led; empty while its effect is being written.
        pub location: String,
        /// What was said there: tone and text, as JSON.
        pub notice: Option<String>,
        /// By which it is known whether the same was typed when it is sent again.
        pub typed: String,
        /// When it was sent.
        pub sent_at: ChronoDateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// A secret that all servers of a deployment share.
pub mod secret {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "secret")]
    pub struct Model {
        /// What it is for.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub secret: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}
