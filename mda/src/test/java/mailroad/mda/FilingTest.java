package mailroad.mda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mailbox.Alias;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Filing;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Message;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilingTest {
  private static final EmailAddress JOE = EmailAddress.of("joe@b.example");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final ReversePath SENDER = ReversePath.of(EmailAddress.of("ann@a.example"));
  private static final String OURS =
      "Return-Path: <ann@a.example>\r\nDelivered-To: joe@b.example\r\n";

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private Store store;
  private Directory directory;
  private MailStore mail;
  private Mda mda;

  @BeforeEach
  void open() throws Exception {
    store = new MemoryStore(world);
    directory =
        new Directory(
            world,
            store,
            MailboxConfig.DEFAULT,
            new Passwords(world, PasswordConfig.DEFAULT.withCost(64, 1)));
    mail = new MailStore(world, store, MailboxConfig.DEFAULT);
    mda = new Mda(store, directory, mail, MdaConfig.DEFAULT);
    directory.addDomain(new Domain("b.example"));
    directory.addAccount(JOE, "correct horse");
  }

  private Delivered message(ReversePath sender, String content) throws Exception {
    byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
    try (Blobs.Writer writer = store.blobs().write()) {
      writer.write(octets, 0, octets.length);
      BlobId blob = writer.finish();
      return new Delivered(sender, blob, octets.length, NOON, true, false);
    }
  }

  private Resolution.ToAccount to(String recipient) throws Exception {
    return (Resolution.ToAccount) mda.resolve(EmailAddress.of(recipient));
  }

  private String filed(String content) throws Exception {
    Batch batch = new Batch();
    Filing filing = mda.file(batch, to("joe@b.example"), message(SENDER, content)).orElseThrow();
    Store.Commit.Done done = (Store.Commit.Done) store.commit(batch);
    store.blobs().sweep(world.now().plusSeconds(1));
    return text(inbox(), filing.uid(done));
  }

  private Mailbox inbox() throws Exception {
    return mail.of(directory.account(JOE).orElseThrow()).inbox();
  }

  private static String text(Mailbox mailbox, long uid) throws Exception {
    byte[] octets = mailbox.content(uid).orElseThrow().bytes(Integer.MAX_VALUE);
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theOctetsStayAsTheyCameBehindTheFieldsOfDelivery() throws Exception {
    String content = "Received: by us\r\nSubject: \u00FC\r\n\r\nbody\r\n";
    assertThat(filed(content)).isEqualTo(OURS + content);
    Message message = inbox().snapshot().messages().getFirst();
    assertThat(message.octets()).isEqualTo(OURS.length() + content.length());
    assertThat(message.internalDate()).isEqualTo(NOON);
    assertThat(message.flags().isEmpty()).isTrue();
  }

  @Test
  void aNoticeFromNobodyHasAnEmptyReturnPath() throws Exception {
    Batch batch = new Batch();
    Delivered notice = message(new ReversePath.Nowhere(), "Subject: x\r\n\r\n");
    mda.file(batch, to("joe+tag@b.example"), notice);
    store.commit(batch);
    assertThat(text(inbox(), 1))
        .startsWith("Return-Path: <>\r\nDelivered-To: joe+tag@b.example\r\nSubject");
  }

  /** R33, RFC 5321 section 4.4. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what came                                    | what stays of it
          Return-Path: <x@y>;A: 1;;body                  | A: 1;;body
          A: 1;Return-Path: <x@y>;B: 2;;body             | A: 1;B: 2;;body
          A: 1;RETURN-PATH : <x@y>;B: 2;;body            | A: 1;B: 2;;body
          Return-Path: <1>;A: 1;Return-Path: <2>;B: 2;;  | A: 1;B: 2;;
          A: 1;Return-Path:;_<x@y>;_more;B: 2;;body      | A: 1;B: 2;;body
          A: 1;_Return-Path: <x@y>;;body                 | A: 1;_Return-Path: <x@y>;;body
          A: 1;;Return-Path: <x@y>;body                  | A: 1;;Return-Path: <x@y>;body
          Return-Path-Of: no;X-Return-Path: no;;body     | Return-Path-Of: no;X-Return-Path: no;;body
          A: 1;Return-Path: <x@y>;;                      | A: 1;;
          A: 1;Return-Path: <x@y>                        | A: 1;
          """)
  void olderReturnPathsAreDropped(String came, String stays) throws Exception {
    assertThat(filed(lines(came))).isEqualTo(OURS + lines(stays));
  }

  private static String lines(String text) {
    return text.replace("_", " ").replace(";", "\r\n");
  }

  @Test
  void aReturnPathFarDownIsDroppedToo() throws Exception {
    String much = ("X-Field: " + "x".repeat(60) + "\r\n").repeat(1_000);
    String content = much + "Return-Path: <x@y>\r\nA: 1\r\n\r\nbody\r\n";
    assertThat(filed(content)).isEqualTo(OURS + much + "A: 1\r\n\r\nbody\r\n");
  }

  @Test
  void aTagThatNamesAMailboxFilesThere() throws Exception {
    mail.of(directory.account(JOE).orElseThrow()).create(MailboxName.of("Lists"));
    Batch batch = new Batch();
    Delivered message = message(SENDER, "Subject: x\r\n\r\n");
    Filing filing = mda.file(batch, to("joe+lists@b.example"), message).orElseThrow();
    store.commit(batch);
    assertThat(filing.mailbox()).isEqualTo(MailboxName.of("Lists"));
    assertThat(inbox().status().messages()).isZero();
    // The mailbox goes between decision and filing: INBOX takes it.
    Resolution.ToAccount to = to("joe+lists@b.example");
    mail.of(to.account()).delete(MailboxName.of("Lists"));
    Batch late = new Batch();
    assertThat(mda.file(late, to, message(SENDER, "x")).orElseThrow().mailbox())
        .isEqualTo(MailboxName.INBOX);
  }

  @Test
  void anAccountThatIsGoneTakesNothing() throws Exception {
    Resolution.ToAccount to = to("joe@b.example");
    directory.removeAccount(JOE);
    assertThat(mda.file(new Batch(), to, message(SENDER, "x"))).isEmpty();
    assertThat(mda.resolve(JOE)).isInstanceOf(Resolution.Unknown.class);
  }

  @Test
  void whoHasNoRoomIsFullAndTheBatchSaysSo() throws Exception {
    Resolution.ToAccount to = to("joe@b.example");
    directory.quota(JOE, 10, 10);
    Batch batch = new Batch();
    Filing filing = mda.file(batch, to, message(SENDER, "Subject: x\r\n\r\n")).orElseThrow();
    Store.Commit.Refused refused = (Store.Commit.Refused) store.commit(batch);
    assertThat(filing.isOverQuota(refused)).isTrue();
    assertThat(mda.resolve(JOE, 100)).isInstanceOf(Resolution.Full.class);
  }

  @Test
  void theDirectoryAnswersWhatIsAsked() throws Exception {
    directory.setAlias(Alias.of(EmailAddress.of("sales@b.example"), List.of(JOE)));
    directory.setAlias(Alias.catchAll(new Domain("b.example"), List.of(JOE)));
    assertThat(to("Sales@b.example").recipient()).isEqualTo(EmailAddress.of("Sales@b.example"));
    assertThat(to("whoever@b.example").account().address()).isEqualTo(JOE);
    assertThat(to("POSTMASTER@b.example").account().address()).isEqualTo(JOE);
    assertThat(mda.isLocal(new Domain("B.example"))).isTrue();
    assertThat(mda.isLocal(new Domain("a.example"))).isFalse();
  }
}
