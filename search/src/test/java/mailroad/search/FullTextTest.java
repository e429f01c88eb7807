package mailroad.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Content;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.mailbox.UidSet;
import mailroad.mime.MimeLimits;
import mailroad.mime.Structure;
import mailroad.store.memory.MemoryStore;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index never says of a message that has a text that it has not: whatever happens, searches are right. */
class FullTextTest {
  private static final FullTextConfig CONFIG =
      new FullTextConfig(
          true,
          1 << 20,
          1L << 30,
          400,
          1_000,
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          0,
          0);
  private static final String ALPHABET =
      "abcABC \u00e4\u00c4\u00df\u03c3\u03c2\u03a3\u4e2d\ud83d\ude00.-";

  private final World world = new RealWorld((name, e) -> {});
  private MailStore mail;
  private Directory directory;
  private Mailboxes mailboxes;
  private Mailbox inbox;

  @BeforeEach
  void open() throws Exception {
    MemoryStore store = new MemoryStore(world);
    PasswordConfig cheap = PasswordConfig.DEFAULT.withCost(64, 1);
    directory = new Directory(world, store, MailboxConfig.DEFAULT, new Passwords(world, cheap));
    directory.addDomain(new Domain("b.example"));
    directory.addAccount(EmailAddress.of("joe@b.example"), "secret00");
    mail = new MailStore(world, store, MailboxConfig.DEFAULT);
    mailboxes = mail.of(directory.account(EmailAddress.of("joe@b.example")).orElseThrow());
    inbox = mailboxes.inbox();
  }

  private FullText index(org.apache.lucene.store.Directory files) {
    return new FullText(world, directory, mail, CONFIG, files);
  }

  private static long append(Mailbox mailbox, String text) throws Exception {
    byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    try (Drafting drafting = mailbox.draft()) {
      drafting.write(octets, 0, octets.length);
      Appended done = mailbox.append(drafting.finish(Flags.NONE, Instant.EPOCH));
      return ((Appended.Done) done).uids().getFirst();
    }
  }

  /** What a search without an index finds. */
  private static UidSet scan(Mailbox mailbox, Needle needle, Set<Where> where) throws Exception {
    List<Long> uids = new ArrayList<>();
    for (Message message : mailbox.snapshot().messages()) {
      Content content = mailbox.content(message.uid()).orElseThrow();
      Structure structure = Structure.read(content.asOctets(), MimeLimits.DEFAULT);
      MessageText text =
          new MessageText(content.asOctets(), MessageText.Reading.of(structure), Integer.MAX_VALUE);
      boolean found = where.contains(Where.HEAD) ? text.has(needle) : text.bodyHas(needle);
      if (found) {
        uids.add(message.uid());
      }
    }
    return UidSet.of(uids);
  }

  /** Nothing that the scan finds is excluded. */
  private void assertRight(FullText index, Mailbox mailbox, String text) throws Exception {
    Needle needle = new Needle(text);
    for (Set<Where> where : List.of(Set.of(Where.BODY), Set.of(Where.HEAD, Where.BODY))) {
      Candidates candidates = index.candidates(mailbox, needle, where);
      scan(mailbox, needle, where).stream()
          .forEach(uid -> assertThat(candidates.exclude(uid)).as("%s in %d", text, uid).isFalse());
    }
  }

