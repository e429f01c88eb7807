package mailroad.guard.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailroad.mta.report.Tallied;
import mailroad.records.DmarcRowRecord;
import mailroad.records.DmarcSignatureRecord;
import mailroad.records.DmarcTallyRecord;
import mailroad.store.StoreException;

/** How many messages of each kind there were. Not safe for several tasks. */
public final class Tally implements Tallied<Tally> {
  /** A value in the store holds no more than 100,000 octets; names in messages may be long. */
  private static final int OCTETS_MAX = 80_000;

  private final int most;
  private final int octetsMax;
  private int octets;
  private final Map<Row, Long> rows = new LinkedHashMap<>();
  private long leftOut;

  /** An empty one that tells apart so many kinds. */
  Tally(int most) {
    this(most, OCTETS_MAX);
  }

  /**
   * An empty one.
   *
   * @param most kinds that it tells apart
   * @param octetsMax most octets of all kinds, as text; what is put into the store is bounded anyway
   */
  public Tally(int most, int octetsMax) {
    this.most = most;
    this.octetsMax = octetsMax;
  }

  /** Counts messages; those of kinds for which there is no room are counted without telling them apart. */
  public void add(Row row, long messages) {
    if (rows.containsKey(row)) {
      rows.merge(row, messages, Long::sum);
      return;
    }
    int size = row.toString().getBytes(StandardCharsets.UTF_8).length;
    if (rows.size() < most && size <= octetsMax - octets) {
      octets += size;
      rows.put(row, messages);
    } else {
      leftOut += messages;
    }
  }

  @Override
  public void add(Tally other) {
    other.rows.forEach(this::add);
    leftOut += other.leftOut;
  }

  /** Of these, the kinds with the most messages, as many as may stand in the store; the others are not told apart. */
  public Tally biggest(int most) {
    Tally out = new Tally(most);
    rows.entrySet().stream()
        .sorted(Map.Entry.<Row, Long>comparingByValue().reversed())
        .forEach(entry -> out.add(entry.getKey(), entry.getValue()));
    out.leftOut += leftOut;
    return out;
  }

  /** The kinds that are told apart. */
  public Map<Row, Long> rows() {
    return Collections.unmodifiableMap(rows);
  }

  /** All messages. */
  public long messages() {
    return rows.values().stream().mapToLong(Long::longValue).sum() + leftOut;
  }

  /** Those that nothing vouched for, of the kinds that are told apart. */
  public long failed() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().failed())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Override
  public byte[] octets() {
    return record().toByteArray();
  }

  /** As it stands in the store. */
  public DmarcTallyRecord record() {
    DmarcTallyRecord.Builder record = DmarcTallyRecord.newBuilder().setLeftOut(leftOut);
    rows.forEach((row, messages) -> record.addRows(record(row, messages)));
    return record.build();
  }

  static Tally read(byte[] octets, int most) throws StoreException {
    try {
      return of(DmarcTallyRecord.parseFrom(octets), most);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a tally of messages", e);
    }
  }

  /** What stands in the store. */
  public static Tally of(DmarcTallyRecord record, int most) {
    Tally tally = new Tally(most);
    record.getRowsList().forEach(row -> tally.add(row(row), row.getMessages()));
    tally.leftOut += record.getLeftOut();
    return tally;
  }

  private static DmarcRowRecord record(Row row, long messages) {
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

  private static Row row(DmarcRowRecord record) {
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
