import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** Lucene, asked by lines on standard input: see outside.rs for the form of lines. */
public final class LuceneEngine {
    private static final Analyzer STEMMED = new EnglishAnalyzer(CharArraySet.EMPTY_SET);
    private static final Analyzer WORDS = new StandardAnalyzer(CharArraySet.EMPTY_SET);
    private static final String END = "";

    public static void main(String[] args) throws Exception {
        if (args[0].equals("build")) {
            build(Path.of(args[1]), Path.of(args[2]));
        } else {
            serve(Path.of(args[1]));
        }
    }

    /** The value of a key of a flat record: the corpus has no sign that JSON writes otherwise. */
    private static String value(String record, String key) {
        String before = "\"" + key + "\":\"";
        int from = record.indexOf(before) + before.length();
        return record.substring(from, record.indexOf('"', from));
    }

    private static Document document(String record) {
        FieldType words = new FieldType();
        words.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        words.setTokenized(true);
        words.freeze();
        FieldType stored = new FieldType(words);
        stored.setStored(true);
        stored.freeze();
        Document document = new Document();
        document.add(new StringField("id", value(record, "id"), Field.Store.YES));
        document.add(new Field("text", value(record, "text"), stored));
        document.add(new Field("exact", value(record, "text"), words));
        String speaker = value(record, "speaker");
        document.add(new Field("speaker", speaker, words));
        document.add(new StringField("speaker_name", speaker, Field.Store.YES));
        document.add(new SortedDocValuesField("speaker_name", new BytesRef(speaker)));
        document.add(new Field("role", value(record, "country"), stored));
        document.add(new Field("topics", value(record, "topic"), stored));
        document.add(new StringField("topic_name", value(record, "topic"), Field.Store.NO));
        long day = LocalDate.parse(value(record, "date")).toEpochDay();
        document.add(new LongPoint("day", day));
        document.add(new NumericDocValuesField("day", day));
        document.add(new StoredField("day", day));
        return document;
    }

