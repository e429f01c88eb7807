package mailroad.mta.tls.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mime.Octets;
import mailroad.mta.local.LocalDelivery.Arrival;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Tray;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.report.ReportReader.Reading;
import mailroad.records.TlsReportInRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports that others send us: a list of messages that may be some, on which they come with the batch that files
 * them, and summaries of those that were read. A second copy of a report takes the place of the first.
 */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final String UNREAD = "tls-reports-in";
  private static final Key MAIL = Key.of("tls", "report", "mail");
  private static final Key IN = Key.of("tls", "report", "in");
  private static final Key IN_COUNT = Key.of("tls", "report", "in-count");

  private static final int PAGE = 500;
  private static final int KEY_CHARACTERS_MAX = 200;

  private final Store store;
  private final TlsReportConfig config;
  private final Tray tray;
  private final ReportReader reader;
  private final Set<EmailAddress> addresses;

  Inbox(World world, Store store, TlsReportConfig config, String node) {
    this.store = store;
    this.config = config;
    this.tray = new Tray(world, store, new Tray.Names(UNREAD, MAIL, node));
    this.reader = new ReportReader(config);
    this.addresses =
        config.readAt().stream().map(EmailAddress::of).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether reports are read anywhere. */
  boolean isOn() {
    return !addresses.isEmpty();
  }

  /** Whether what is filed for them may be a report. */
  boolean reads(EmailAddress recipient, EmailAddress account) {
    return addresses.contains(recipient) || addresses.contains(account);
  }

  /** Puts a message onto the list, with the batch that files it. */
  void note(Batch batch, Arrival arrival, EmailAddress recipient) {
    byte[] sender = arrival.sender().toString().getBytes(StandardCharsets.UTF_8);
    tray.put(batch, new Tray.Item(arrival.arrived(), arrival.blob(), recipient.toString(), sender));
  }

  /** Reads what comes onto the list, at once when the bell rings; for a task. */
  void keepReading(Bell bell) throws InterruptedException {
    tray.keepReading(bell, this::read);
  }

  private Tray.Read read(Tray.Item item, Octets message, Batch batch)
      throws StoreException, IOException {
    String sender = new String(item.note(), StandardCharsets.UTF_8);
    switch (reader.read(message)) {
      case Reading.Sound(var report) -> keep(batch, report, sender, item.arrived());
      case Reading.Faulty(var reason) -> unread(sender, reason);
    }
    return new Tray.Read.Done(() -> store.commit(batch));
  }

  private static void unread(String sender, String reason) {
    LOG.warn(
        "event=tls-report-unreadable sender={} reason=\"{}\"",
        Text.visible(sender),
        Text.visible(reason));
  }

  /** Adds a summary to the batch, if there is room and the report is of our time. */
  private void keep(Batch batch, TlsReport report, String sender, Instant arrived)
      throws StoreException {
    Instant oldest = arrived.minus(config.keptFor());
    if (report.end().isAfter(arrived.plus(Duration.ofDays(2))) || report.end().isBefore(oldest)) {
      unread(sender, "it is about " + report.end());
      return;
    }
    Key key =
        IN.then(
            DomainDay.dayOf(report.end()).toEpochDay(),
            bounded(report.organization()),
            bounded(report.id()));
    if (store.get(key).isEmpty()) {
      if (received() >= config.receivedMax()) {
        unread(sender, "there are %d reports already".formatted(config.receivedMax()));
        return;
      }
      batch.add(IN_COUNT, 1);
    }
    batch.put(key, record(report, sender, arrived).toByteArray());
    LOG.info(
        "event=tls-report-received organization=\"{}\" day={} successes={} failures={}",
        Text.visible(report.organization()),
        DomainDay.dayOf(report.end()),
        report.tally().successes(),
        report.tally().failures());
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), KEY_CHARACTERS_MAX));
  }

  private long received() throws StoreException {
    return store.get(IN_COUNT).map(Store.Value::asLong).orElse(0L);
  }

  private static TlsReportInRecord record(TlsReport report, String sender, Instant arrived) {
    return TlsReportInRecord.newBuilder()
        .setOrganization(report.organization())
        .setContact(report.contact())
        .setReportId(report.id())
        .setStartMillis(report.start().toEpochMilli())
        .setEndMillis(report.end().toEpochMilli())
        .setTally(TallyRecords.write(report.tally()))
        .setReceivedMillis(arrived.toEpochMilli())
        .setSender(sender)
        .build();
  }

  /** The reports that were read, those of the last days first. */
  List<TlsReports.Received> list(int limit) throws StoreException {
    List<TlsReports.Received> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(IN, limit).reversed())) {
      out.add(received(entry.value().bytes()));
    }
    return out;
  }

  private TlsReports.Received received(byte[] octets) throws StoreException {
    try {
      TlsReportInRecord record = TlsReportInRecord.parseFrom(octets);
      return new TlsReports.Received(
          new TlsReport(
              record.getOrganization(),
              record.getContact(),
              record.getReportId(),
              Instant.ofEpochMilli(record.getStartMillis()),
              Instant.ofEpochMilli(record.getEndMillis()),
              TallyRecords.read(record.getTally(), config.detailsMax())),
          Instant.ofEpochMilli(record.getReceivedMillis()),
          record.getSender());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a report about TLS", e);
    }
  }

  /** Forgets the reports of days before this one. */
  int sweep(LocalDate before) throws StoreException {
    List<Store.Entry> old =
        store.range(new Store.Range(IN, Optional.of(IN.then(before.toEpochDay())), PAGE, false));
    Batch batch = new Batch();
    for (Store.Entry entry : old) {
      batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
    }
    batch.add(IN_COUNT, -old.size());
    return !old.isEmpty() && store.commit(batch) instanceof Store.Commit.Done ? old.size() : 0;
  }
}
