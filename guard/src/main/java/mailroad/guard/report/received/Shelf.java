package mailroad.guard.report.received;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.report.Tally;
import mailroad.kernel.Domain;
import mailroad.mta.report.DomainDay;
import mailroad.records.DmarcMailRecord;
import mailroad.records.DmarcReceivedRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Reports that were received, in the store. One is told from another by who vouches for it, by its organization and its id:
 * so nobody can take the place of another's report by sending one of the same name first.
 */
final class Shelf {
  private static final Key REPORT = Key.of("dmarc", "received", "report");
  private static final Key KNOWN = Key.of("dmarc", "received", "known");
  private static final Key COUNT = Key.of("dmarc", "received", "count");
  private static final Key COUNT_OF = Key.of("dmarc", "received", "count-of");
  private static final int PAGE = 200;

  private final Store store;
  private final ReceivedConfig config;

  Shelf(Store store, ReceivedConfig config) {
    this.store = store;
    this.config = config;
  }

  /** What came of a report. */
  enum Put {
    /** It is in the batch. */
    KEPT,
    /** It was here before. */
    KNOWN,
    /** Too many are here. */
    NO_ROOM
  }

  /** Adds a report to a batch, where it is new and there is room; refused by the store if one of its name comes meanwhile. */
  Put put(Batch batch, Feedback feedback, DmarcMailRecord mail, Instant arrived)
      throws StoreException {
    Key known = known(mail.getVouchedDomain(), feedback.organization(), feedback.id());
    if (store.get(known).isPresent()) {
      return Put.KNOWN;
    }
    Key countOf = COUNT_OF.then(mail.getVouchedDomain());
    if (number(COUNT) >= config.receivedMax() || number(countOf) >= config.perSenderMax()) {
      return Put.NO_ROOM;
    }
    Key report =
        REPORT.then(
            DomainDay.dayOf(feedback.end()).toEpochDay(),
            feedback.domain().name(),
            mail.getVouchedDomain(),
            digest(feedback.organization(), feedback.id()));
    batch
        .assertAbsent(known)
        .put(known, mail.getMessage().getBytes(StandardCharsets.UTF_8))
        .put(report, record(feedback, mail, arrived).toByteArray())
        .add(COUNT, 1)
        .add(countOf, 1);
    return Put.KEPT;
  }

  private long number(Key key) throws StoreException {
    return store.get(key).map(Store.Value::asLong).orElse(0L);
  }

  private static Key known(String vouched, String organization, String id) {
    return KNOWN.then(vouched, digest(organization, id));
  }

  /** Names that others choose are too long for keys. */
  private static String digest(String organization, String id) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(organization.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      return HexFormat.of().formatHex(sha.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  private static DmarcReceivedRecord record(
      Feedback feedback, DmarcMailRecord mail, Instant arrived) {
    return DmarcReceivedRecord.newBuilder()
        .setOrganization(feedback.organization())
        .setContact(feedback.contact())
        .setReportId(feedback.id())
        .setStartMillis(feedback.start().toEpochMilli())
        .setEndMillis(feedback.end().toEpochMilli())
        .setDomain(feedback.domain().name())
        .setPolicy(feedback.policy())
        .setRowsUnread(feedback.rowsUnread())
        .setTally(feedback.tally().record())
        .setMail(mail)
        .setReceivedMillis(arrived.toEpochMilli())
        .build();
  }

  /** Hears of reports. */
  @FunctionalInterface
  interface Visitor {
    /** One more. */
    void see(Received received);
  }

  /** Shows all reports about a time that ended on this day or later, the latest first. */
  void visit(LocalDate since, Visitor visitor) throws StoreException {
    Optional<Key> to = Optional.of(REPORT.after());
    while (true) {
      Key from = REPORT.then(since.toEpochDay());
      List<Store.Entry> page = store.range(new Store.Range(from, to, PAGE, true));
      for (Store.Entry entry : page) {
        visitor.see(received(entry.value().bytes()));
      }
      if (page.size() < PAGE) {
        return;
      }
      to = Optional.of(page.getLast().key());
    }
  }

  private Received received(byte[] octets) throws StoreException {
    DmarcReceivedRecord record = parse(octets);
    DmarcMailRecord mail = record.getMail();
    Feedback feedback =
        new Feedback(
            record.getOrganization(),
            record.getContact(),
            record.getReportId(),
            Instant.ofEpochMilli(record.getStartMillis()),
            Instant.ofEpochMilli(record.getEndMillis()),
            new Domain(record.getDomain()),
            record.getPolicy(),
            record.getRowsUnread(),
            Tally.of(record.getTally(), config.rowsMax()));
    return new Received(
        feedback,
        Instant.ofEpochMilli(record.getReceivedMillis()),
        mail.getMessage(),
        mail.getSender(),
        new Vouched(mail.getVouchedDomain(), mail.getVouchedBy()));
  }

  private static DmarcReceivedRecord parse(byte[] octets) throws StoreException {
    try {
      return DmarcReceivedRecord.parseFrom(octets);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a report that was received", e);
    }
  }

  /** Forgets the reports about days before this one; how many they were. */
  int sweep(LocalDate before) throws StoreException {
    List<Store.Entry> old =
        store.range(
            new Store.Range(REPORT, Optional.of(REPORT.then(before.toEpochDay())), PAGE, false));
    if (old.isEmpty()) {
      return 0;
    }
    Batch batch = new Batch();
    Map<String, Long> fewer = new HashMap<>();
    for (Store.Entry entry : old) {
      DmarcReceivedRecord record = parse(entry.value().bytes());
      String vouched = record.getMail().getVouchedDomain();
      batch
          .assertVersion(entry.key(), entry.value().version())
          .delete(entry.key())
          .delete(known(vouched, record.getOrganization(), record.getReportId()));
      fewer.merge(vouched, 1L, Long::sum);
    }
    fewer.forEach((vouched, number) -> batch.add(COUNT_OF.then(vouched), -number));
    batch.add(COUNT, -old.size());
    return store.commit(batch) instanceof Store.Commit.Done ? old.size() : 0;
  }
}
