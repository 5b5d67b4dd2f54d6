//! What is marked on a chart beside its bars: bursts, first mentions, dates too coarse for a bar.

use super::{Plot, chance};
use crate::model::Precision;
use crate::output::timeline::markup::{count, cut, escape, thousands};
use crate::output::timeline::svg::draw::{Canvas, n, text_width};
use crate::timeline::Coarse;

impl Plot<'_> {
    /// Outlines round the bars of bursts.
    pub(super) fn bursts(&self, canvas: &mut Canvas, top: f64, height: f64, up: f64) {
        for burst in &self.timeline.bursts.found {
            let (start, end) = (self.time.start(burst.start), self.time.end(burst.end));
            let held = self.columns.iter().filter(|c| c.end >= burst.start && c.start <= burst.end);
            let most = held.map(|column| self.value(column, column.tally.matched)).fold(0.0, f64::max);
            let high = (most / up * height + 4.0).min(height + 2.0);
            let width = (end - start).max(3.0);
            let class = if chance(burst) { "burst chance" } else { "burst" };
            canvas.rect(class, [start - 1.0, top + height - high, width + 2.0, high], "");
        }
    }

    /// The names of bursts, above the bars; in full where there is room, else by number.
    pub(super) fn burst_tags(&self, canvas: &mut Canvas) {
        let found = &self.timeline.bursts.found;
        if found.is_empty() {
            return;
        }
        let y = canvas.y + 11.0;
        let middles: Vec<f64> = found.iter().map(|burst| self.time.middle(burst.start, burst.end)).collect();
        let mut free = canvas.left;
        for (at, burst) in found.iter().enumerate() {
            let full = format!("burst {}", burst.label);
            let next = middles.get(at + 1).map_or(canvas.right(), |next| next - 12.0);
            let fits = |text: &str| {
                let half = text_width(text) * 0.54;
                let middle = middles[at].min(canvas.right() - half).max(canvas.left + half);
                (middle - half >= free && middle + half <= next.max(middles[at])).then_some((middle, half))
            };
            let short = format!("{}", at + 1);
            let text = if fits(&full).is_some() { full } else { short };
            if let Some((middle, half)) = fits(&text) {
                canvas.text(middle, y, "burst-tag mid", &text);
                free = middle + half + 6.0;
            }
        }
        canvas.y += 17.0;
    }

    /// When each speaker is first found.
    pub(super) fn firsts(&self, canvas: &mut Canvas) {
        const MAX_MARKS: usize = 60;
        let dated = self.timeline.speakers.iter().filter_map(|speaker| {
            let (first, _) = speaker.dates?;
            Some((self.time.middle(first.first_day(), first.last_day()), speaker.speaker.as_deref()?, first))
        });
        let mut firsts: Vec<_> = dated.take(MAX_MARKS).collect();
        if firsts.is_empty() {
            return;
        }
        let all = self.timeline.speakers.iter().filter(|speaker| speaker.speaker.is_some()).count();
        let of = if firsts.len() < all { format!(" ({} of {all})", firsts.len()) } else { String::new() };
        self.name(canvas, None, &format!("first mention by each speaker{of}"));
        firsts.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Names stand in lines one below the other, each where the one before has ended.
        let lines = firsts.len().clamp(1, 4);
        let mut free = vec![canvas.left; lines];
        for (x, name, date) in &firsts {
            let y = canvas.y + 3.0;
            let told = format!("{name}, {date}");
            canvas.body.push_str(&format!(
                "<path class=\"mark\" d=\"M{} {}h8l-4 7z\"><title>{}</title></path>",
                n(x - 4.0),
                n(y),
                escape(&told)
            ));
            let name = cut(name, 26);
            let width = text_width(&name);
            let from = (x - 4.0).min(canvas.right() - width);
            let line = (0..lines).find(|line| free[*line] <= from);
            if let Some(line) = line {
                canvas.text(from, canvas.y + 24.0 + 14.0 * line as f64, "quiet", &name);
                free[line] = from + width + 8.0;
            }
        }
        let used = free.iter().filter(|end| **end > canvas.left).count();
        canvas.y += 16.0 + 14.0 * used as f64 + 6.0;
    }

    /// Dates too coarse for a bar, as the spans that they are: months above years, years above decades.
    pub(super) fn coarse(&self, canvas: &mut Canvas) {
        let spans: Vec<&Coarse> =
            self.timeline.coarse.iter().filter(|coarse| coarse.tally.matched > 0).collect();
        if spans.is_empty() {
            return;
        }
        let total = spans.iter().map(|span| span.tally.matched).sum();
        let unit = self.timeline.unit.as_str();
        self.name(canvas, None, &format!("dates too coarse for a {unit}: {}", count(total, "statement")));
        let (first, last) = self.days();
        for precision in [Precision::Month, Precision::Year, Precision::Decade] {
            let row: Vec<_> = spans.iter().filter(|span| span.date.precision() == precision).collect();
            let within =
                row.iter().filter(|span| span.date.last_day() >= first && span.date.first_day() <= last);
            let mut drawn: Vec<(f64, f64, u64, String)> = Vec::new();
            for span in within {
                let (start, end) =
                    (self.time.start(span.date.first_day()), self.time.end(span.date.last_day()));
                let (count, label) = (span.tally.matched, span.date.to_string());
                match drawn.last_mut() {
                    // Spans too narrow to see are drawn as one.
                    Some(last) if end - start < 3.0 && start - last.0 < 3.0 => {
                        *last = (last.0, end, last.2 + count, format!("{} …", last.3.trim_end_matches(" …")));
                    }
                    _ => drawn.push((start, end, count, label)),
                }
            }
            if drawn.is_empty() {
                continue;
            }
            for (start, end, count, label) in drawn {
                let width = (end - start).max(2.0);
                canvas.rect("span", [start, canvas.y, width, 16.0], &format!("{label}: {count}"));
                let texts = [format!("{label}: {}", thousands(count)), thousands(count)];
                if let Some(text) = texts.iter().find(|text| text_width(text) + 4.0 <= width) {
                    canvas.text((start + end) / 2.0, canvas.y + 12.0, "mid", text);
                }
            }
            canvas.y += 20.0;
        }
        let beside = spans.iter().filter(|span| span.date.last_day() < first || span.date.first_day() > last);
        let beside: Vec<String> =
            beside.map(|span| format!("{}: {}", span.date, span.tally.matched)).collect();
        if !beside.is_empty() {
            let text = cut(&format!("outside the axis: {}", beside.join(", ")), (canvas.plot / 6.4) as usize);
            canvas.text(canvas.left, canvas.y + 12.0, "quiet", &text);
            canvas.y += 18.0;
        }
    }
}