  @Test
  void knowsWhichMessagesCanHaveAText() throws Exception {
    append(inbox, "Subject: apples\n\nNothing but pears\n");
    append(inbox, "Subject: =?utf-8?q?=C3=84pfel?=\n\nplums\n");
    append(inbox, "Content-Type: text/html\n\n<p>gr&uuml;<b>ne</b> Birnen</p><style>x{}</style>\n");
    FullText index = index(new ByteBuffersDirectory());
    assertThat(candidates(index, "pears").covered().isEmpty()).isTrue();
    index.step(true);
    assertThat(candidates(index, "pears"))
        .isEqualTo(new Candidates(UidSet.range(1, 3), UidSet.of(1)));
    assertThat(candidates(index, "\u00e4PFEL").maybe()).isEqualTo(UidSet.of(2));
    assertThat(candidates(index, "gr\u00fcne").maybe()).isEqualTo(UidSet.of(3));
    assertThat(candidates(index, "ppl").maybe()).isEqualTo(UidSet.of(1));
    assertThat(candidates(index, "nowhere").maybe()).isEqualTo(UidSet.NONE);
    assertThat(candidates(index, "pe")).isEqualTo(Candidates.UNKNOWN); // too short to say
    Candidates inBody = index.candidates(inbox, new Needle("apples"), Set.of(Where.BODY));
    assertThat(inBody.maybe()).isEqualTo(UidSet.NONE);
    index.close();
  }

  private Candidates candidates(FullText index, String text) {
    return index.candidates(inbox, new Needle(text), Set.of(Where.HEAD, Where.BODY));
  }

  @Test
  void whatComesLaterIsTheTailUntilItIsAdded() throws Exception {
    append(inbox, "Subject: one\n\n");
    FullText index = index(new ByteBuffersDirectory());
    index.step(true);
    long two = append(inbox, "Subject: two\n\n");
    assertThat(candidates(index, "two").covered()).isEqualTo(UidSet.of(1));
    assertThat(candidates(index, "two").exclude(two)).isFalse();
    index.want(inbox);
    index.step(false);
    assertThat(candidates(index, "one").exclude(two)).isTrue();
    assertThat(candidates(index, "two").maybe()).isEqualTo(UidSet.of(two));
    index.close();
  }

  /** All that waits is scanned by a search, and is no more than so many messages. */
  @Test
  void whatComesWaitsUntilNoMoreCame() throws Exception {
    FullText index = new FullText(world, directory, mail, waiting(3), new ByteBuffersDirectory());
    append(inbox, "Subject: one\n\n");
    index.step(true); // what was there at the start
    assertThat(index.state().messages()).isEqualTo(1);
    append(inbox, "Subject: two\n\n");
    index.step(true);
    append(inbox, "Subject: three\n\n");
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(1);
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(3);
    for (int i = 0; i < 4; i++) {
      append(inbox, "Subject: more\n\n");
    }
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(7);
    index.close();
  }

  /** Mail that comes while the server starts must not be indexed just then. */
  @Test
  void whatIsThereAtAStartWaitsUntilItIsQuiet() throws Exception {
    FullText index = new FullText(world, directory, mail, waiting(10), new ByteBuffersDirectory());
    index.started();
    append(inbox, "Subject: one\n\n");
    index.step(true);
    append(inbox, "Subject: two\n\n");
    index.step(true);
    assertThat(index.state().messages()).isZero();
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(2);
    index.close();
  }

  @Test
  void whatWaitsIsTold() throws Exception {
    FullText index =
        new FullText(world, directory, mail, waiting(1_000), new ByteBuffersDirectory());
    index.started();
    append(inbox, "Subject: one\n\n");
    append(inbox, "Subject: two\n\n");
    index.step(true);
    Waiting waits = index.state().waiting().orElseThrow();
    assertThat(waits.reason()).isEqualTo(Waiting.Reason.ARRIVING);
    assertThat(waits.messages()).isEqualTo(2);
    assertThat(waits.mailboxes()).isEqualTo(1);
    assertThat(waits.until()).isAfter(world.now()); // an hour after it was first seen
    index.step(true);
    assertThat(index.state().waiting()).isEmpty();
    for (int i = 0; i < 101; i++) {
      append(inbox, "Subject: more\n\n");
    }
    index.step(true);
    assertThat(index.state().waiting().orElseThrow().reason()).isEqualTo(Waiting.Reason.BUSY);
    assertThat(index.state().waiting().orElseThrow().messages()).isEqualTo(101);
    index.want(inbox);
    index.step(false);
    assertThat(index.state().waiting()).isEmpty();
    index.close();
  }

