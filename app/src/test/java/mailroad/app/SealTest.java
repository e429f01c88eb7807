package mailroad.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.guard.seal.DkimSeal;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.Algorithm;
import mailroad.mailauth.dkim.KeyMaterial;
import mailroad.mailauth.dkim.KeyRing;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mailbox.Alias;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.SevenBit;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.server.Client;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one Mailroad signs, another one verifies: keys made by command, DNS as the command says it is to be. */
class SealTest {
  private static final EmailAddress ANNA = EmailAddress.of("anna@a.example");
  private static final EmailAddress BOB = EmailAddress.of("bob@b.example");
  private static final String LETTER =
      "From: Anna <anna@a.example>\r\nTo: bob@b.example\r\nSubject: Hello\r\n\r\nGood  morning.\r\n\r\n";

  private final World world = new RealWorld((name, e) -> {});
  private String zone = "";
  private final Resolver resolver = (name, type) -> FixedResolver.of(zone).resolve(name, type);
  private final Node a = node(ANNA);
  private final Node b = node(BOB);

  private Node node(EmailAddress account) {
    try {
      return Nodes.at(world, account.domain().name(), resolver, "", account.localPart());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  /** Makes keys at a, and publishes what the command says. */
  private void publish() throws Exception {
    JsonNode made = a.operations().call("dkim.create", Map.of("domain", "a.example", "use", true));
    StringBuilder records = new StringBuilder();
    made.forEach(key -> records.append(key.path("record").asString()).append('\n'));
    zone = records.toString();
  }

  private static String only(Node node, EmailAddress account) throws Exception {
    return new String(stored(node, account), US_ASCII);
  }

  private static byte[] stored(Node node, EmailAddress account) throws Exception {
    for (String name : List.of("INBOX", "Junk")) {
      Optional<Mailbox> mailbox =
          node.mailboxes()
              .of(node.directory().account(account).orElseThrow())
              .open(MailboxName.parse(name).orElseThrow());
      if (mailbox.isPresent() && !mailbox.get().snapshot().messages().isEmpty()) {
        long uid = mailbox.get().snapshot().messages().getLast().uid();
        return mailbox.get().content(uid).orElseThrow().bytes(Integer.MAX_VALUE);
      }
    }
    throw new AssertionError("no mail for " + account);
  }

  private static void submit(Node node, ReversePath from, EmailAddress to, String content)
      throws Exception {
    node.mta()
        .submit(from, List.of(to), new ByteArrayInputStream(content.getBytes(US_ASCII)), "test");
  }

  private static Reply receive(Node node, EmailAddress to, String message) throws Exception {
    return receive(node, to, MailParameters.NONE, message);
  }

  private static Reply receive(
      Node node, EmailAddress to, MailParameters parameters, String message) throws Exception {
    Envelope envelope = new Envelope(ReversePath.of(ANNA), parameters, List.of(Recipient.of(to)));
    return Nodes.receive(node, Nodes.stranger("203.0.113.9", "mx.a.example"), envelope, message);
  }

  /** A letter as it leaves a: signed, without what delivery put in front. */
  private String signed() throws Exception {
    submit(a, ReversePath.of(ANNA), ANNA, LETTER);
    String stored = only(a, ANNA);
    return stored.substring(stored.indexOf("DKIM-Signature:"));
  }

  @Test
  void whatOneSignsTheOtherVerifies() throws Exception {
    publish();
    String signed = signed();
    assertThat(receive(b, BOB, signed).code()).isEqualTo(250);
    String got = only(b, BOB).replaceAll("\\r\\n\\s+", " ");
    assertThat(got)
        .contains("Authentication-Results: mx.b.example;")
        .contains("dkim=pass header.d=a.example");
    assertThat(got.split("dkim=pass", -1)).hasSize(3);
  }

  private static final String EIGHT_BIT =
      "From: Anna <anna@a.example>\r\nTo: bob@b.example\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSch\u00F6ne Gr\u00FC\u00DFe.\r\n"
          + "It is raining here, and whoever reads this far may well be glad of it.\r\n".repeat(3);

  /** As a host passes it on that offers no 8BITMIME to the next (RFC 6152 section 3). */
  private static String passedOnInSevenBits(String message) throws Exception {
    return switch (SevenBit.of(Octets.of(message.getBytes(UTF_8)), MimeLimits.DEFAULT)) {
      case SevenBit.Result.Done(var coded) -> new String(coded.open().readAllBytes(), US_ASCII);
      case SevenBit.Result.Impossible(var why) -> throw new AssertionError(why);
    };
  }

  private String submitted(String letter) throws Exception {
    a.mta()
        .submit(
            ReversePath.of(ANNA),
            List.of(ANNA),
            new ByteArrayInputStream(letter.getBytes(UTF_8)),
            "test");
    return new String(stored(a, ANNA), UTF_8);
  }

  /** RFC 6376 section 5.3: signed as it will be sent, whatever hosts on the way take. */
  @Test
  void aSignatureHoldsThoughAHostOnTheWayTakesSevenBitsAlone() throws Exception {
    publish();
    String stored = submitted(EIGHT_BIT);
    assertThat(stored)
        .contains("Content-Transfer-Encoding: quoted-printable", "Sch=C3=B6ne Gr=C3=BC=C3=9Fe.");
    String signed = stored.substring(stored.indexOf("DKIM-Signature:"));
    assertThat(receive(b, BOB, passedOnInSevenBits(signed)).code()).isEqualTo(250);
    String got = only(b, BOB).replaceAll("\\r\\n\\s+", " ");
    assertThat(got.split("dkim=pass header.d=a.example", -1)).hasSize(3);
    assertThat(got).doesNotContain("dkim=fail");
  }

  /** A notice that quotes the whole message is signed as it will be sent as well. */
  @Test
  void aNoticeThatQuotesEightBitsIsCodedBeforeItIsSigned() throws Exception {
    a.operations().call("dkim.create", Map.of("domain", "mx.a.example", "use", true));
    Client anna = Nodes.client("203.0.113.9", 587, "pc.a.example", Optional.of(ANNA));
    MailParameters full =
        MailParameters.NONE
            .with(Body.EIGHT_BIT)
            .withDsn(Optional.of(Return.FULL), Optional.empty());
    Envelope envelope =
        new Envelope(
            ReversePath.of(ANNA),
            full,
            List.of(Recipient.of(ANNA), Recipient.of(EmailAddress.of("nobody@a.example"))));
    assertThat(Nodes.receive(a, anna, envelope, EIGHT_BIT).code()).isEqualTo(250);
    String notice = new String(stored(a, ANNA), UTF_8);
    assertThat(notice)
        .contains("multipart/report", "DKIM-Signature:", "d=mx.a.example")
        .contains("Content-Transfer-Encoding: quoted-printable", "Sch=C3=B6ne")
        .doesNotContain("Sch\u00F6ne");
    assertThat(passedOnInSevenBits(notice)).isEqualTo(notice);
  }

  /** What was kept, and is released within a letter of ours, is part of what is signed. */
  @Test
  void aLetterThatEnclosesEightBitsIsCodedBeforeItIsSigned() throws Exception {
    publish();
    String program =
        """
        From: Eve <eve@bad.example>
        Subject: your invoice
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Sch\u00F6ne Gr\u00FC\u00DFe, with regards and an invoice that nobody should open.
        --b
        Content-Type: application/octet-stream; name="invoice.exe"
        Content-Transfer-Encoding: base64

        TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        --b--
        """
            .replace("\n", "\r\n");
    MailParameters eight = MailParameters.NONE.with(Body.EIGHT_BIT);
    assertThat(receive(a, ANNA, eight, program).code()).isEqualTo(250);
    String id = a.operations().call("quarantine.list", Map.of()).path(0).path("id").asString();
    a.operations()
        .call(
            "quarantine.release",
            Map.of("id", id, "to", List.of(ANNA.toString()), "asAttachment", true));
    String letter = new String(stored(a, ANNA), UTF_8);
    assertThat(letter)
        .contains("DKIM-Signature:", "d=a.example", "message/rfc822")
        .contains("Content-Transfer-Encoding: quoted-printable", "Sch=C3=B6ne")
        .doesNotContain("Sch\u00F6ne", "8bit");
    String signed = letter.substring(letter.indexOf("DKIM-Signature:"));
    assertThat(receive(b, BOB, passedOnInSevenBits(signed)).code()).isEqualTo(250);
    assertThat(a.operations().call("quarantine.list", Map.of()).size()).isZero();
  }

  /** What its own sender signed stays as it came, or that signature would be the one to break. */
  @Test
  void whatBearsASignatureStaysInEightBits() throws Exception {
    publish();
    String stored =
        submitted(
            "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=x; h=from; bh=eA==; b=eA==\r\n"
                + EIGHT_BIT);
    assertThat(stored).contains("Content-Transfer-Encoding: 8bit", "Sch\u00F6ne Gr\u00FC\u00DFe.");
    String signed = stored.substring(stored.indexOf("DKIM-Signature:"));
    assertThat(receive(b, BOB, passedOnInSevenBits(signed)).code()).isEqualTo(250);
    assertThat(only(b, BOB)).contains("dkim=fail").doesNotContain("dkim=pass");
  }

  @Test
  void whatIsNotSignedStaysInEightBits() throws Exception {
    assertThat(submitted(EIGHT_BIT))
        .contains("Content-Transfer-Encoding: 8bit", "Gr\u00FC\u00DFe.");
  }

  @Test
  void aLetterThatWasChangedFails() throws Exception {
    publish();
    assertThat(receive(b, BOB, signed().replace("Good  morning", "Good mourning")).code())
        .isEqualTo(250);
    assertThat(only(b, BOB)).contains("dkim=fail").doesNotContain("dkim=pass");
  }

  @Test
  void withoutKeysNothingIsSigned() throws Exception {
    submit(a, ReversePath.of(ANNA), ANNA, LETTER);
    assertThat(only(a, ANNA)).doesNotContain("DKIM-Signature");
  }

  @Test
  void whatGoesOnToOthersIsSealed() throws Exception {
    publish();
    EmailAddress list = EmailAddress.of("list@a.example");
    a.directory()
        .setAlias(
            new Alias(
                Optional.of("list"),
                new Domain("a.example"),
                List.of(ANNA, EmailAddress.of("carl@c.example"))));
    assertThat(receive(a, list, LETTER).code()).isEqualTo(250);
    assertThat(only(a, ANNA))
        .contains("ARC-Seal: i=1;", "cv=none", "ARC-Message-Signature: i=1;")
        .contains("ARC-Authentication-Results: i=1; mx.a.example;");
  }

  @Test
  void noticesAreSignedAsWell() throws Exception {
    SigningKey key =
        KeyMaterial.create(new Domain("a.example"), "e", Algorithm.ED25519_SHA256, 2_048);
    KeyRing ring = new KeyRing(world, new MemoryStore(world), SigningConfig.DEFAULT, List.of(key));
    byte[] notice =
        "From: Mail Delivery System <postmaster@mx.a.example>\r\nSubject: x\r\n\r\nx\r\n"
            .getBytes(US_ASCII);
    assertThat(
            new DkimSeal(world, ring, SigningConfig.DEFAULT)
                .seal(Octets.of(notice), Header.of(notice)))
        .singleElement()
        .asString()
        .startsWith("DKIM-Signature: v=1; a=ed25519-sha256;")
        .contains("d=a.example;");
  }

  @Test
  void whatStaysHereIsNotSealed() throws Exception {
    publish();
    assertThat(receive(a, ANNA, LETTER).code()).isEqualTo(250);
    assertThat(only(a, ANNA)).doesNotContain("ARC-Seal");
  }

  /** Else a domain would sign by one pair, and publish another. */
  @Test
  void aDomainThatHasKeysGetsNoOthersButByRotation() throws Exception {
    JsonNode made = a.operations().call("dkim.create", Map.of("domain", "a.example"));
    String selector = made.path(0).path("selector").asString();
    for (Map<String, ?> again :
        List.of(
            Map.of("domain", "a.example"),
            Map.of("domain", "a.example", "use", true),
            Map.of("domain", "a.example", "algorithm", "ed25519"))) {
      assertThatThrownBy(() -> a.operations().call("dkim.create", again))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("a.example has keys: ")
          .hasMessageContaining("next")
          .hasMessageContaining("mailroad dkim rotate a.example");
    }
    assertThat(a.operations().call("dkim.keys", Map.of()).size()).isEqualTo(2);
    assertThatThrownBy(() ->
            a.operations().call("dkim.create", Map.of("domain", "a.example", "algorithm", "rsa")))
        .hasMessageContaining(selector + " (rsa, next)");
  }

  @Test
  void aKeyOfTheOtherAlgorithmMayBeMadeLater() throws Exception {
    a.operations().call("dkim.create", Map.of("domain", "a.example", "algorithm", "rsa"));
    a.operations().call("dkim.create", Map.of("domain", "a.example", "algorithm", "ed25519"));
    assertThat(a.operations().call("dkim.keys", Map.of()).size()).isEqualTo(2);
  }

  @Test
  void anAdministratorSeesWhetherDnsHasTheKeys() throws Exception {
    publish();
    JsonNode checked = a.operations().call("dkim.check", Map.of("domain", "a.example"));
    assertThat(checked.size()).isEqualTo(2);
    checked.forEach(line -> assertThat(line.path("dns").asString()).isEqualTo("published"));
    assertThat(a.operations().call("dkim.keys", Map.of()).toString()).doesNotContain("PRIVATE");
    JsonNode rotated = a.operations().call("dkim.rotate", Map.of("domain", "a.example"));
    assertThat(rotated.path("done").size()).isEqualTo(2);
    assertThat(rotated.toString()).contains("publish it");
  }
}
