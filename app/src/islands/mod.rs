//! The islands: what adds comfort in the browser. Each wraps what the server drew.

mod autosave_draft;
mod explore_map;
mod filter_list;

pub use autosave_draft::AutosaveDraft;
pub use explore_map::ExploreMap;
pub use filter_list::FilterList;