  @Test
  void afterAStartItIsToldWhatTheIndexHasAndUntilWhenItWaits() throws Exception {
    append(inbox, "Subject: one\n\n");
    ByteBuffersDirectory files = new ByteBuffersDirectory();
    FullText before = index(files);
    before.step(true);
    ByteBuffersDirectory left = copy(files, "", 4);
    before.close();
    append(inbox, "Subject: two\n\n");
    FullTextConfig config = CONFIG.withStartDelay(Duration.ofHours(1));
    FullText index = new FullText(world, directory, mail, config, left);
    assertThat(index.state().open()).isFalse();
    assertThat(index.state().messages()).as("before it is opened").isEqualTo(1);
    Instant began = world.now();
    Task keeping = world.start("index", index::run);
    while (index.state().waiting().isEmpty()) {
      world.sleep(Duration.ofMillis(2));
    }
    FullText.State state = index.state();
    assertThat(state.open()).isTrue();
    assertThat(state.messages()).isEqualTo(1);
    assertThat(state.waiting().get().reason()).isEqualTo(Waiting.Reason.START);
    assertThat(state.waiting().get().until()).isAfterOrEqualTo(began.plus(Duration.ofHours(1)));
    index.want(inbox); // which goes on waiting with all others
    while (index.state().messages() < 2) {
      world.sleep(Duration.ofMillis(2));
    }
    assertThat(index.state().waiting().orElseThrow().reason()).isEqualTo(Waiting.Reason.START);
    index.close();
    keeping.join();
  }

  @Test
  void whatWaitsIsAddedWhenASearchMissesIt() throws Exception {
    FullText index = new FullText(world, directory, mail, waiting(3), new ByteBuffersDirectory());
    index.step(true);
    long one = append(inbox, "Subject: one\n\n");
    index.step(true);
    assertThat(candidates(index, "two").exclude(one)).isFalse();
    index.want(inbox);
    index.step(false);
    assertThat(candidates(index, "two").exclude(one)).isTrue();
    index.close();
  }

  /** Who comes back after a start goes first. */
  @Test
  void afterAStartOnlyWhatASearchMissesIsAdded() throws Exception {
    append(inbox, "Subject: one\n\n");
    append(mailboxes.open(MailboxName.of("Archive")).orElseThrow(), "Subject: two\n\n");
    FullTextConfig config = CONFIG.withStartDelay(Duration.ofHours(1));
    FullText index = new FullText(world, directory, mail, config, new ByteBuffersDirectory());
    Task keeping = world.start("index", index::run);
    index.want(inbox);
    while (index.state().messages() == 0) {
      world.sleep(Duration.ofMillis(2));
    }
    assertThat(index.state().messages()).isEqualTo(1);
    index.rebuild(); // which all mailboxes are looked through for
    while (index.state().messages() < 2) {
      world.sleep(Duration.ofMillis(2));
    }
    index.close();
    keeping.join();
  }

  private static FullTextConfig waiting(int messages) {
    return new FullTextConfig(
        true,
        1 << 20,
        1L << 30,
        400,
        1_000,
        Duration.ZERO,
        Duration.ofMinutes(1),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofHours(1),
        messages,
        100);
  }

  @Test
  void nothingWaitsForLongerThanTheBound() {
    Lag lag = new Lag(waiting(10));
    Instant now = Instant.EPOCH;
    assertThat(lag.mayWait(7, 2, 1, now)).isTrue();
    assertThat(lag.mayWait(7, 3, 2, now.plusSeconds(3_599))).isTrue();
    assertThat(lag.mayWait(7, 4, 3, now.plusSeconds(3_600))).isFalse();
    lag.over(7);
    assertThat(lag.mayWait(7, 5, 1, now.plusSeconds(3_601))).isTrue();
  }

