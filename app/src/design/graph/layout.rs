//! From nodes to boxes and lines.

use std::collections::BTreeMap;

use super::names::{self, Names};
use super::order::{Links, links};
use super::place::{Item, Placed, place};
use super::ports::Ports;
use super::route;
use super::rows::{Row, rows};
use super::size::*;
use super::{GraphGroup, GraphNode, wrap};

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A need as a line: the places of its ends in `nodes`, and an SVG path with its arrow head.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub from: usize,
    pub to: usize,
    pub path: String,
}

/// Words in lines under one another: where the first one stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label {
    pub base: f64,
    pub lines: Vec<String>,
}

/// The whole picture.
#[derive(Debug, PartialEq)]
pub struct Picture {
    pub links: Links,
    pub width: f64,
    pub height: f64,
    /// The band of each node: groups have the odd ones.
    pub band_of: Vec<usize>,
    /// One per group; none where a group has no node.
    pub bands: Vec<Option<Area>>,
    /// The name of each band that is drawn; its state stands one line below.
    pub heads: Vec<Label>,
    /// What the rows hold, beside them.
    pub labels: Vec<Label>,
    pub boxes: Vec<Area>,
    pub titles: Vec<Vec<String>>,
    pub lines: Vec<Line>,
}

impl Picture {
    /// Every node in the order in which one reads the picture: from the top, and along each row.
    pub fn read(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.boxes.len()).collect();
        let place = |at: usize| (self.boxes[at].y, self.boxes[at].x);
        order.sort_by(|&a, &b| {
            let (a, b) = (place(a), place(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        order
    }
}

/// The top and the height of a row's nodes, and of the row with the words beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    pub top: f64,
    pub height: f64,
    pub whole: f64,
}

impl Level {
    pub fn bottom(self) -> f64 {
        self.top + self.height
    }

    /// Where the row ends, with the words beside it.
    fn end(self) -> f64 {
        self.top + self.whole
    }
}

/// Lays out a picture; the same nodes and groups always give the same picture.
pub fn layout(groups: &[GraphGroup], nodes: &[GraphNode]) -> Picture {
    let links = links(nodes);
    let band_of = bands(groups, nodes, &links);
    let row_groups: Vec<u8> = nodes.iter().map(|node| node.row_group.row).collect();
    let kinds: Vec<u8> = nodes.iter().map(|node| node.row_group.kind).collect();
    let rows = rows(&links, &band_of, &row_groups);
    let placed = place(&links, &rows, &kinds);
    let titles: Vec<Vec<String>> =
        nodes.iter().map(|node| wrap::lines(&node.title, TITLE_SIZE, NODE_WIDTH - 2.0 * PAD)).collect();
    let heights: Vec<f64> = nodes.iter().zip(&titles).map(|(node, lines)| node_height(node, lines)).collect();
    let centres = centres(&placed, &rows, nodes.len());
    let ports = Ports::new(&placed, &links, &rows, &centres);
    let channels = route::channels(&placed, &rows, &ports);
    let track_counts: Vec<usize> = channels.iter().map(|channel| channel.tracks).collect();
    let names = names::names(groups, nodes, &rows);
    let (levels, height) = levels(&rows, &heights, &track_counts, &names);
    let boxes = boxes(&rows, &levels, &centres);
    let lines = route::lines(&links, &placed, &levels, &ports, &channels, &boxes);
    let bands = (0..groups.len()).map(|group| band_area(2 * group + 1, &rows, &levels, placed.width)).collect();
    let (heads, labels) = names::placed(groups.len(), &rows, &levels, names);
    Picture { links, width: placed.width, height, band_of, bands, heads, labels, boxes, titles, lines }
}

/// The band of each node. Groups have the odd bands, in their order; a node without a group stands in the even band
/// after the last group that it needs something of, or earlier, among those that need it; joined to nothing, below all.
fn bands(groups: &[GraphGroup], nodes: &[GraphNode], links: &Links) -> Vec<usize> {
    let of_group: BTreeMap<&str, usize> =
        groups.iter().enumerate().map(|(at, group)| (group.id.as_str(), 2 * at + 1)).collect();
    let own = |at: usize| nodes[at].group.as_deref().and_then(|group| of_group.get(group).copied());
    let mut bands = vec![0; nodes.len()];
    for &at in &links.order {
        bands[at] = own(at).unwrap_or_else(|| {
            if links.needs[at].is_empty() && links.unlocks[at].is_empty() {
                return 2 * groups.len();
            }
            let least = links.needs[at].iter().map(|&need| bands[need]).max().unwrap_or(0);
            let most = links.unlocks[at].iter().filter_map(|&next| own(next)).min().unwrap_or(usize::MAX);
            (least + least % 2).min(most).max(least)
        });
    }
    bands
}

fn node_height(node: &GraphNode, lines: &[String]) -> f64 {
    let note = if node.unpublished { TITLE_LINE } else { 0.0 };
    TITLE_BASE + TITLE_LINE * (lines.len() as f64 - 1.0) + note + PAD
}

/// The middle of each node.
fn centres(placed: &Placed, rows: &[Row], count: usize) -> Vec<f64> {
    let mut centres = vec![0.0; count];
    for (spots, row) in placed.rows.iter().zip(rows) {
        for spot in spots {
            let Item::Block(block) = spot.item else { continue };
            for (at, &node) in row.blocks[block].nodes.iter().enumerate() {
                centres[node] = spot.x - spot.half + NODE_WIDTH / 2.0 + at as f64 * (NODE_WIDTH + CHAIN_GAP);
            }
        }
    }
    centres
}

/// Stacks the rows, with room between them for the tracks, the heads of the bands and the space around them.
fn levels(rows: &[Row], heights: &[f64], tracks: &[usize], names: &[Names]) -> (Vec<Level>, f64) {
    let mut y = 1.0;
    let mut levels = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| rows[before].band);
        let tracks = at.checked_sub(1).map_or(0, |above| tracks[above]);
        let room = TRACK * tracks.saturating_sub(1) as f64;
        y += match before {
            Some(band) if band == row.band => CHANNEL + room,
            Some(_) => BAND_PAD + BAND_GAP + BAND_HEAD + room + if tracks > 0 { ARROW } else { 0.0 },
            None => BAND_HEAD,
        };
        let height = row.blocks.iter().flat_map(|block| &block.nodes).map(|&node| heights[node]).fold(0.0, f64::max);
        let whole = height.max(names[at].height());
        levels.push(Level { top: y, height, whole });
        y += whole;
    }
    (levels, y + BAND_PAD + 1.0)
}

fn boxes(rows: &[Row], levels: &[Level], centres: &[f64]) -> Vec<Area> {
    let mut boxes = vec![Area::default(); centres.len()];
    for (row, level) in rows.iter().zip(levels) {
        for &node in row.blocks.iter().flat_map(|block| &block.nodes) {
            boxes[node] =
                Area { x: centres[node] - NODE_WIDTH / 2.0, y: level.top, width: NODE_WIDTH, height: level.height };
        }
    }
    boxes
}

fn band_area(band: usize, rows: &[Row], levels: &[Level], width: f64) -> Option<Area> {
    let first = rows.iter().position(|row| row.band == band)?;
    let last = rows.iter().rposition(|row| row.band == band)?;
    let above = if first == 0 { 1.0 } else { levels[first - 1].end() + BAND_PAD + BAND_GAP };
    Some(Area { x: 1.0, y: above, width: width - 2.0, height: levels[last].end() + BAND_PAD - above })
}
