//! What must hold for any picture: everything is in it once, nothing lies on anything, and it is always the same.

use leptos::prelude::*;

use super::layout::{Area, layout};
use super::listing::table;
use super::size::MARGIN;
use super::{GraphGroup, GraphNode, RowGroup};
use crate::design::tag::Tone;

fn node(id: usize, group: usize, needs: &[usize]) -> GraphNode {
    GraphNode {
        id: format!("n{id}"),
        code: None,
        title: format!("Number {id} with a title of some length"),
        kind: "Element".into(),
        group: (group > 0).then(|| format!("g{group}")),
        row_group: RowGroup { row: (id % 3) as u8, kind: (id % 4) as u8, name: format!("Kind {}", id % 4) },
        href: format!("/{id}"),
        tone: Tone::Open,
        state: "Open".into(),
        needs: needs.iter().map(|need| format!("n{need}")).collect(),
        unpublished: id.is_multiple_of(7),
    }
}

fn groups() -> Vec<GraphGroup> {
    (1..=3)
        .map(|at| GraphGroup {
            id: format!("g{at}"),
            title: format!("Stage {at}"),
            tone: Tone::Now,
            state: "Open".into(),
        })
        .collect()
}

/// A picture made from a number: each node needs some of those before it, and groups follow one another.
fn any_picture(seed: u64) -> Vec<GraphNode> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut roll = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let count = 2 + roll(44);
    (0..count)
        .map(|id| {
            let needs: Vec<usize> = (0..roll(4)).map(|_| roll(id.max(1))).filter(|&need| need < id).collect();
            let group = if roll(9) == 0 { 0 } else { 1 + id * 3 / count };
            node(id, group, &needs)
        })
        .collect()
}