  @Test
  void whileMuchComesIntoOneMailboxTheOthersWaitToo() {
    Lag lag = new Lag(waiting(1_000));
    Instant now = Instant.EPOCH;
    assertThat(lag.mayWait(1, 300, 299, now)).isTrue();
    assertThat(lag.mayWait(2, 6, 5, now)).isTrue();
    lag.walked(); // 304 in one walk, more than 100
    assertThat(lag.mayWait(1, 310, 309, now.plusSeconds(60))).isTrue();
    assertThat(lag.mayWait(2, 6, 5, now.plusSeconds(60))).isTrue();
    lag.walked();
    assertThat(lag.mayWait(2, 6, 5, now.plusSeconds(120))).isFalse();
  }

  @Test
  void whatWasNotCommittedYetOutlivesTheEndAndTheInterruptOfItsTask(@TempDir Path folder)
      throws Exception {
    FullTextConfig seldom =
        new FullTextConfig(
            true,
            1 << 20,
            1L << 30,
            400,
            1_000,
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ZERO,
            0,
            0);
    FullText index = new FullText(world, directory, mail, seldom, FSDirectory.open(folder));
    append(inbox, "Subject: one\n\n");
    index.step(true); // the first is committed at once
    for (int i = 2; i <= 100; i++) {
      append(inbox, "Subject: " + i + "\n\n");
    }
    Task keeping = world.start("index", index::run);
    while (index.state().messages() < 100) {
      world.sleep(Duration.ofMillis(2));
    }
    try (FSDirectory files = FSDirectory.open(folder)) {
      assertThat(TextIndex.messages(files)).as("committed").isEqualTo(1);
      index.close();
      keeping.cancel();
      keeping.join();
      assertThat(TextIndex.messages(files)).isEqualTo(100);
    }
  }

  @Test
  void forgetsMailboxesThatAreGone() throws Exception {
    Mailbox archive = mailboxes.open(MailboxName.of("Archive")).orElseThrow();
    append(archive, "Subject: one\n\n");
    append(inbox, "Subject: two\n\n");
    FullText index = index(new ByteBuffersDirectory());
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(2);
    mailboxes.delete(MailboxName.of("Archive"));
    index.step(true);
    index.step(true);
    assertThat(index.state().messages()).isEqualTo(1);
    index.close();
  }

  @Test
  void isMadeAnewWhenAsked() throws Exception {
    append(inbox, "Subject: one\n\n");
    FullText index = index(new ByteBuffersDirectory());
    index.step(true);
    index.rebuild();
    index.step(true);
    assertThat(candidates(index, "one").maybe()).isEqualTo(UidSet.of(1));
    index.close();
  }

  /** Every file of the index damaged in turn, at its begin, amid and at its end, or gone: searches stay right. */
  @Test
  void aFileThatIsMergedAwayWhileItsSizeIsAskedForIsNoDamage() throws Exception {
    append(inbox, "Subject: one\n\npears\n");
    AtomicBoolean vanishing = new AtomicBoolean();
    FullText index =
        index(
            new FilterDirectory(new ByteBuffersDirectory()) {
              @Override
              public String[] listAll() throws IOException {
                List<String> files = new ArrayList<>(List.of(super.listAll()));
                if (vanishing.get()) {
                  files.add("_gone.cfs");
                }
                return files.toArray(String[]::new);
              }
            });
    index.step(true);
    vanishing.set(true);
    assertThat(index.state().open()).isTrue();
    assertThat(index.state().messages()).isEqualTo(1);
    assertThat(candidates(index, "pears").maybe()).isEqualTo(UidSet.of(1));
  }

  @Test
  void damageIsFoundAndTheIndexMadeAnew() throws Exception {
    for (int i = 0; i < 20; i++) {
      append(inbox, "Subject: message " + i + "\n\ntext of number " + i * 7 + "\n");
    }
    ByteBuffersDirectory whole = new ByteBuffersDirectory();
    FullText first = index(whole);
    first.step(true);
    List<String> names = List.of(whole.listAll());
    for (String name : names) {
      for (int how = 0; how < 4; how++) {
        ByteBuffersDirectory damaged = copy(whole, name, how);
        FullText index = index(damaged);
        index.step(true);
        index.step(true);
        assertRight(index, inbox, "number 7");
        assertThat(candidates(index, "number 77").covered())
            .as(name + how)
            .isEqualTo(UidSet.range(1, 20));
        index.close();
      }
    }
    first.close();
  }

