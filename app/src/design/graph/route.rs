//! Lines from port to port: down, along a track, down again, with round corners.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::layout::{Area, Level, Line};
use super::order::Links;
use super::place::{Bundle, Placed};
use super::ports::{Ports, strands};
use super::rows::Row;
use super::size::{ARROW, BEND, TRACK};
use super::tracks::{Strand, tracks};

/// The space below a row: the track of each bundle in it, and how many there are.
pub struct Channel {
    track: BTreeMap<Bundle, usize>,
    pub tracks: usize,
}

type Point = (f64, f64);

pub fn channels(placed: &Placed, rows: &[Row], ports: &Ports) -> Vec<Channel> {
    strands(rows.len(), placed, ports)
        .into_iter()
        .map(|strands| {
            let pixels =
                |tenths: std::collections::BTreeSet<i64>| tenths.into_iter().map(|x| x as f64 / 10.0).collect();
            let strands: Vec<Strand> = strands
                .into_iter()
                .map(|(bundle, (uppers, lowers))| Strand { bundle, uppers: pixels(uppers), lowers: pixels(lowers) })
                .collect();
            let (track, tracks) = tracks(&strands);
            Channel { track: strands.iter().map(|strand| strand.bundle).zip(track).collect(), tracks }
        })
        .collect()
}

/// Every need as a line.
pub fn lines(
    links: &Links,
    placed: &Placed,
    levels: &[Level],
    ports: &Ports,
    channels: &[Channel],
    boxes: &[Area],
) -> Vec<Line> {
    let mut lines = Vec::new();
    for &to in &links.order {
        for &from in &links.needs[to] {
            let path = match placed.bundles.get(&(from, to)) {
                Some(&bundle) => rounded(&points(from, to, bundle, levels, ports, channels)),
                None if ports.row_of[from] == ports.row_of[to] => sideways(boxes[from], boxes[to]),
                None => straight_to(boxes[from], boxes[to]),
            };
            lines.push(Line { from, to, path });
        }
    }
    lines
}

fn points(from: usize, to: usize, bundle: Bundle, levels: &[Level], ports: &Ports, channels: &[Channel]) -> Vec<Point> {
    let mut points = vec![(ports.upper(ports.row_of[from], from, bundle), levels[ports.row_of[from]].bottom())];
    for row in ports.row_of[from]..ports.row_of[to] {
        let x = ports.upper(row, from, bundle);
        let next = ports.lower(row + 1, to, bundle);
        if (x - next).abs() >= 1.0 {
            let channel = &channels[row];
            let track = channel.track.get(&bundle).copied().unwrap_or_default();
            let below = channel.tracks - 1 - track;
            let y = levels[row + 1].top - ARROW - TRACK * below as f64;
            points.extend([(x, y), (next, y)]);
        }
    }
    points.push((ports.lower(ports.row_of[to], to, bundle), levels[ports.row_of[to]].top - 1.0));
    points
}

/// A path through the points with its corners rounded off, and an arrow head at the end.
fn rounded(points: &[Point]) -> String {
    let mut path = format!("M{} {}", short(points[0].0), short(points[0].1));
    for three in points.windows(3) {
        let (before, corner, after) = (three[0], three[1], three[2]);
        let (into, out) = (distance(before, corner), distance(corner, after));
        let bend = BEND.min(into / 2.0).min(out / 2.0);
        let (start, end) = (towards(corner, before, bend), towards(corner, after, bend));
        put(&mut path, 'L', &[start]);
        put(&mut path, 'Q', &[corner, end]);
    }
    if let Some(&end) = points.last() {
        put(&mut path, 'L', &[end]);
        put(&mut path, 'M', &[(end.0 - 4.5, end.1 - 6.0)]);
        put(&mut path, 'L', &[end, (end.0 + 4.5, end.1 - 6.0)]);
    }
    path
}

/// From the right edge of one box to the left edge of the next.
fn sideways(from: Area, to: Area) -> String {
    let y = from.y + from.height / 2.0;
    let end = to.x - 1.0;
    let mut path = String::new();
    put(&mut path, 'M', &[(from.x + from.width, y)]);
    put(&mut path, 'L', &[(end, y)]);
    put(&mut path, 'M', &[(end - 6.0, y - 4.5)]);
    put(&mut path, 'L', &[(end, y), (end - 6.0, y + 4.5)]);
    path
}

/// A curve past whatever lies between: back up to something in a later group, or down in a very large picture.
fn straight_to(from: Area, to: Area) -> String {
    let (start, end, back) =
        if from.y < to.y { (from.y + from.height, to.y - 1.0, -6.0) } else { (from.y, to.y + to.height + 1.0, 6.0) };
    let (start, end) = ((from.x + from.width / 2.0, start), (to.x + to.width / 2.0, end));
    let middle = f64::midpoint(start.1, end.1);
    let mut path = String::new();
    put(&mut path, 'M', &[start]);
    put(&mut path, 'C', &[(start.0, middle), (end.0, middle), end]);
    put(&mut path, 'M', &[(end.0 - 4.5, end.1 + back)]);
    put(&mut path, 'L', &[end, (end.0 + 4.5, end.1 + back)]);
    path
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The point `by` pixels from `a` on the way to `b`.
fn towards(a: Point, b: Point, by: f64) -> Point {
    let whole = distance(a, b).max(f64::EPSILON);
    (a.0 + (b.0 - a.0) * by / whole, a.1 + (b.1 - a.1) * by / whole)
}

fn put(path: &mut String, letter: char, points: &[Point]) {
    path.push(letter);
    for (at, point) in points.iter().enumerate() {
        let space = if at > 0 { " " } else { "" };
        // Writing to a string can't fail.
        let _ = write!(path, "{space}{} {}", short(point.0), short(point.1));
    }
}

/// A coordinate to a tenth of a pixel.
pub fn short(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // Minus nought would be written with its sign.
    format!("{}", if tenths == 0.0 { 0.0 } else { tenths })
}
