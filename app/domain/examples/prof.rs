//! temporary
use domain::framework::{SourceFile, load};
use domain::standing::{Facts, read_example, standing};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let f = load(&SourceFile::new(
        "f",
        std::fs::read_to_string(format!("{}/framework.toml", a[1])).unwrap(),
    ))
    .0
    .unwrap();
    let e = read_example(&SourceFile::new("e.toml", std::fs::read_to_string(&a[2]).unwrap())).unwrap();
    let facts = Facts::bind(&f, e.facts.clone()).unwrap();
    let n = 200_000;
    let mut best = u128::MAX;
    for _ in 0..n {
        let t = std::time::Instant::now();
        std::hint::black_box(standing(&f, std::hint::black_box(&facts), e.on, e.on));
        best = best.min(t.elapsed().as_nanos());
    }
    println!("{best} ns");
}
