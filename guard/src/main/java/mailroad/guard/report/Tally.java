package mailroad.guard.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailroad.records.DmarcRowRecord;
import mailroad.records.DmarcSignatureRecord;
import mailroad.records.DmarcTallyRecord;
import mailroad.store.StoreException;

/** How many messages of each kind there were. Not safe for several tasks. */
final class Tally {
  /** A value in the store holds no more than 100,000 octets; names in messages may be long. */
  private static final int CHARACTERS_MAX = 80_000;

  private final int most;
  private int characters;
  private final Map<Row, Long> rows = new LinkedHashMap<>();
  private long leftOut;

  /** An empty one that tells apart so many kinds. */
  Tally(int most) {
    this.most = most;
  }

  void add(Row row, long messages) {
    if (rows.containsKey(row)) {
      rows.merge(row, messages, Long::sum);
    } else if (rows.size() < most && characters + row.toString().length() <= CHARACTERS_MAX) {
      characters += row.toString().length();
      rows.put(row, messages);
    } else {
      leftOut += messages;
    }
  }

  void add(Tally other) {
    other.rows.forEach(this::add);
    leftOut += other.leftOut;
  }

  Map<Row, Long> rows() {
    return Collections.unmodifiableMap(rows);
  }

  long messages() {
    return rows.values().stream().mapToLong(Long::longValue).sum() + leftOut;
  }

  long failed() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().failed())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  byte[] octets() {
    DmarcTallyRecord.Builder record = DmarcTallyRecord.newBuilder().setLeftOut(leftOut);
    rows.forEach((row, messages) -> record.addRows(record(row, messages)));
    return record.build().toByteArray();
  }

  static Tally read(byte[] octets, int most) throws StoreException {
    try {
      DmarcTallyRecord record = DmarcTallyRecord.parseFrom(octets);
      Tally tally = new Tally(most);
      record.getRowsList().forEach(row -> tally.add(row(row), row.getMessages()));
      tally.leftOut += record.getLeftOut();
      return tally;
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a tally of messages", e);
    }
  }

  static DmarcRowRecord record(Row row, long messages) {
    DmarcRowRecord.Builder record =
        DmarcRowRecord.newBuilder()
            .setSource(row.source())
            .setDisposition(row.disposition())
            .setDkimAligned(row.dkimAligned())
            .setSpfAligned(row.spfAligned())
            .setReason(row.reason())
            .setHeaderFrom(row.headerFrom())
            .setEnvelopeFrom(row.envelopeFrom())
            .setSpfDomain(row.spfDomain())
            .setSpfResult(row.spfResult())
            .setMessages(messages);
    for (Row.Signature one : row.signatures()) {
      record.addSignatures(
          DmarcSignatureRecord.newBuilder()
              .setDomain(one.domain())
              .setSelector(one.selector())
              .setResult(one.result()));
    }
    return record.build();
  }

  static Row row(DmarcRowRecord record) {
    List<Row.Signature> signatures =
        record.getSignaturesList().stream()
            .map(one -> new Row.Signature(one.getDomain(), one.getSelector(), one.getResult()))
            .toList();
    return new Row(
        record.getSource(),
        record.getDisposition(),
        record.getDkimAligned(),
        record.getSpfAligned(),
        record.getReason(),
        record.getHeaderFrom(),
        record.getEnvelopeFrom(),
        record.getSpfDomain(),
        record.getSpfResult(),
        signatures);
  }
}
