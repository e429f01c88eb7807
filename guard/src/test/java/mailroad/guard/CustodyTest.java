package mailroad.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.guard.door.Door;
import mailroad.guard.lists.ListsConfig;
import mailroad.guard.lists.Subscriptions;
import mailroad.guard.quarantine.Cause;
import mailroad.guard.quarantine.Entry;
import mailroad.guard.quarantine.Quarantine;
import mailroad.guard.quarantine.QuarantineConfig;
import mailroad.guard.quarantine.Query;
import mailroad.guard.quarantine.Ward;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.PolicyConfig;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Thresholds;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.SteppedWorld;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Kept;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** What the guard keeps, and what it spares: a real guard with one filter that says what the test wants. */
class CustodyTest {
  private static final EmailAddress ANNA = EmailAddress.of("anna@local.example");
  private static final EmailAddress BOB = EmailAddress.of("bob@local.example");

  private final SteppedWorld clock = Ward.world();
  private final Store store = new MemoryStore(clock);
  private final Ward.Boxes boxes =
      new Ward.Boxes().account("anna@local.example").account("bob@local.example");
  private Opinion opinion = Opinion.NONE;

  private Quarantine quarantine(QuarantineConfig config) {
    return new Quarantine(clock, store, boxes, config);
  }

  private Guard guard(Quarantine quarantine, Thresholds thresholds) throws Exception {
    GuardConfig config =
        GuardConfig.DEFAULT.with(new PolicyConfig(thresholds, thresholds, List.of()));
    Filter filter =
        new Filter() {
          @Override
          public String name() {
            return "oracle";
          }

          @Override
          public Opinion look(Suspect suspect) {
            return opinion;
          }
        };
    Authentication found =
        Ward.vouched(DmarcResult.Code.NONE, "a.example", "a.example", "lists.example");
    Door door =
        new Door(
            new Door.Surroundings(
                clock,
                store,
                FixedResolver.of(""),
                new Domain("mx.local.example"),
                Set.<InetAddress>of(),
                List.of()),
            config.door());
    return new Guard(
        config,
        new Guard.Neighbours(
            clock,
            new Domain("mx.local.example"),
            door,
            _ -> false,
            Optional.of((_, _) -> found),
            List.of(filter),
            new Custody(
                Optional.of(quarantine),
                Optional.of(new Subscriptions(store, boxes, ListsConfig.DEFAULT)))));
  }

  private Judgement judge(Guard guard, String field, EmailAddress... to) throws Exception {
    byte[] octets = (field + "\r\nSubject: x\r\n\r\nbody\r\n").getBytes(StandardCharsets.UTF_8);
    List<Recipient> recipients = List.of(to).stream().map(Recipient::of).toList();
    Arriving arriving =
        new Arriving(
            QueueId.next(clock),
            Optional.of(Ward.stranger()),
            new Event.Source.Local("test"),
            new Envelope(
                ReversePath.of(EmailAddress.of("eve@bad.example")),
                MailParameters.NONE,
                recipients),
            Octets.of(octets),
            0,
            Header.of(octets),
            clock.now());
    Judgement judgement = guard.judge(arriving);
    if (judgement.refusal().isEmpty()) {
      book(arriving, judgement, octets);
    }
    return judgement;
  }

  /** What acceptance does. */
  private void book(Arriving arriving, Judgement judgement, byte[] octets) throws Exception {
    try (Blobs.Writer writer = store.blobs().write()) {
      writer.write(octets, 0, octets.length);
      List<Recipient> kept =
          judgement.envelope().recipients().stream()
              .filter(one -> judgement.placement(one.address()) == Placement.QUARANTINE)
              .toList();
      Batch batch = new Batch();
      Journal journal = new Journal(clock, store, JournalConfig.DEFAULT, "h");
      judgement
          .booking()
          .book(
              batch,
              journal.draft(batch),
              new Kept(arriving.id(), judgement.envelope(), kept, writer.finish(), octets.length));
      assertThat(store.commit(batch)).isInstanceOf(Store.Commit.Done.class);
    }
  }

