//! scratch
use domain::framework::{SourceFile, load};
use domain::plan::plan;
use domain::standing::{Facts, read_facts};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let f = load(&SourceFile::new("f.toml", std::fs::read_to_string(&a[1]).unwrap())).0.unwrap();
    let (file, told) = read_facts(&f, &SourceFile::new(a[2].clone(), std::fs::read_to_string(&a[2]).unwrap()));
    for p in &told {
        println!("{p}");
    }
    let facts = Facts::bind(&f, file.unwrap()).unwrap();
    let on: chrono::NaiveDate = a[3].parse().unwrap();
    let ix = f.nodes().find(|(_, n)| n.id.to_string() == a[4]).unwrap().0;
    let t = std::time::Instant::now();
    match plan(&f, &facts, ix, on) {
        Ok(p) => {
            for (n, s) in p.steps.iter().enumerate() {
                println!("{}. {} <- {:?}", n + 1, s.sentence, s.needs.iter().map(|n| n + 1).collect::<Vec<_>>());
            }
            println!("{:?}", p.provided);
        }
        Err(no) => println!("NO {:?}", no.because),
    }
    println!("{:?}", t.elapsed());
}
