use std::collections::HashMap;

use tantivy::DocAddress;

use super::*;
use crate::extract::Extractor;
use crate::index::read::lookup::addresses_of_key;
use crate::index::schema::column::{DOCUMENT_KEY, STATEMENT_KEY};
use crate::index::schema::runs::PassageFilter;
use crate::index::schema::runs::SegmentKeys;
use crate::model::{Layout, Speaker};

fn speech(thread: usize, number: usize) -> Document {
    let speaker = Some(Speaker::named("Ada Example"));
    let text = format!("We spoke of river number {number} in the hall of thread {thread}. ").repeat(60);
    Document { speaker, layout: Layout::Speech, ..Document::new(format!("{thread}-{number}.txt"), text) }
}

/// The statements in the order of the index, each as often as a run of its passages begins; and whether
/// the passages of each run stand in their order.
fn runs(index: &Index) -> (Vec<u64>, bool) {
    let searcher = index.snapshot().searcher;
    let (mut runs, mut ordered) = (Vec::new(), true);
    let mut by_key: HashMap<_, Vec<DocAddress>> = HashMap::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let SegmentKeys { statement: keys, document: documents, .. } = SegmentKeys::open(reader).unwrap();
        let passages = PassageFilter::open(reader).unwrap();
        let mut before: Option<crate::index::StoredPassage> = None;
        for at in reader.doc_ids_alive().filter(|at| passages.holds(*at)) {
            let address = DocAddress::new(segment, at);
            let passage = index.snapshot().passage(address).unwrap();
            assert_eq!((keys.key(at), documents.key(at)), (key(&passage.id), key(&passage.document)));
            by_key.entry((STATEMENT_KEY, keys.key(at))).or_default().push(address);
            by_key.entry((DOCUMENT_KEY, documents.key(at))).or_default().push(address);
            match before {
                Some(before) if before.id == passage.id => {
                    ordered &= before.span.end == passage.span.start && !keys.begins(at)
                }
                _ => runs.push(keys.key(at)),
            }
            before = Some(passage);
        }
    }
    for ((column, key), passages) in by_key {
        assert_eq!(addresses_of_key(&searcher, column, key).unwrap(), passages);
    }
    (runs, ordered)
}

#[test]
fn passages_of_a_statement_stay_together_through_threads_removals_and_merges() {
    let index = Index::in_memory().unwrap();
    let writer = index.writer().unwrap();
    // The merge is made below, all at once: one of the engine's own would be in its way.
    let no_merges = |engine: &mut IndexWriter| {
        engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(())
    };
    writer.queue.with(no_merges).unwrap();
    let extractor = Extractor::default();
    for round in 0..10 {
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (writer, extractor) = (&writer, &extractor);
                scope.spawn(move || {
                    for number in round * 3..(round + 1) * 3 {
                        let document = speech(thread, number);
                        let added = writer.add(&document, &extractor.extract(&document)).unwrap();
                        assert!(added.passages > 3);
                    }
                });
            }
        });
        writer.add_file(&StoredFile { name: round.to_string(), ..StoredFile::default() }).unwrap();
        writer.remove_file(&format!("1-{}.txt", round * 3));
        writer.commit().unwrap();
    }
    let segments = index.snapshot().searcher.segment_readers().len();
    let check = |index: &Index| {
        let (mut runs, ordered) = runs(index);
        assert!(ordered);
        let all = runs.len();
        runs.sort_unstable();
        runs.dedup();
        assert_eq!((runs.len(), all), (110, 110), "each statement is one run");
    };
    check(&index);
    let all = index.shared.engine.searchable_segment_ids().unwrap();
    writer.queue.with(move |engine| engine.merge(&all).wait().map(drop)).unwrap();
    writer.finish().unwrap();
    assert!(index.snapshot().searcher.segment_readers().len() < segments);
    check(&index);
}