  private static Opinion score(double score) {
    return Opinion.of(List.of(new Evidence("prizes", score, "it speaks of prizes")));
  }

  private static Opinion insist(Demand demand) {
    return new Opinion(List.of(), Optional.of(demand), List.of());
  }

  private static final Thresholds HOLDING = new Thresholds(0, 6, 0, 8, 15, 0);

  @Test
  void whatExceedsTheThresholdIsKeptWithItsEvidence() throws Exception {
    Quarantine quarantine = quarantine(QuarantineConfig.DEFAULT);
    opinion = score(9);
    Judgement judgement = judge(guard(quarantine, HOLDING), "X: y", ANNA);
    assertThat(judgement.placement(ANNA)).isEqualTo(Placement.QUARANTINE);
    Entry entry = quarantine.list(Query.ALL, Optional.empty(), 1).getFirst();
    assertThat(entry.cause()).isEqualTo(Cause.UNWANTED);
    assertThat(entry.finding().why().toString()).contains("+9.0 prizes: it speaks of prizes");
    assertThat(entry.finding().authentication()).contains("dkim=pass of lists.example, selector s");
  }

  @Test
  void whatAFilterInsistsOnIsDangerous() throws Exception {
    Quarantine quarantine = quarantine(QuarantineConfig.DEFAULT);
    opinion = insist(new Demand.Quarantine("Eicar-Test"));
    judge(guard(quarantine, HOLDING), "X: y", ANNA, BOB);
    Entry entry = quarantine.list(Query.ALL, Optional.empty(), 1).getFirst();
    assertThat(entry.cause()).isEqualTo(Cause.DANGEROUS);
    assertThat(quarantine.copies(entry.id())).hasSize(2);
  }

  @Test
  void withoutRoomAMessageIsPutOff() throws Exception {
    Quarantine quarantine = quarantine(QuarantineConfig.DEFAULT.withMessagesMax(1));
    opinion = score(9);
    assertThat(judge(guard(quarantine, HOLDING), "X: y", ANNA).refusal()).isEmpty();
    assertThat(judge(guard(quarantine, HOLDING), "X: y", ANNA).refusal().orElseThrow().code())
        .isEqualTo(452);
    opinion = score(1);
    assertThat(judge(guard(quarantine, HOLDING), "X: y", ANNA).refusal()).isEmpty();
  }

  @Test
  void aListThatWasLetInGoesIntoJunkAtWorst() throws Exception {
    Quarantine quarantine = quarantine(QuarantineConfig.DEFAULT);
    Guard guard = guard(quarantine, HOLDING);
    String list = "List-Id: <users.lists.example>";
    Map<Double, Placement> before = Map.of(9.0, Placement.QUARANTINE);
    for (Map.Entry<Double, Placement> one : before.entrySet()) {
      opinion = score(one.getKey());
      assertThat(judge(guard, list, ANNA).placement(ANNA)).isEqualTo(one.getValue());
    }
    opinion = score(7);
    judge(guard, list, ANNA);
    opinion = score(9);
    assertThat(judge(guard, list, ANNA).placement(ANNA))
        .as("what went into Junk is no subscription")
        .isEqualTo(Placement.QUARANTINE);
    opinion = score(0);
    judge(guard, list, ANNA);
    for (double score : List.of(9.0, 20.0)) {
      opinion = score(score);
      Judgement spared = judge(guard, list, ANNA, BOB);
      assertThat(spared.refusal()).isEmpty();
      assertThat(spared.placement(ANNA)).isEqualTo(Placement.JUNK);
      assertThat(spared.placement(BOB)).isEqualTo(Placement.QUARANTINE);
      assertThat(spared.why().toString()).contains("it is from the list users.lists.example");
    }
    opinion = insist(new Demand.Quarantine("Eicar-Test"));
    assertThat(judge(guard, list, ANNA).placement(ANNA))
        .as("what is dangerous is not spared")
        .isEqualTo(Placement.QUARANTINE);
  }
}
