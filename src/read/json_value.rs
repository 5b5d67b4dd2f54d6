//! Values of JSON, and lists of records that lie deep in a file, read without holding the file.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::limits::MOST_COLUMNS;
use super::value::Value;

/// How deep lists and objects of a record are followed; what lies deeper is read past.
const MOST_DEEP: usize = 16;

impl<'de> serde::Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (count, lines) = (Cell::new(0), Lines::default());
        Seed { depth: 0, count: &count, lines: &lines }.deserialize(deserializer)
    }
}

/// The line that a file is read on, and that of the last record, from 1; and the bytes that were read since it ended.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub now: Cell<u64>,
    pub begun: Cell<u64>,
    pub bytes: Cell<usize>,
}

/// Reads a value, with the number of those that are held.
#[derive(Clone, Copy)]
struct Seed<'c> {
    depth: usize,
    count: &'c Cell<usize>,
    lines: &'c Lines,
}

impl Seed<'_> {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn hold<E: Error>(self) -> Result<(), E> {
        self.count.set(self.count.get() + 1);
        if self.count.get() > MOST_COLUMNS {
            return Err(E::custom(format!("it has more than {MOST_COLUMNS} keys or values")));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > MOST_DEEP {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Value::Nothing);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(serde_json::Value::from(value).to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.deeper())? {
            self.hold()?;
            items.push(item);
        }
        Ok(Value::List(items))
    }

    /// The values of an object by their keys; the last of several of one key.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        if self.depth == 0 {
            self.lines.begun.set(self.lines.now.get());
        }
        let mut members = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            self.hold()?;
            members.insert(key, map.next_value_seed(self.deeper())?);
        }
        Ok(Value::Map(members))
    }
}

/// Where the records of a file lie, and who takes them.
pub(super) struct Within<'a> {
    /// The keys that lead to them.
    pub path: &'a [&'a str],
    /// What stands before them in the objects around them, outermost first.
    pub around: &'a mut BTreeMap<String, Value>,
    /// Takes each with what stands around it.
    pub take: &'a mut dyn FnMut(Value, &BTreeMap<String, Value>),
    /// Whether a list was found.
    pub found: &'a mut bool,
    pub lines: &'a Lines,
}

impl<'de> DeserializeSeed<'de> for Within<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.first() {
            Some(key) => write!(to, "an object with the key `{key}`"),
            None => to.write_str("a list of records"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.found |= self.path.is_empty();
        loop {
            if self.path.is_empty() {
                let count = Cell::new(0);
                let seed = Seed { depth: 0, count: &count, lines: self.lines };
                let Some(item) = list.next_element_seed(seed)? else { return Ok(()) };
                self.lines.bytes.set(0);
                (self.take)(item, self.around);
                continue;
            }
            // A list on the way: each of its objects may hold records.
            let mut around = self.around.clone();
            let inner =
                Within { around: &mut around, take: &mut *self.take, found: &mut *self.found, ..self };
            if list.next_element_seed(inner)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.path.split_first() else {
            // Records by their keys, `{"12": {…}, "13": {…}}`, or one record.
            *self.found = true;
            let mut own = BTreeMap::new();
            self.lines.begun.set(self.lines.now.get());
            while let Some((key, item)) = map.next_entry::<String, Value>()? {
                match item {
                    item @ Value::Map(_) => (self.take)(item, self.around),
                    item => drop(own.insert(key, item)),
                }
                self.lines.bytes.set(0);
            }
            if !own.is_empty() {
                (self.take)(Value::Map(own), self.around);
            }
            return Ok(());
        };
        while let Some(key) = map.next_key::<String>()? {
            if key == *first {
                let around = &mut *self.around;
                let inner =
                    Within { path: rest, around, take: &mut *self.take, found: &mut *self.found, ..self };
                map.next_value_seed(inner)?;
            } else {
                let value: Value = map.next_value()?;
                self.around.insert(key, value);
            }
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
}
