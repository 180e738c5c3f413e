//! The listings of one lister, as lists and searches read them.

use crate::entities::listing::{self, Column};
use crate::prelude::stores::*;
use crate::web::names::{MOST_LETTERS, sought};
use crate::web::pages::{ListPage, after};
use sea_orm::Order;
use sea_orm::sea_query::{Alias, ExprTrait, Query};
use std::collections::BTreeSet;

/// Where a row is in a list: by the word it was found by, then by name.
pub type Position = (String, String, EnrolmentId);

/// The columns of a position, in the order of a list.
const ORDER: [Column; 3] = [Column::Word, Column::NameKey, Column::EnrolmentId];

/// Words that are searched at most. Each costs the database a look into an index for every row that is found.
const MOST_WORDS: usize = 8;

/// In place of a word, where something is looked for and no word of it is left, as of "%". No name has a word so.
const NO_WORD: &str = "\u{10ffff}";

/// What is searched: the first words, the longest of them first, because the fewest names have it.
pub fn searched(typed: &str) -> Vec<String> {
    let typed: String = typed.chars().take(MOST_LETTERS).collect();
    let first: Vec<&str> = typed.split_whitespace().take(MOST_WORDS).collect();
    let mut words = sought(&first.join(" "));
    if words.is_empty() && !first.is_empty() {
        words.push(NO_WORD.to_owned());
    }
    words.truncate(MOST_WORDS);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// What is said of a search of which more was typed than is searched.
pub fn cut(typed: &str) -> Option<&'static str> {
    let is_cut = typed.chars().nth(MOST_LETTERS).is_some() || sought(typed).len() > MOST_WORDS;
    is_cut.then_some("Only the first eight words are searched.")
}

/// What is looked for in a list.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of the name, or their beginnings, as [`searched`] gives them.
    pub words: Vec<String>,
    /// Only those of whom all of this is so, each by what stands in place of a word in their rows.
    pub marks: Vec<&'static str>,
}

/// The rows of one lister that are wanted; of a name with several words that match, the first alone.
pub fn listed(lister: ListerId, wanted: &Wanted) -> Select<listing::Entity> {
    let found = listing::Entity::find().of(lister);
    let all: Vec<&str> = wanted.words.iter().map(String::as_str).chain(wanted.marks.iter().copied()).collect();
    match (&all[..], wanted.words.is_empty()) {
        ([], _) => found.filter(Column::Word.eq("")),
        ([mark], true) => found.filter(Column::Word.eq(*mark)),
        ([first, others @ ..], _) => {
            found_by(found, (Column::Word, &[Column::EnrolmentId, Column::ListerId]), first, others)
        }
    }
}

/// Those rows of a list that are found by words, or their beginnings: each thing, which has a row for each of its words, once.
/// `of` are the columns that say which thing it is.
pub fn found_by<E: EntityTrait>(
    list: Select<E>,
    (word, of): (E::Column, &[E::Column]),
    first: &str,
    others: &[&str],
) -> Select<E> {
    let other = |column: E::Column| Expr::col((Alias::new("other"), column));
    // The rows of the same thing by a word that begins so.
    let of_the_same = |so: &str| {
        let mut rows = Query::select();
        rows.expr(Expr::value(1)).from_as(E::default(), Alias::new("other")).cond_where(begins(other(word), so));
        of.iter().fold(rows, |mut rows, column| rows.and_where(other(*column).equals((E::default(), *column))).take())
    };
    let here = || Expr::col((E::default(), word));
    let earlier = of_the_same(first).and_where(other(word).lt(here())).take();
    let found = list.filter(begins(here(), first)).filter(Expr::not_exists(earlier));
    others.iter().fold(found, |found, so| found.filter(Expr::exists(of_the_same(so))))
}

/// Whether a word begins so; a range, which an index is read by.
pub fn begins(word: Expr, so: &str) -> Condition {
    Condition::all().add(word.clone().gte(so)).add(word.lt(format!("{so}\u{10ffff}")))
}

/// The next rows of a list, and one more where there are more.
pub async fn rows_after(
    db: &impl ConnectionTrait,
    list: &Select<listing::Entity>,
    from: Option<&Position>,
) -> Result<Vec<Position>, AppError> {
    let last = from.map(|(word, name_key, id)| [word.into(), name_key.into(), (*id).into()]);
    let key = ORDER.map(|column| Expr::col((listing::Entity, column)));
    let rows = after(list.clone().select_only().columns(ORDER), (key, Order::Asc), last);
    Ok(rows.into_tuple().all(db).await?)
}

/// The next page of some lists as if they were one.
pub async fn page(
    db: &impl ConnectionTrait,
    lists: &[Select<listing::Entity>],
    from: Option<&Position>,
) -> Result<ListPage<Position, Position>, AppError> {
    let mut page: BTreeSet<Position> = BTreeSet::new();
    for list in lists {
        page.extend(rows_after(db, list, from).await?);
    }
    Ok(ListPage::of(page.into_iter().collect(), Clone::clone))
}

/// Where a chapter is in these lists; none where it is not in them any more.
pub async fn position(
    db: &impl ConnectionTrait,
    lists: &[Select<listing::Entity>],
    id: EnrolmentId,
) -> Result<Option<Position>, AppError> {
    let mut found: Option<Position> = None;
    for list in lists {
        let rows = list.clone().of(id).select_only().columns(ORDER);
        let rows: Vec<Position> = rows.into_tuple().all(db).await?;
        found = found.into_iter().chain(rows).min();
    }
    Ok(found)
}