  private static ByteBuffersDirectory copy(
      org.apache.lucene.store.Directory from, String damaged, int how) throws Exception {
    ByteBuffersDirectory to = new ByteBuffersDirectory();
    for (String name : from.listAll()) {
      if (name.equals("write.lock") || name.equals(damaged) && how == 3) {
        continue;
      }
      byte[] octets = new byte[(int) from.fileLength(name)];
      try (var in = from.openInput(name, IOContext.DEFAULT)) {
        in.readBytes(octets, 0, octets.length);
      }
      if (name.equals(damaged) && octets.length > 0) {
        int at = how == 0 ? 0 : how == 1 ? octets.length / 2 : octets.length - 1;
        octets[at] ^= 0x55;
      }
      try (IndexOutput out = to.createOutput(name, IOContext.DEFAULT)) {
        out.writeBytes(octets, octets.length);
      }
    }
    return to;
  }

  @Test
  void anIndexBeyondItsBoundTakesNothingMore() throws Exception {
    append(inbox, "Subject: one\n\n");
    FullTextConfig none =
        new FullTextConfig(
            true,
            1 << 20,
            0,
            400,
            1_000,
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0);
    FullText index = new FullText(world, directory, mail, none, new ByteBuffersDirectory());
    index.step(true);
    append(inbox, "Subject: two\n\n");
    index.step(true);
    assertThat(candidates(index, "two").exclude(2)).isFalse();
    assertThat(index.state().waiting().orElseThrow().reason()).isEqualTo(Waiting.Reason.FULL);
    index.close();
  }

  /** Random mailboxes, random texts, crashes and moves: the index says no only where the scan says no. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithTheScan(long seed) throws Exception {
    Random random = new Random(seed);
    Mailbox archive = mailboxes.open(MailboxName.of("Archive")).orElseThrow();
    ByteBuffersDirectory files = new ByteBuffersDirectory();
    FullText index = index(files);
    for (int act = 0; act < 60; act++) {
      Mailbox mailbox = random.nextBoolean() ? inbox : archive;
      UidSet one = UidSet.of(1 + random.nextInt(30));
      switch (random.nextInt(8)) {
        case 0 -> inbox.move(one, archive);
        case 1 -> mailbox.expunge(one);
        case 2 -> index.step(true);
        case 3 -> {
          index.want(mailbox);
          index.step(false);
        }
        case 4 -> { // the power fails: what was not committed is gone
          files = copy(files, "", 4);
          index = index(files);
        }
        default -> append(mailbox, message(random));
      }
      String text = text(random, 1 + random.nextInt(6));
      assertRight(index, inbox, text);
      assertRight(index, archive, text);
    }
    index.step(true);
    index.close();
  }

  private static String message(Random random) {
    String body = text(random, random.nextInt(random.nextInt(8) == 0 ? 900 : 60));
    return switch (random.nextInt(4)) {
      case 0 -> "Subject: " + text(random, 8) + "\n\n" + body;
      case 1 -> "Content-Type: text/html; charset=utf-8\n\n<p>" + body + "<br>&auml;&szlig;";
      case 2 ->
          "Content-Type: multipart/mixed; boundary=b\n\n--b\nSubject: part "
              + text(random, 5)
              + "\n\n"
              + body
              + "\n--b\nContent-Type: message/rfc822\n\nSubject: inner "
              + text(random, 5)
              + "\n\n"
              + body
              + "\n--b--\n";
      default -> body;
    };
  }

  private static String text(Random random, int length) {
    StringBuilder out = new StringBuilder();
    int[] points = ALPHABET.codePoints().toArray();
    for (int i = 0; i < length; i++) {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return out.toString();
  }
}
