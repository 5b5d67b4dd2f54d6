//! What every subcommand takes.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

/// What every subcommand takes.
#[derive(Group)]
pub struct Global {
    /// The folder of the index [else the nearest .demarche/ at or above this folder]
    #[arg(long, global = true, value_name = "DIR", env = "DEMARCHE_INDEX")]
    pub index: Option<PathBuf>,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}
