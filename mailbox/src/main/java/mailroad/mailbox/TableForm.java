package mailroad.mailbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mailroad.records.KeywordsRecord;
import mailroad.records.TablePageRecord;

/** How a page of a mailbox's table stands in the store: column by column, so that reading it is a few short loops. */
final class TableForm {
  private TableForm() {}

  static TablePageRecord encode(long modseq, List<Message> messages) {
    TablePageRecord.Builder out = TablePageRecord.newBuilder().setModseq(modseq);
    Map<List<String>, Integer> sets = new HashMap<>();
    long uid = 0;
    long changed = 0;
    long millis = 0;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      long date = message.internalDate().toEpochMilli();
      out.addUidSteps((int) (message.uid() - uid))
          .addModseqSteps(message.modseq() - changed)
          .addFlags(message.flags().bits())
          .addInternalMillisSteps(date - millis)
          .addOctets(message.octets());
      uid = message.uid();
      changed = message.modseq();
      millis = date;
      List<String> keywords = message.flags().keywords();
      if (!keywords.isEmpty()) {
        out.addWithKeywords(i).addKeywordsOf(sets.computeIfAbsent(keywords, _ -> sets.size()));
        if (out.getKeywordsCount() < sets.size()) {
          out.addKeywords(KeywordsRecord.newBuilder().addAllWords(keywords));
        }
      }
    }
    return out.build();
  }

  static void decode(TablePageRecord page, List<Message> into) {
    int[] sets = sets(page);
    long uid = 0;
    long changed = 0;
    long millis = 0;
    for (int i = 0; i < page.getUidStepsCount(); i++) {
      uid += Integer.toUnsignedLong(page.getUidSteps(i));
      changed += page.getModseqSteps(i);
      millis += page.getInternalMillisSteps(i);
      List<String> keywords =
          sets.length == 0 || sets[i] == 0
              ? List.of()
              : page.getKeywords(sets[i] - 1).getWordsList();
      into.add(
          new Message(
              uid,
              changed,
              Flags.of(page.getFlags(i), keywords),
              Instant.ofEpochMilli(millis),
              page.getOctets(i)));
    }
  }

  /** For each message which set of keywords it has, from 1; 0 for none. Nothing if no message has any. */
  private static int[] sets(TablePageRecord page) {
    int[] sets = new int[page.getWithKeywordsCount() == 0 ? 0 : page.getUidStepsCount()];
    for (int i = 0; i < page.getWithKeywordsCount(); i++) {
      sets[page.getWithKeywords(i)] = page.getKeywordsOf(i) + 1;
    }
    return sets;
  }
}
