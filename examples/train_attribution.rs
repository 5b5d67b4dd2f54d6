//! Learns the weights of attribution from a folder of annotated texts.
//!
//! ```text
//! cargo run --release --example train_attribution -- FOLDER WEIGHTS
//! ```
//!
//! `FOLDER` holds `text/NAME.txt` and `attributions/NAME_*.ann` (brat standoff). The same folder gives
//! the same bytes: `model.bin` and `trees.bin` in `WEIGHTS`. To ship them, give
//! `src/extract/attribution` for that.

mod standoff;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use demarche::extract::training::{Annotated, Plan, learn};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("which folder, and where to? train_attribution FOLDER WEIGHTS".into());
    };
    let texts: Vec<Annotated> = standoff::load(&folder)?.into_iter().map(|(_, text)| text).collect();
    let attributions: usize = texts.iter().map(|text| text.attributions.len()).sum();
    if attributions == 0 {
        return Err(format!("no annotated text in {}", folder.display()).into());
    }
    println!("{} texts with {attributions} attributions", texts.len());
    let start = Instant::now();
    let learned = learn(&texts, Plan::default());
    std::fs::write(to.join("model.bin"), &learned.model)?;
    std::fs::write(to.join("trees.bin"), &learned.trees)?;
    let bytes = learned.model.len() + learned.trees.len();
    println!("{}: {bytes} bytes in {:.0} s", to.display(), start.elapsed().as_secs_f64());
    Ok(())
}
