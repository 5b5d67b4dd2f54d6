//! Aggregate: counts over everything that a query finds. `facets` counts statements by speaker, entity, topic, kind, source
//! and year; `statements` hands every matching statement on, once, for timelines; `within` tells what is named in the sentences
//! and passages that match.

pub(crate) mod facets;
pub(crate) mod statements;
pub(crate) mod within;
