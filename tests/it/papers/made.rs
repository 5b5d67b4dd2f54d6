//! Files made for tests.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A ZIP archive of parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A PDF of pages of 595 by 842 points; y runs downwards.
#[derive(Default)]
pub struct Pdf {
    pages: Vec<String>,
}

impl Pdf {
    pub fn page(&mut self) {
        self.pages.push(String::new());
    }

    /// Writes a line in Helvetica.
    pub fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let text = text.replace('(', "\\(").replace(')', "\\)");
        let page = self.pages.last_mut().unwrap();
        page.push_str(&format!("BT /F1 {size} Tf 1 0 0 1 {x} {} Tm ({text}) Tj ET\n", 842.0 - y));
    }

    /// Draws a picture of one point over the page.
    pub fn picture(&mut self) {
        self.pages
            .last_mut()
            .unwrap()
            .push_str("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q\n");
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
        let kids: Vec<String> = (0..self.pages.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
        objects.push(format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), kids.join(" ")));
        objects.push("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned());
        for (at, page) in self.pages.iter().enumerate() {
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
                5 + 2 * at
            ));
            objects.push(stream("", page));
        }
        file(&objects)
    }

    /// A page that draws a form that draws another ten times, and so on.
    pub fn bomb() -> Vec<u8> {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
                .to_owned(),
            stream("", "/X Do"),
        ];
        for at in 5..45 {
            let form = format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>",
                at + 1
            );
            objects.push(stream(&form, &"0 0 1 1 re f /X Do ".repeat(10)));
        }
        file(&objects)
    }
}

fn stream(entries: &str, content: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| out.push_str(&format!("{place:010} 00000 n \n")));
    out.push_str(&format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}
