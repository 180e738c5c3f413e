//! Form fields. Each carries its label, its hint and its error, tied together for those who hear the page.

mod button;
mod cell;
mod choice;
mod file;
mod frame;
mod select;
mod state;
mod text;

pub use button::{Button, ButtonTone, Buttons, Hidden};
pub use cell::{CellSelect, CellText};
pub use choice::{Checkboxes, Choice, Radios};
pub use file::FileField;
pub use select::Select;
pub use state::FieldState;
pub use text::{FieldWidth, TextArea, TextField};
