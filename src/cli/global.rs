//! What every subcommand takes.

use std::path::{Path, PathBuf};

use clap::{Args as Group, ValueEnum};

/// What every subcommand takes.
#[derive(Clone, Default, Group)]
pub struct Global {
    /// The folder of the index, or the address of one in a cluster (https://HOST:PORT/NAME) [else $DEMARCHE_INDEX, else the nearest .demarche/ at or above this folder]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
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

impl Global {
    /// The same for work on a local index.
    #[cfg(feature = "cluster")]
    pub fn on(&self, dir: &std::path::Path) -> Self {
        Self { index: Some(dir.to_owned()), ..self.clone() }
    }

    /// The same for work that says nothing, on an index of its own.
    #[cfg(feature = "web")]
    pub fn of_index(&self, dir: &std::path::Path) -> Self {
        Self { index: Some(dir.to_owned()), quiet: true, verbose: false, ..self.clone() }
    }

    /// The folder of the index that the user names: beside the command or, for all commands, in the environment.
    pub fn index(&self) -> Option<PathBuf> {
        self.named().filter(|named| !is_address(named))
    }

    /// The address of an index in a cluster, where the user names one.
    pub fn cluster(&self) -> Option<String> {
        self.named().filter(|named| is_address(named)).map(|named| named.to_string_lossy().into_owned())
    }

    fn named(&self) -> Option<PathBuf> {
        let set = || std::env::var_os("DEMARCHE_INDEX").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        self.index.clone().or_else(set)
    }
}

/// Whether what is named is no folder.
fn is_address(named: &Path) -> bool {
    let named = named.to_string_lossy();
    named.starts_with("http://") || named.starts_with("https://")
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Color {
    #[default]
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
