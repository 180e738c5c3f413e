//! Values with a code: the word under which they are stored, posted and exported.

/// Declares an enum of which every variant has a code. With the feature `orm` it is also the type of a column.
macro_rules! codes {
    ($(#[$meta:meta])+ $name:ident { $($(#[$doc:meta])+ $variant:ident = $code:literal,)+ }) => {
        $(#[$meta])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(
            feature = "orm",
            derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
            sea_orm(rs_type = "String", db_type = "Text")
        )]
        pub enum $name {
            $(
                $(#[$doc])+
                #[serde(rename = $code)]
                #[cfg_attr(feature = "orm", sea_orm(string_value = $code))]
                $variant,
            )+
        }

        impl $name {
            /// Every value, in the order of the forms.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// The word stored and posted.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The value of a posted word.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use codes;

/// Declares an enum of which every variant has a word that a person reads; it is written as the name in small letters.
macro_rules! words {
    ($(#[$meta:meta])+ $name:ident { $($(#[$doc:meta])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$doc])+ $variant,)+
        }

        impl $name {
            /// Every one, in this order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word a person reads.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use words;
