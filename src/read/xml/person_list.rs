//! Persons of a corpus that stand in a file of their own: `ParlaMint-GB-listPerson.xml`, in the folder of the debates or the one
//! above, for `ParlaMint-GB_2015-01-05.xml`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::person::PersonList;
use super::stream;
use super::tei::Tei;
use super::walk::Walker;

/// A list has no more bytes than this.
const MOST: u64 = 128 << 20;

/// The list that was read last, with its file and when that was written: the files of a corpus come one after the other.
static LAST: Mutex<Option<(PathBuf, SystemTime, Arc<PersonList>)>> = Mutex::new(None);

/// The persons whom the corpus of a file lists beside it; `None` where there is no such list.
pub(super) fn beside(file: &Path) -> Option<Arc<PersonList>> {
    let (corpus, _) = file.file_name()?.to_str()?.split_once('_')?;
    let folders = file.parent().into_iter().flat_map(|folder| {
        // A path of one name lies in the folder from which the program runs.
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        [here.to_owned(), here.join("..")]
    });
    let names = [format!("{corpus}-listPerson.xml"), format!("{corpus}.xml")];
    let lists =
        folders.flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>());
    lists.filter_map(|list| read(&list)).find(|list| !list.is_empty())
}

fn read(list: &Path) -> Option<Arc<PersonList>> {
    let about = std::fs::metadata(list).ok().filter(|about| about.is_file() && about.len() <= MOST)?;
    let written = about.modified().ok()?;
    let mut last = LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((path, when, persons)) = &*last
        && path == list
        && *when == written
    {
        return Some(Arc::clone(persons));
    }
    let text = std::fs::read_to_string(list).ok()?;
    let mut walker = Walker::new(Tei::new(true));
    // What comes before a place that is no XML counts.
    let _ = stream::read(&text, &mut walker);
    let persons = Arc::new(walker.dialect.into_persons());
    *last = Some((list.to_owned(), written, Arc::clone(&persons)));
    Some(persons)
}
