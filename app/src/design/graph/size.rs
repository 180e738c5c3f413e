//! Measures of the picture, in pixels at its natural size.

/// The picture's width, unless a row needs more.
pub const WIDTH: f64 = 1120.0;
/// Between the picture's edge and its content.
pub const EDGE: f64 = 18.0;
/// The left part, where the names of bands and rows stand: no node and no line comes into it.
pub const MARGIN: f64 = 146.0;
/// What the words in it may take up.
pub const MARGIN_ROOM: f64 = MARGIN - EDGE - 4.0;
/// What the nodes of a row may take up: five of them. The rest is for the lines that pass.
pub const ROOM: f64 = 5.0 * NODE_WIDTH + 4.0 * GAP;
pub const NODE_WIDTH: f64 = 160.0;
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
/// The words of the left part: their sizes, and from one line to the next.
pub const HEAD_SIZE: f64 = 16.0;
pub const HEAD_LINE: f64 = 20.0;
pub const LABEL_SIZE: f64 = 12.0;
pub const LABEL_LINE: f64 = 15.0;
/// Above the first row of a band, the space inside its edges, and the space between two bands.
pub const BAND_HEAD: f64 = 22.0;
pub const BAND_PAD: f64 = 16.0;
pub const BAND_GAP: f64 = 14.0;
/// How round a line's corners are.
pub const BEND: f64 = 12.0;
/// Between the last track and the row below, where arrow heads are.
pub const ARROW: f64 = 20.0;
/// Between two ports of a node; how near they may come to one another and to its edge where that makes a line straight.
pub const PORT: f64 = 18.0;
pub const PORT_LEAST: f64 = 10.0;