fn overlap(a: Area, b: Area) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[test]
fn nothing_lies_on_anything_and_all_is_inside() {
    for seed in 0..80 {
        let nodes = any_picture(seed);
        let drawn = layout(&groups(), &nodes);
        for (at, a) in drawn.boxes.iter().enumerate() {
            assert!(
                a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= drawn.width && a.y + a.height <= drawn.height,
                "seed {seed}, node {at}: {a:?}"
            );
            for b in &drawn.boxes[at + 1..] {
                assert!(!overlap(*a, *b), "seed {seed}: {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn every_need_is_one_line_and_the_order_follows_them() {
    for seed in 0..80 {
        let nodes = any_picture(seed);
        let drawn = layout(&groups(), &nodes);
        let needs: usize = drawn.links.needs.iter().map(Vec::len).sum();
        assert_eq!(drawn.lines.len(), needs);
        assert_eq!(drawn.links.order.len(), nodes.len());
        for line in &drawn.lines {
            let place = |node: usize| drawn.links.order.iter().position(|&at| at == node);
            assert!(place(line.from) < place(line.to), "seed {seed}");
            assert!(!line.path.contains("NaN") && !line.path.contains("inf"), "seed {seed}: {}", line.path);
        }
    }
}

#[test]
fn the_same_nodes_give_the_same_picture() {
    for seed in 0..20 {
        let nodes = any_picture(seed);
        let first = layout(&groups(), &nodes);
        for _ in 0..5 {
            assert_eq!(layout(&groups(), &nodes), first, "seed {seed}");
        }
    }
}

#[test]
fn a_circle_or_an_unknown_need_does_not_lose_the_picture() {
    let mut nodes = vec![node(1, 1, &[2]), node(2, 1, &[1]), node(3, 1, &[3, 99])];
    nodes.push(node(4, 1, &[5]));
    nodes.push(node(5, 3, &[]));
    let drawn = layout(&groups(), &nodes);
    assert_eq!(drawn.lines.len(), 2);
    assert_eq!(layout(&groups(), &[]).lines, []);
}

/// The corners of a line, without its arrow head.
fn corners(path: &str) -> Vec<(f64, f64)> {
    let line = path[1..].split('M').next().unwrap_or_default();
    let numbers: Vec<f64> = line.split(['L', 'Q', ' ']).filter_map(|number| number.parse().ok()).collect();
    numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

#[test]
fn no_node_and_no_line_comes_into_the_margin_with_the_names() {
    for seed in 0..80 {
        let nodes = any_picture(seed);
        let drawn = layout(&groups(), &nodes);
        assert!(drawn.boxes.iter().all(|area| area.x >= MARGIN), "seed {seed}");
        for line in drawn.lines.iter().filter(|line| !line.path.contains('C')) {
            let least = corners(&line.path).into_iter().map(|(x, _)| x).fold(f64::INFINITY, f64::min);
            assert!(least >= MARGIN, "seed {seed}: line {} to {} at {least}", line.from, line.to);
        }
    }
}

#[test]
fn lots_stand_below_one_another_and_kinds_of_a_row_beside_one_another() {
    let mut nodes: Vec<GraphNode> = (0..12).map(|id| node(id, 1, &[])).collect();
    nodes.push(GraphNode {
        row_group: RowGroup { row: 9, ..RowGroup::default() },
        ..node(12, 1, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    });
    let drawn = layout(&groups(), &nodes);
    for (at, a) in nodes.iter().enumerate() {
        for (other, b) in nodes.iter().enumerate() {
            let (high, low) = (drawn.boxes[at], drawn.boxes[other]);
            if a.row_group.row < b.row_group.row {
                assert!(high.y < low.y, "{at} above {other}");
            } else if high.y == low.y && a.row_group.kind < b.row_group.kind {
                assert!(high.x < low.x, "{at} left of {other}");
            }
        }
    }
    assert_eq!(drawn.labels[0].lines.concat().matches("ind ").count(), 4);
}

#[test]
fn what_leads_to_one_thing_below_it_leads_straight_down() {
    let chain = [node(1, 1, &[]), node(2, 2, &[1]), node(3, 3, &[2])];
    for line in layout(&groups(), &chain).lines {
        let xs: Vec<f64> = corners(&line.path).into_iter().map(|(x, _)| x).collect();
        assert!(xs.iter().all(|x| *x == xs[0]), "{}", line.path);
    }
}

#[test]
fn a_long_list_of_needs_shows_three_and_folds_the_rest_away() {
    let needs: Vec<usize> = (1..=10).collect();
    let mut nodes: Vec<GraphNode> = needs.iter().map(|&id| node(id, 1, &[])).collect();
    nodes.push(node(11, 2, &needs));
    nodes.push(node(12, 2, &[1, 2, 3, 4]));
    let links = layout(&groups(), &nodes).links;
    let table = Owner::new().with(|| table("map", "Map", &groups(), &nodes, &links).to_html());
    assert_eq!(table.matches("<details").count(), 1);
    assert!(table.contains("and 7 more"));
    // Folded away or not, every need is told twice: where it begins and where it ends.
    for id in &needs {
        let title = format!("Number {id} with");
        let told = 2 + usize::from(*id <= 4);
        assert_eq!(table.matches(&title).count(), told, "{title}");
    }
}

#[test]
fn no_line_passes_through_a_node() {
    for seed in 0..80 {
        let nodes = any_picture(seed);
        let drawn = layout(&groups(), &nodes);
        // A need of something in a later group is drawn as a curve, over whatever is there.
        for line in drawn.lines.iter().filter(|line| !line.path.contains('C')) {
            for ends in corners(&line.path).windows(2) {
                let ((x1, y1), (x2, y2)) = (ends[0], ends[1]);
                let way = Area { x: x1.min(x2), y: y1.min(y2), width: (x1 - x2).abs(), height: (y1 - y2).abs() };
                for (at, area) in drawn.boxes.iter().enumerate().filter(|(at, _)| *at != line.from && *at != line.to) {
                    assert!(!overlap(way, *area), "seed {seed}: line {} to {} over {at}", line.from, line.to);
                }
            }
        }
    }
}

/// Far more than anyone would draw; a hostile file may ask for it all the same.
#[test]
fn a_picture_of_thousands_is_drawn_whole() {
    const COUNT: usize = 3_000;
    let back: [fn(usize) -> usize; 3] = [|_| 1, |at| at, |at| at / 2 + 1];
    for back in back {
        let before = |at: usize| if at == 0 { Vec::new() } else { vec![at - back(at)] };
        let mut nodes: Vec<GraphNode> = (0..COUNT).map(|at| node(at, 1 + at % 3, &before(at))).collect();
        nodes.push(node(COUNT, 3, &(0..COUNT).collect::<Vec<_>>()));
        let drawn = layout(&groups(), &nodes);
        assert_eq!(drawn.lines.len(), 2 * COUNT - 1);
        let order = drawn.read();
        for pair in order.windows(2) {
            let (a, b) = (drawn.boxes[pair[0]], drawn.boxes[pair[1]]);
            assert!(!overlap(a, b), "{a:?} {b:?}");
        }
    }
}
