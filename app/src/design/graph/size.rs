//! Measures of the picture, in pixels at its natural size.

/// The picture's width, unless a row needs more.
pub const WIDTH: f64 = 1120.0;
/// Between the picture's edge and its content.
pub const EDGE: f64 = 18.0;
/// What a row may take up.
pub const ROOM: f64 = WIDTH - 2.0 * EDGE;
pub const NODE_WIDTH: f64 = 156.0;
/// Between two nodes of a row.
pub const GAP: f64 = 18.0;
/// Between two nodes of a run, where the arrow between them is drawn.
pub const CHAIN_GAP: f64 = 30.0;
/// Between a node and a line that passes it, and between two such lines.
pub const LANE: f64 = 11.0;

/// Inside a node, left and right of its words.
pub const PAD: f64 = 11.0;
pub const TITLE_SIZE: f64 = 13.0;
pub const TITLE_LINE: f64 = 16.0;
/// From a node's top to the baseline of its state, and of its title's first line.
pub const STATE_BASE: f64 = 19.0;
pub const TITLE_BASE: f64 = 39.0;

/// Between two rows, before the tracks of the lines between them.
pub const CHANNEL: f64 = 36.0;
/// Between two tracks.
pub const TRACK: f64 = 9.0;
/// A band's head with its name, the space inside its edges, and the space between two bands.
pub const BAND_HEAD: f64 = 40.0;
pub const BAND_PAD: f64 = 16.0;
pub const BAND_GAP: f64 = 14.0;
/// How round a line's corners are.
pub const BEND: f64 = 12.0;
/// Between the last track and the row below, where arrow heads are.
pub const ARROW: f64 = 20.0;
/// Between two ports of a node.
pub const PORT: f64 = 18.0;
