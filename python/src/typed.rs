//! What Python gets, with the types that its checkers see.

use std::marker::PhantomData;

use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PyTuple};
use pyo3::{PyClass, PyClassInitializer, PyTypeInfo, type_hint_identifier, type_hint_subscript};
use serde::Serialize;

const ANY: PyStaticExpr = type_hint_identifier!("typing", "Any");
const ELLIPSIS: PyStaticExpr = PyStaticExpr::Constant { value: PyStaticConstant::Ellipsis };
const RECORD: PyStaticExpr =
    type_hint_subscript!(PyDict::TYPE_HINT, type_hint_identifier!("builtins", "str"), ANY);

/// The items of an answer, as Python gives them: by number, by slice, one after the other.
pub struct Items<T> {
    items: Py<PyTuple>,
    of: PhantomData<fn() -> T>,
}

impl<T: PyClass + Into<PyClassInitializer<T>>> Items<T> {
    pub fn new(py: Python<'_>, items: impl IntoIterator<Item = T>) -> PyResult<Self> {
        let items: Vec<Py<T>> = items.into_iter().map(|item| Py::new(py, item)).collect::<PyResult<_>>()?;
        Ok(Self { items: PyTuple::new(py, items)?.unbind(), of: PhantomData })
    }
}

impl<T> Items<T> {
    pub fn all(&self, py: Python<'_>) -> Self {
        Self { items: self.items.clone_ref(py), of: PhantomData }
    }

    pub fn len(&self, py: Python<'_>) -> usize {
        self.items.bind(py).len()
    }

    /// The item of a number; a slice gives a tuple.
    pub fn get<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Item<'py, T>> {
        Ok(Item { item: self.items.bind(key.py()).as_any().get_item(key)?, of: PhantomData })
    }

    pub fn iter<'py>(&self, py: Python<'py>) -> PyResult<Iter<'py, T>> {
        Ok(Iter { items: self.items.bind(py).try_iter()?, of: PhantomData })
    }
}

/// The number of an item.
pub struct Key<'py>(pub Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for Key<'py> {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "int");

    fn extract(key: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(key.to_owned()))
    }
}

/// One item.
pub struct Item<'py, T> {
    item: Bound<'py, PyAny>,
    of: PhantomData<fn() -> T>,
}

impl<'py, T: PyTypeInfo> IntoPyObject<'py> for Item<'py, T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = T::TYPE_HINT;

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.item)
    }
}

/// Items one after the other.
pub struct Iter<'py, T> {
    items: Bound<'py, PyIterator>,
    of: PhantomData<fn() -> T>,
}

impl<'py, T: PyTypeInfo> IntoPyObject<'py> for Iter<'py, T> {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Iterator"), T::TYPE_HINT);

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.items)
    }
}

impl<'py, T: PyTypeInfo> IntoPyObject<'py> for Items<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(PyTuple::TYPE_HINT, T::TYPE_HINT, ELLIPSIS);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.items.into_bound(py))
    }
}

/// What serialises as one object, as a dictionary with the keys of the command line's JSON.
pub struct Record<'s, T>(pub &'s T);

impl<'py, T: Serialize> IntoPyObject<'py> for Record<'_, T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = RECORD;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        as_python(py, self.0)
    }
}

/// The same of several.
pub struct Records<'s, T>(pub &'s [T]);

impl<'py, T: Serialize> IntoPyObject<'py> for Records<'_, T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(PyList::TYPE_HINT, RECORD);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        as_python(py, &self.0)
    }
}

fn as_python<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(value).map_err(std::io::Error::from)?;
    py.import("json")?.call_method1("loads", (text,))
}