    private static void build(Path records, Path dir) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(
            new PerFieldAnalyzerWrapper(WORDS, Map.of("text", STEMMED, "topics", STEMMED)));
        config.setRAMBufferSizeMB(100);
        try (IndexWriter writer = new IndexWriter(FSDirectory.open(dir), config)) {
            ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(10_000);
            List<Thread> threads = new ArrayList<>();
            for (int at = 0; at < Runtime.getRuntime().availableProcessors(); at++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (String record = waiting.take(); record != END; record = waiting.take()) {
                            writer.addDocument(document(record));
                        }
                        waiting.put(END);
                    } catch (Exception error) {
                        error.printStackTrace();
                        System.exit(1);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            try (BufferedReader lines = Files.newBufferedReader(records)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    waiting.put(line);
                }
            }
            waiting.put(END);
            for (Thread thread : threads) {
                thread.join();
            }
            writer.commit();
        }
    }

    private static Query word(String field, String word) throws Exception {
        Analyzer analyzer = field.equals("text") || field.equals("topics") ? STEMMED : WORDS;
        try (var stream = analyzer.tokenStream(field, word)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            stream.incrementToken();
            return new TermQuery(new Term(field, term.toString()));
        }
    }

    private static Query anywhere(String word) throws Exception {
        BooleanQuery.Builder ways = new BooleanQuery.Builder();
        for (String field : List.of("text", "topics", "speaker", "role")) {
            ways.add(word(field, word), BooleanClause.Occur.SHOULD);
        }
        return ways.build();
    }

    private static Query words(String sort, String[] words, boolean anywhere) throws Exception {
        if (sort.equals("phrase")) {
            return new PhraseQuery("exact", words);
        }
        var occur = sort.equals("all") ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD;
        BooleanQuery.Builder parts = new BooleanQuery.Builder();
        for (String word : words) {
            Query query = anywhere ? anywhere(word) : word("text", word);
            if (words.length == 1) {
                return query;
            }
            parts.add(query, occur);
        }
        return parts.build();
    }

    private static Query query(String[] asked) throws Exception {
        boolean anywhere = asked[0].startsWith("default") || asked[0].equals("hits_anywhere");
        Query words = words(asked[1], asked[2].split(" "), anywhere);
        if (asked.length < 6 || asked[3].isEmpty()) {
            return words;
        }
        long from = LocalDate.parse(asked[4]).toEpochDay();
        long to = LocalDate.parse(asked[5]).toEpochDay();
        Query days = new IndexOrDocValuesQuery(
            LongPoint.newRangeQuery("day", from, to), NumericDocValuesField.newSlowRangeQuery("day", from, to));
        return new BooleanQuery.Builder()
            .add(words, BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("speaker_name", asked[3])), BooleanClause.Occur.FILTER)
            .add(days, BooleanClause.Occur.FILTER)
            .build();
    }

    private static long top(IndexSearcher searcher, Query query, boolean whole) throws Exception {
        TopDocs found = searcher.search(query, 10);
        for (ScoreDoc hit : found.scoreDocs) {
            Document document = searcher.storedFields().document(hit.doc);
            if (document.get("id") == null || whole && document.get("text") == null) {
                throw new IllegalStateException("a hit without an id");
            }
        }
        return found.scoreDocs.length;
    }

    /** Counts the matches by a value of each; Lucene's own facets are of another jar. */
    private static final class Counter extends SimpleCollector {
        private final boolean months;
        private final Map<String, long[]> speakers = new HashMap<>();
        private final TreeMap<Long, long[]> days = new TreeMap<>();
        private SortedDocValues names;
        private NumericDocValues dates;
        private long[] here;
        private long hits;

        Counter(boolean months) {
            this.months = months;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
            names = context.reader().getSortedDocValues("speaker_name");
            dates = context.reader().getNumericDocValues("day");
            here = new long[names.getValueCount()];
        }

        @Override
        public void collect(int doc) throws java.io.IOException {
            hits++;
            if (months) {
                dates.advanceExact(doc);
                days.computeIfAbsent(dates.longValue(), day -> new long[1])[0]++;
            } else {
                names.advanceExact(doc);
                here[names.ordValue()]++;
            }
        }

        @Override
        public void finish() throws java.io.IOException {
            for (int at = 0; !months && at < here.length; at++) {
                if (here[at] > 0) {
                    speakers.computeIfAbsent(names.lookupOrd(at).utf8ToString(), name -> new long[1])[0] += here[at];
                }
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }

        long values() {
            if (!months) {
                return speakers.size();
            }
            TreeMap<String, long[]> bins = new TreeMap<>();
            days.forEach((day, count) -> {
                String month = LocalDate.ofEpochDay(day).toString().substring(0, 7);
                bins.computeIfAbsent(month, bin -> new long[1])[0] += count[0];
            });
            return bins.size();
        }
    }

    private static String answer(IndexSearcher searcher, String[] asked) throws Exception {
        long begun = System.nanoTime();
        Query query = query(asked);
        long hits = -1;
        long shown = 0;
        switch (asked[0]) {
            case "top", "filtered" -> shown = top(searcher, query, false);
            case "count", "hits", "hits_anywhere" -> hits = searcher.count(query);
            case "default", "default_any" -> {
                shown = top(searcher, query, true);
                String[] words = asked[2].split(" ");
                if (shown < 10 && words.length > 1 && asked[0].equals("default")) {
                    shown = top(searcher, words("any", words, true), true);
                }
            }
            default -> {
                Counter counter = new Counter(asked[0].equals("months"));
                searcher.search(query, counter);
                shown = counter.values();
                hits = counter.hits;
            }
        }
        return (System.nanoTime() - begun) + "\t" + hits + "\t" + shown;
    }

    private static void serve(Path dir) throws Exception {
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(dir)));
        searcher.setQueryCache(null);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(searcher, line.split("\t", -1)));
        }
    }
}
