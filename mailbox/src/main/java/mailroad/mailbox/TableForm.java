package mailroad.mailbox;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import mailroad.records.ColumnRecord;
import mailroad.records.KeywordsRecord;
import mailroad.records.TablePageRecord;

/**
 * How a page of a mailbox's table stands in the store: column by column, each number of a column in as many octets as its largest
 * one needs. Reading it is a few short loops over octets, which cost little even before Java has compiled them.
 */
final class TableForm {
  private TableForm() {}

  static TablePageRecord encode(long modseq, List<Message> messages) {
    int count = messages.size();
    TablePageRecord.Builder out =
        TablePageRecord.newBuilder()
            .setModseq(modseq)
            .setMessages(count)
            .setUids(column(count, i -> messages.get(i).uid()))
            .setModseqs(column(count, i -> messages.get(i).modseq()))
            .setFlags(column(count, i -> messages.get(i).flags().bits()))
            .setInternalMillis(column(count, i -> messages.get(i).internalDate().toEpochMilli()))
            .setOctets(column(count, i -> messages.get(i).octets()));
    Map<List<String>, Integer> sets = new HashMap<>();
    for (int i = 0; i < count; i++) {
      List<String> keywords = messages.get(i).flags().keywords();
      if (!keywords.isEmpty()) {
        out.addWithKeywords(i).addKeywordsOf(sets.computeIfAbsent(keywords, _ -> sets.size()));
        if (out.getKeywordsCount() < sets.size()) {
          out.addKeywords(KeywordsRecord.newBuilder().addAllWords(keywords));
        }
      }
    }
    return out.build();
  }

  private static ColumnRecord column(int count, IntToLongFunction value) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, value.applyAsLong(i));
      most = Math.max(most, value.applyAsLong(i));
    }
    int width = (Long.SIZE - Long.numberOfLeadingZeros(most - least) + 7) / Byte.SIZE;
    byte[] octets = new byte[count * width];
    for (int i = 0; i < count; i++) {
      long rest = value.applyAsLong(i) - least;
      for (int k = 0; k < width; k++) {
        octets[i * width + k] = (byte) (rest >>> Byte.SIZE * k);
      }
    }
    return ColumnRecord.newBuilder()
        .setLeast(least)
        .setWidth(width)
        .setNumbers(ByteString.copyFrom(octets))
        .build();
  }

  /** Adds the messages of a page to others; false if they are not all there, and then it may have added some. */
  static boolean decode(TablePageRecord page, Roll into) {
    int count = page.getMessages();
    Column uids = new Column(page.getUids());
    Column modseqs = new Column(page.getModseqs());
    Column flags = new Column(page.getFlags());
    Column millis = new Column(page.getInternalMillis());
    Column octets = new Column(page.getOctets());
    boolean whole =
        count > 0
            && uids.has(count)
            && modseqs.has(count)
            && flags.has(count)
            && millis.has(count)
            && octets.has(count);
    if (!whole || into.size() % Page.MESSAGES != 0) {
      return false;
    }
    List<Page> pages = new ArrayList<>();
    long[] bits = new long[Page.MESSAGES];
    for (int from = 0; from < count; from += Page.MESSAGES) {
      Page some = new Page(Math.min(Page.MESSAGES, count - from));
      uids.read(from, some.uids);
      modseqs.read(from, some.modseqs);
      millis.read(from, some.millis);
      octets.read(from, some.octets);
      flags.read(from, bits);
      for (int i = 0; i < some.flags.length; i++) {
        some.flags[i] = Flags.plain((int) bits[i]);
      }
      pages.add(some);
    }
    addKeywords(page, pages);
    pages.forEach(into::add);
    return true;
  }

  private static void addKeywords(TablePageRecord page, List<Page> pages) {
    Map<Flags, Flags[]> made = new HashMap<>(); // by the system flags, then by the set
    for (int k = 0; k < page.getWithKeywordsCount(); k++) {
      int index = page.getWithKeywords(k);
      int set = page.getKeywordsOf(k);
      Flags[] flags = pages.get(index >>> Page.SHIFT).flags;
      int at = index & Page.MESSAGES - 1;
      Flags[] sets = made.computeIfAbsent(flags[at], _ -> new Flags[page.getKeywordsCount()]);
      if (sets[set] == null) {
        sets[set] = Flags.of(flags[at].bits(), page.getKeywords(set).getWordsList());
      }
      flags[at] = sets[set];
    }
  }

  /** Numbers of the same width, the lowest octet first, above the least of them. */
  private static final class Column {
    private final long least;
    private final int width;
    private final byte[] octets;

    Column(ColumnRecord record) {
      this.least = record.getLeast();
      this.width = record.getWidth();
      this.octets = record.getNumbers().toByteArray();
    }

    boolean has(int count) {
      return width <= Long.BYTES && octets.length == count * width;
    }

    /** Reads as many as there is room for, or are left. */
    void read(int from, long[] into) {
      int at = from * width;
      int count = width == 0 ? into.length : Math.min(into.length, octets.length / width - from);
      for (int i = 0; i < count; i++) {
        long number = 0;
        for (int k = width - 1; k >= 0; k--) {
          number = number << Byte.SIZE | octets[at + k] & 0xff;
        }
        into[i] = least + number;
        at += width;
      }
    }
  }
}
