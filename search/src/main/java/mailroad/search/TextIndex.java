package mailroad.search;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.mailbox.UidSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;

/**
 * The index as Lucene keeps it: a document for each message of each mailbox, with the runs of characters of its header section
 * and of its body. What was added is found after {@link #refresh}, and outlives a crash after {@link #commit}. Any number of
 * tasks may ask; one at a time adds.
 *
 * <p>All methods throw {@link IOException} if the files cannot be read or written; what is damaged is then to be thrown away.
 */
final class TextIndex implements AutoCloseable {
  private static final String VERSION = "1";
  private static final String BOX = "box";
  private static final String UID = "uid";
  private static final String HEAD = "head";
  private static final String BODY = "body";
  private static final String ANYTHING = "anything"; // has more than was indexed
  private static final FieldType GRAMS = grams();

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  private TextIndex(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.searchers =
        new SearcherManager(
            writer,
            new SearcherFactory() {
              @Override
              public IndexSearcher newSearcher(
                  org.apache.lucene.index.IndexReader reader,
                  org.apache.lucene.index.@org.jspecify.annotations.Nullable IndexReader before) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setQueryCache(null);
                return searcher;
              }
            });
  }

  private static FieldType grams() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS);
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }

  /** Opens the index; one that is damaged, or of another version, begins anew. Reads all of it once. */
  static TextIndex open(Directory directory, FullTextConfig config) throws IOException {
    try {
      if (isWhole(directory)) {
        return write(directory, config);
      }
    } catch (LockObtainFailedException e) {
      throw e; // another process has it
    } catch (IOException e) {
      // damaged in a way that only opening it shows
    }
    wipe(directory);
    return write(directory, config);
  }

  private static TextIndex write(Directory directory, FullTextConfig config) throws IOException {
    IndexWriterConfig settings =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(config.memoryOctets() / (1024.0 * 1024.0))
            .setMergeScheduler(new SerialMergeScheduler())
            .setMaxFullFlushMergeWaitMillis(0)
            .setCommitOnClose(true);
    IndexWriter writer = new IndexWriter(directory, settings);
    writer.setLiveCommitData(Map.of("version", VERSION).entrySet());
    return new TextIndex(directory, writer);
  }

  /** Whether there is no index yet, or one of this version whose checksums hold. */
  private static boolean isWhole(Directory directory) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return directory.listAll().length == 0;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      return VERSION.equals(reader.getIndexCommit().getUserData().get("version"));
    }
  }

  /** Takes all files away. */
  static void wipe(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
        directory.deleteFile(file);
      }
    }
  }

  /** Adds a message, which is not there yet. */
  void add(long box, long uid, Grams head, Grams body, boolean isCut) throws IOException {
    Document document = new Document();
    document.add(new StringField(BOX, Long.toString(box), Field.Store.NO));
    document.add(new NumericDocValuesField(UID, uid));
    if (isCut) {
      document.add(new StringField(ANYTHING, "1", Field.Store.NO));
    } else {
      document.add(new Field(HEAD, new GramStream(head), GRAMS));
      document.add(new Field(BODY, new GramStream(body), GRAMS));
    }
    writer.addDocument(document);
  }

  /** Takes all messages of a mailbox away. */
  void delete(long box) throws IOException {
    writer.deleteDocuments(new Term(BOX, Long.toString(box)));
  }

  /** Takes everything away. */
  void clear() throws IOException {
    writer.deleteAll();
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  /** What was added until now is found from now on. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** What was added until now stays, whatever happens. */
  void commit() throws IOException {
    writer.setLiveCommitData(Map.of("version", VERSION).entrySet());
    writer.commit();
  }

  /** The messages of a mailbox that the index has. */
  UidSet covered(long box) throws IOException {
    return ask(searcher -> uids(searcher, ofBox(box)));
  }

  /**
   * The messages of a mailbox that can have a text.
   *
   * @param terms the runs that they must have, at least one
   * @param where in which of the two, any of which may have it
   */
  Candidates candidates(long box, List<BytesRef> terms, Collection<Where> where)
      throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    any.add(new TermQuery(new Term(ANYTHING, "1")), BooleanClause.Occur.SHOULD);
    for (Where one : where) {
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      String field = one == Where.HEAD ? HEAD : BODY;
      terms.forEach(
          term -> all.add(new TermQuery(new Term(field, term)), BooleanClause.Occur.FILTER));
      any.add(all.build(), BooleanClause.Occur.SHOULD);
    }
    Query query =
        new BooleanQuery.Builder()
            .add(ofBox(box), BooleanClause.Occur.FILTER)
            .add(any.build(), BooleanClause.Occur.FILTER)
            .build();
    return ask(searcher -> new Candidates(uids(searcher, ofBox(box)), uids(searcher, query)));
  }

  /** All mailboxes that the index has messages of. */
  Set<Long> boxes() throws IOException {
    return ask(searcher -> {
      Set<Long> boxes = new HashSet<>();
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        Terms terms = Terms.getTerms(leaf.reader(), BOX);
        TermsEnum each = terms.iterator();
        for (BytesRef term = each.next(); term != null; term = each.next()) {
          boxes.add(Long.parseLong(term.utf8ToString()));
        }
      }
      return boxes;
    });
  }

  /** How many messages the index has. */
  long messages() throws IOException {
    return ask(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /** How many messages an index has that is not open, as far as it can be read. */
  static long messages(Directory directory) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return 0;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  /** How large its files are. */
  long octets() throws IOException {
    return octets(directory);
  }

  /** How large these files are. */
  static long octets(Directory directory) throws IOException {
    long octets = 0;
    for (String file : directory.listAll()) {
      try {
        octets += directory.fileLength(file);
      } catch (NoSuchFileException | FileNotFoundException e) {
        // Merged into another meanwhile.
      }
    }
    return octets;
  }

  private static Query ofBox(long box) {
    return new TermQuery(new Term(BOX, Long.toString(box)));
  }

  private interface Question<T> {
    T ask(IndexSearcher searcher) throws IOException;
  }

  private <T> T ask(Question<T> question) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return question.ask(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  private static UidSet uids(IndexSearcher searcher, Query query) throws IOException {
    return searcher.search(
        query,
        new CollectorManager<Uids, UidSet>() {
          @Override
          public Uids newCollector() {
            return new Uids();
          }

          @Override
          public UidSet reduce(Collection<Uids> collectors) {
            List<Long> all = new ArrayList<>();
            collectors.forEach(collector -> all.addAll(collector.uids));
            return UidSet.of(all);
          }
        });
  }

  /** Collects the UIDs of messages. */
  private static final class Uids extends SimpleCollector {
    private final List<Long> uids = new ArrayList<>();
    private NumericDocValues values = DocValues.emptyNumeric();

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
      values = DocValues.getNumeric(context.reader(), UID);
    }

    @Override
    public void collect(int document) throws IOException {
      if (values.advanceExact(document)) {
        uids.add(values.longValue());
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  /** Commits and ends. The directory stays open. */
  @Override
  public void close() throws IOException {
    try {
      searchers.close();
    } finally {
      writer.close();
    }
  }
}
